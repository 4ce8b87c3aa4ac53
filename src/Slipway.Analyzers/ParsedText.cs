using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Policies;
using Slipway.Specifications.Rules;
using Slipway.Specifications.Scripts.CSharp;
using Slipway.Specifications.Yaml;

namespace Slipway.Analyzers;

/// <summary>A text of the compiler in the forms that the rules ask for, each made once: the compiler keeps the text as long as the file is the same.</summary>
internal sealed class ParsedText
{
    // What is larger is no script that somebody wrote.
    private const int LargestScript = 4 << 20;

    private static readonly ConditionalWeakTable<SourceText, ParsedText> Known = new();
    private static readonly Encoding Utf8 = new UTF8Encoding(false);
    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    // `#!` and `#:` are known only to the parser of file-based programs; what a later language allows is no error of the script.
    private static readonly CSharpParseOptions FileBasedProgram =
        new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.None).WithFeatures([new("FileBasedProgram", "true")]);

    private readonly SourceText _text;
    private readonly object _gate = new();
    private YamlDocument? _document;
    private byte[]? _content;
    private ScriptFile? _script;
    private IReadOnlyList<CSharpError>? _errors;
    private IReadOnlyList<RevisionItem>? _items;
    private CheckoutFacts? _checkout;
    private IReadOnlyCollection<string>? _allowed;

    private ParsedText(SourceText text) => _text = text;

    /// <summary>The forms of a text.</summary>
    public static ParsedText Of(SourceText text) => Known.GetValue(text, added => new ParsedText(added));

    /// <summary>The file as it is on disk, as far as the compiler tells; null when it is too large to be looked at.</summary>
    public byte[]? Content => _text.Length > AppSpecCheck.MaxBytes ? null : Once(ref _content, () => Encode(trustMark: false, bytes: true));

    /// <summary>The text as YAML.</summary>
    public YamlDocument Document => Once(ref _document, () => Content is { } content ? AppSpecCheck.Read(content) : AppSpecCheck.TooLarge(_text.Length));

    /// <summary>The text as the list of a revision.</summary>
    public IReadOnlyList<RevisionItem> Items => Once(ref _items, () => RevisionItemList.Parse(_text.ToString()));

    /// <summary>The text as the facts of a checkout.</summary>
    public CheckoutFacts Checkout => Once(ref _checkout, () => CheckoutFacts.Parse(_text.ToString()));

    /// <summary>The text as a list of fingerprints of secrets that may be there.</summary>
    public IReadOnlyCollection<string> AllowedSecrets => Once(ref _allowed, () => Specifications.Secrets.AllowedSecrets.Parse(_text.ToString()));

    /// <summary>The text as a script; null when it is too large to be one.</summary>
    /// <param name="path">Its path in the revision.</param>
    /// <param name="file">The name that findings use.</param>
    public ScriptFile? Script(string path, string file)
    {
        if (_text.Length > LargestScript) return null;
        var script = Once(ref _script, () => Decoded(path, file));
        return script.Path == path && script.File == file ? script : Decoded(path, file);
    }

    /// <summary>What the C# parser says of the text as a file-based program.</summary>
    /// <param name="file">The name that findings use.</param>
    public IReadOnlyList<CSharpError> SyntaxErrors(string file)
    {
        if (_text.Length > LargestScript) return [];
        var errors = Once(ref _errors, () => Parse(file));
        return errors.Count == 0 || errors[0].File == file ? errors : Parse(file);
    }

    /// <summary>A place of <see cref="Document"/> or <see cref="Script"/> in the compiler's text.</summary>
    public TextSpan Span(SourceRange range, bool isDocument)
    {
        var start = Position(range.Offset, isDocument);
        var end = range.Length <= 0 ? start : Position(range.Offset + range.Length, isDocument);
        return TextSpan.FromBounds(start, Math.Max(start, end));
    }

    private bool IsUtf8 => _text.Encoding is null or { CodePage: 65001 };

    private int Position(int offset, bool isDocument)
    {
        offset = Math.Max(0, offset);
        if (_text.Length > 0 && _text[0] == '\uFEFF') offset++;
        // What is not UTF-8 was decoded byte by byte; the rules have read the start of it as UTF-8.
        if (isDocument && !IsUtf8 && _text.Encoding!.IsSingleByte && _document is { } document && offset <= document.Text.Length)
        {
            offset = Encoding.UTF8.GetByteCount(document.Text.Substring(0, offset));
        }

        return Math.Min(offset, _text.Length);
    }

    // Rules of PowerShell scripts ask for the mark, the others refuse it: where an editor's text may have one, neither is told so.
    private ScriptFile Decoded(string path, string file) =>
        new(path, file, Encode(trustMark: path.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase), bytes: _text.Encoding is { IsSingleByte: false }));

    private byte[] Encode(bool trustMark, bool bytes)
    {
        var encoding = bytes && !IsUtf8 ? _text.Encoding! : Utf8;
        // An editor's text is labelled with a UTF-8 that writes a mark whether there is one or not; only a text that was read from bytes tells.
        var marked = IsUtf8 ? _text.Encoding?.GetPreamble().Length > 0 && (trustMark || !_text.CanBeEmbedded) : bytes;
        var mark = !marked ? [] : IsUtf8 ? Mark : encoding.GetPreamble();
        var text = _text.ToString();
        var result = new byte[mark.Length + encoding.GetByteCount(text)];
        mark.CopyTo(result, 0);
        encoding.GetBytes(text, 0, text.Length, result, mark.Length);
        return result;
    }

    private List<CSharpError> Parse(string file)
    {
        var errors = new List<CSharpError>();
        if (CSharpNesting.IsTooDeep(_text.ToString())) return errors;
        foreach (var diagnostic in CSharpSyntaxTree.ParseText(_text, FileBasedProgram).GetDiagnostics())
        {
            if (diagnostic.Severity != DiagnosticSeverity.Error) continue;
            var span = diagnostic.Location.SourceSpan;
            var lines = _text.Lines.GetLinePositionSpan(span);
            var range = new SourceRange(span.Start, span.Length, lines.Start.Line + 1, lines.Start.Character + 1, lines.End.Line + 1, lines.End.Character + 1);
            errors.Add(new CSharpError(file, range, diagnostic.Id, diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)));
        }

        return errors;
    }

    private T Once<T>(ref T? field, Func<T> make)
        where T : class
    {
        if (Volatile.Read(ref field) is { } made) return made;
        lock (_gate) return field ??= make();
    }
}
