using Slipway.Specifications.Fixes;
using Slipway.Specifications.Ruby;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Documents;

/// <summary>
/// The fix of SLW2007: the key in the mapping goes, and what it asked for is said at the top level, where the agents read it. Where mappings ask
/// for different things there is none, because there is only one top level.
/// </summary>
internal sealed class OverwriteFix
{
    private readonly RuleContext _context;
    private readonly AppSpecView _spec;
    private readonly bool _isSaid;
    private readonly bool _agrees = true;

    public OverwriteFix(RuleContext context, AppSpecView spec)
    {
        _context = context;
        _spec = spec;
        _isSaid = spec.Root.Find("file_exists_behavior") is not null || KeyRules.HasMisspelt(spec.Root, "file_exists_behavior", KnownKeys.Root);
        string? first = null;
        foreach (var item in spec.Files)
        {
            foreach (var entry in item.Entries)
            {
                if (!KeyRules.IsOverwrite(entry.Name) || Wish(entry.Value) is not { } wish) continue;
                first ??= wish;
                _agrees &= first == wish;
            }
        }
    }

    public Fix? Of(YamlMapping item, YamlEntry entry)
    {
        if (!_isSaid && !_agrees) return null;
        if (_context.Edits.Delete(item, entry) is not { } deletion) return null;
        if (_isSaid || Wish(entry.Value) is not { } wish || wish == "DISALLOW") return new Fix($"Remove '{entry.Name}'", [deletion]);
        if (_spec.Root.Find("files") is not { } files) return null;
        var said = _spec.Root.IsFlow ? _context.Edits.InsertAfter(_spec.Root, files, "file_exists_behavior", wish) : Below(files, deletion, wish);
        return said is { } insertion ? new Fix($"Write 'file_exists_behavior: {wish}' at the top level", [deletion, insertion]) : null;
    }

    /// <summary>Below the section, behind the comments that are indented as its items are.</summary>
    private TextChange? Below(YamlEntry files, TextChange deletion, string wish)
    {
        var text = _context.Document!.Text;
        var edits = _context.Edits;
        var indent = files.Key.Range.Column - 1;
        if (edits.LineStart(files.Key.Range.Offset) + indent != files.Key.Range.Offset) return null;
        var at = edits.EndOfLines(files);
        for (var next = at; next < text.Length;)
        {
            var line = new TextLine(text, next, edits.NextLine(next));
            if (!line.IsComment || line.Content - line.Start <= indent) break;
            at = next = line.End;
        }

        var said = $"{new string(' ', indent)}file_exists_behavior: {wish}";
        // A last line without a line end that goes takes none with it.
        if (edits.EndsLine(at)) return new TextChange(at, 0, said + edits.NewLine);
        return new TextChange(at, 0, deletion.End == at && edits.EndsLine(deletion.Offset) ? said : edits.NewLine + said);
    }

    /// <summary>What a value asks for: OVERWRITE, RETAIN or DISALLOW; null where that cannot be told.</summary>
    private static string? Wish(YamlNode node)
    {
        if (node is not YamlScalar scalar || ScalarValue.Of(scalar) is not { } value) return null;
        if (value is RubyBoolean { Value: var yes }) return yes ? "OVERWRITE" : "DISALLOW";
        return value.Text.Trim().ToUpperInvariant() switch
        {
            "TRUE" or "YES" or "ON" or "OVERWRITE" => "OVERWRITE",
            "FALSE" or "NO" or "OFF" or "DISALLOW" => "DISALLOW",
            "RETAIN" => "RETAIN",
            _ => null,
        };
    }
}
