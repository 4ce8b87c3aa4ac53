using System.Text;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Scripts;
using Slipway.Specifications.Scripts.Batch;
using Slipway.Specifications.Scripts.PowerShell;
using Slipway.Specifications.Scripts.Shell;

namespace Slipway.Specifications.Rules;

/// <summary>A hook script. Decoded and parsed once, however often it is checked: keep the instance while the content is the same.</summary>
public sealed class ScriptFile
{
    private string? _text;
    private ScriptLanguage? _language;
    private TextPlaces? _places;
    private PowerShellScript? _powerShell;
    private BatchScript? _batch;
    private ShellScript? _shell;

    /// <param name="path">Its path inside the revision, with <c>/</c>.</param>
    /// <param name="file">The name that findings use.</param>
    /// <param name="content">The undecoded file.</param>
    public ScriptFile(string path, string file, byte[] content)
    {
        Path = path;
        File = file;
        Content = content;
    }

    /// <summary>Its path inside the revision, with <c>/</c>.</summary>
    public string Path { get; }

    /// <summary>The name that findings use.</summary>
    public string File { get; }

    /// <summary>The undecoded file.</summary>
    public byte[] Content { get; }

    /// <summary>Whether it begins with the byte order mark of UTF-8.</summary>
    public bool HasByteOrderMark => Content.Length >= 3 && Content[0] == 0xEF && Content[1] == 0xBB && Content[2] == 0xBF;

    /// <summary>Whether it is no text.</summary>
    public bool IsBinary => Array.IndexOf(Content, (byte)0, 0, Math.Min(Content.Length, 8000)) >= 0;

    /// <summary>The decoded text without its byte order mark. Offsets of findings and fixes count in it.</summary>
    public string Text => _text ??= HasByteOrderMark ? Encoding.UTF8.GetString(Content, 3, Content.Length - 3) : Encoding.UTF8.GetString(Content);

    /// <summary>What it is written in.</summary>
    internal ScriptLanguage Language => _language ??= ScriptLanguages.Of(this);

    /// <summary>The script as PowerShell.</summary>
    internal PowerShellScript PowerShell => _powerShell ??= PowerShellReader.Read(Text);

    /// <summary>The script as a batch file.</summary>
    internal BatchScript Batch => _batch ??= BatchReader.Read(Text);

    /// <summary>A stretch of the text with its lines and columns.</summary>
    internal SourceRange Range(int offset, int length) => (_places ??= new TextPlaces(Text)).Range(offset, length);

    /// <summary>The last part of the path.</summary>
    public string Name => Path.Substring(Path.LastIndexOf('/') + 1);

    /// <summary>The extension in lower case with its dot; empty without one.</summary>
    public string Extension => Name.LastIndexOf('.') is > 0 and var dot ? Name.Substring(dot).ToLowerInvariant() : "";

    /// <summary>Whether it is a script for sh, bash or one of their kind.</summary>
    public bool IsShell => Language == ScriptLanguage.Shell;

    /// <summary>The text as a shell script, whatever it is.</summary>
    internal ShellScript Shell => _shell ??= ShellScript.Parse(Text);
}
