using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Rules.Scripts;

/// <summary>SLW5002 and SLW5004: the first line of hook scripts.</summary>
internal static class ShebangRules
{
    public static void ByteOrderMark(RuleContext context, RuleReport report)
    {
        foreach (var (script, text) in Texts(context))
        {
            if (!script.HasByteOrderMark || script.Path.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase)) continue;
            var end = text.IndexOfAny([' ', '\r', '\n']);
            var length = Math.Max(end < 0 ? text.Length : end, 1);
            report.AddIn(script.File, Severity.Error, new SourceRange(0, length, 1, 1, 1, length + 1));
        }
    }

    public static void Malformed(RuleContext context, RuleReport report)
    {
        foreach (var (script, text) in Texts(context))
        {
            var number = 0;
            foreach (var line in TextLine.Of(text))
            {
                number++;
                var written = text.Substring(line.Start, line.End - line.Start);
                var (why, right) = number == 1 ? FirstLine(written) : LaterLine(written);
                if (why is not null)
                {
                    report.AddIn(script.File, Severity.Error, new SourceRange(line.Start, written.Length, number, 1, number, written.Length + 1), written, why, right!);
                    break;
                }

                // Below the first command, or a good first line, a shebang is only a comment.
                if ((number == 1 && written.StartsWith("#!", StringComparison.Ordinal)) || (written.Trim().Length > 0 && !line.IsComment)) break;
            }
        }
    }

    private static (string? Why, string? Right) LaterLine(string line) =>
        line.StartsWith("#!/", StringComparison.Ordinal) ? ("it is not on the first line, so it is a comment", line) : (null, null);

    private static (string? Why, string? Right) FirstLine(string line)
    {
        if (line.StartsWith("#!", StringComparison.Ordinal)) return Interpreter(line.Substring(2).Trim());
        var dense = line.Replace(" ", "").Replace("\t", "");
        foreach (var start in new[] { "#!/", "!#/", "#/bin/", "#/usr/", "!/bin/", "!/usr/" })
        {
            if (!dense.StartsWith(start, StringComparison.Ordinal) || line.IndexOf('/') > 4) continue;
            return ("it does not begin with '#!' in the first column, so it is a comment or a command", "#!" + line.Substring(line.IndexOf('/')).Trim());
        }

        return (null, null);
    }

    private static (string? Why, string? Right) Interpreter(string interpreter)
    {
        if (interpreter.Length == 0) return ("it names no interpreter", "#!/bin/sh");
        if (interpreter[0] != '/')
        {
            var path = interpreter.StartsWith("bin/", StringComparison.Ordinal) || interpreter.StartsWith("usr/", StringComparison.Ordinal) ? "/" + interpreter : "/bin/" + interpreter;
            return ("the interpreter needs an absolute path", "#!" + path);
        }

        var words = interpreter.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (!words[0].EndsWith("/env", StringComparison.Ordinal) || words.Length < 3 || words[1].StartsWith("-", StringComparison.Ordinal)) return (null, null);
        return ($"env looks for a program called '{string.Join(" ", words.Skip(1))}'", $"#!{words[0]} -S {string.Join(" ", words.Skip(1))}");
    }

    /// <summary>The scripts that are texts, without their mark; none when the hosts run Windows.</summary>
    private static IEnumerable<(ScriptFile Script, string Text)> Texts(RuleContext context)
    {
        if (context.AppSpec is { IsLinux: false }) yield break;
        foreach (var script in context.Inputs.Scripts ?? [])
        {
            if (!script.IsBinary) yield return (script, script.Text);
        }
    }
}
