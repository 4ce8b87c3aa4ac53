using System.Globalization;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Scripts;
using Slipway.Specifications.Scripts.Shell;

namespace Slipway.Specifications.Rules.Scripts;

/// <summary>SLW5001: the text of hook scripts.</summary>
internal static class ScriptRules
{
    /// <summary>How many line ends in quotes are looked at, so that a huge text takes no long time.</summary>
    private const int MostQuoted = 200;

    private static readonly string[] LinuxExtensions = [".sh", ".bash", ".py", ".pl", ".rb", ".cs"];

    public static void WindowsLineEnds(RuleContext context, RuleReport report)
    {
        if (context.Inputs.Scripts is not { } scripts || context.AppSpec is { IsLinux: false } || Normalizes(context)) return;
        foreach (var script in scripts)
        {
            if (!IsForLinux(script)) continue;
            var text = script.Text;
            var at = text.IndexOf("\r\n", StringComparison.Ordinal);
            var looks = 0;
            while (at >= 0 && looks++ < MostQuoted && IsQuoted(script, at)) at = text.IndexOf("\r\n", at + 2, StringComparison.Ordinal);
            if (at < 0) continue;
            var range = script.Range(at, 1);
            range = range with { EndLine = range.Line, EndColumn = range.Column + 1 };
            report.AddIn(script.File, Severity.Error, range, range.Line.ToString(CultureInfo.InvariantCulture), Interpreter(text) + "\\r").With("Replace CR LF by LF", Returns(text));
        }
    }

    /// <summary>Whether packing replaces the line ends.</summary>
    private static bool Normalizes(RuleContext context) => string.Equals(context.Property("SlipwayNormalizeLineEnds"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a line end belongs to a text in quotes: then it is meant.</summary>
    private static bool IsQuoted(ScriptFile script, int offset) =>
        script.Language == ScriptLanguage.Shell && script.Shell.IsWhole && script.Shell.Words.Exists(word => word.Start < offset && offset < word.End && word.Has(ShellWordTraits.Quoted));

    private static TextChange[] Returns(string text)
    {
        var changes = new List<TextChange>();
        for (var at = text.IndexOf("\r\n", StringComparison.Ordinal); at >= 0; at = text.IndexOf("\r\n", at + 2, StringComparison.Ordinal)) changes.Add(new TextChange(at, 1, ""));
        return [.. changes];
    }

    private static bool IsForLinux(ScriptFile script)
    {
        var bytes = script.Content;
        if (Array.IndexOf(bytes, (byte)0, 0, Math.Min(bytes.Length, 8000)) >= 0) return false;
        if (bytes.Length > 1 && bytes[0] == '#' && bytes[1] == '!') return true;
        var name = script.Path.Substring(script.Path.LastIndexOf('/') + 1);
        var dot = name.LastIndexOf('.');
        return dot <= 0 || Array.IndexOf(LinuxExtensions, name.Substring(dot)) >= 0;
    }

    private static string Interpreter(string text) => Shebang.Of(text) is { } shebang ? shebang.Line.Substring(2).Trim() : "sh";
}
