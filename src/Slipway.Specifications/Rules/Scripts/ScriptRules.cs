using System.Globalization;
using System.Text;
using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Rules.Scripts;

/// <summary>SLW5001: the text of hook scripts.</summary>
internal static class ScriptRules
{
    private static readonly string[] LinuxExtensions = [".sh", ".bash", ".py", ".pl", ".rb", ".cs"];

    public static void WindowsLineEnds(RuleContext context, RuleReport report)
    {
        if (context.Inputs.Scripts is not { } scripts || context.AppSpec is { IsLinux: false }) return;
        foreach (var script in scripts)
        {
            if (!IsForLinux(script) || FirstCrLf(script.Content) is not { } at) continue;
            var (line, start) = LineOf(script.Content, at);
            var column = Encoding.UTF8.GetString(script.Content, start, at - start).Length + 1;
            var offset = Encoding.UTF8.GetString(script.Content, 0, at).Length;
            var range = new SourceRange(offset, 1, line, column, line, column + 1);
            report.AddIn(script.File, Severity.Error, range, line.ToString(CultureInfo.InvariantCulture), Interpreter(script.Content) + "\\r");
        }
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

    private static int? FirstCrLf(byte[] bytes)
    {
        for (var i = 0; i + 1 < bytes.Length; i++)
        {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n') return i;
        }

        return null;
    }

    private static (int Line, int Start) LineOf(byte[] bytes, int at)
    {
        var line = 1;
        var start = 0;
        for (var i = 0; i < at; i++)
        {
            if (bytes[i] != '\n') continue;
            line++;
            start = i + 1;
        }

        return (line, start);
    }

    private static string Interpreter(byte[] bytes)
    {
        var end = Array.IndexOf(bytes, (byte)'\n');
        var first = Encoding.UTF8.GetString(bytes, 0, end < 0 ? bytes.Length : end).TrimEnd('\r');
        return first.StartsWith("#!", StringComparison.Ordinal) ? first.Substring(2).Trim() : "sh";
    }
}
