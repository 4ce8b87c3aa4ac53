using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;

namespace Slipway.Specifications.Rules.Scripts;

/// <summary>SLW5002 and SLW5004: the first line of hook scripts.</summary>
internal static class ShebangRules
{
    public static void ByteOrderMark(RuleContext context, RuleReport report)
    {
        foreach (var script in context.AppSpec is { IsLinux: false } ? [] : context.Inputs.Scripts ?? [])
        {
            if (!IsUtf16(script.Content) || script.Path.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase)) continue;
            report.AddTextIn(script.File, Severity.Error, new SourceRange(0, 1, 1, 1, 1, 2),
                "The script is saved as UTF-16: no shell and no kernel reads that, so the hook fails. Save it as UTF-8 without a byte order mark.");
        }

        foreach (var (script, text) in Texts(context))
        {
            if (!script.HasByteOrderMark || script.Path.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase)) continue;
            var end = text.IndexOfAny([' ', '\r', '\n']);
            var length = Math.Max(end < 0 ? text.Length : end, 1);
            report.AddIn(script.File, Severity.Error, new SourceRange(0, length, 1, 1, 1, length + 1)).With(new Fix("Remove the byte order mark", [], FixEncoding.Utf8));
        }
    }

    private static bool IsUtf16(byte[] content) => content.Length > 1 && ((content[0] == 0xFF && content[1] == 0xFE) || (content[0] == 0xFE && content[1] == 0xFF));

    public static void Malformed(RuleContext context, RuleReport report)
    {
        foreach (var (script, text) in Texts(context))
        {
            if (ProblemOf(text) is not { } problem) continue;
            var written = text.Substring(problem.Start, problem.Length);
            report.AddIn(script.File, Severity.Error, script.Range(problem.Start, problem.Length), written, problem.Why, problem.Right).With("Write " + problem.Right, Changes(text, problem));
        }
    }

    /// <summary>The line that was meant to be a shebang and is none; null where there is no such line.</summary>
    internal static ShebangProblem? ProblemOf(string text)
    {
        var number = 0;
        foreach (var line in TextLine.Of(text))
        {
            number++;
            var written = text.Substring(line.Start, line.End - line.Start);
            var (why, right) = number == 1 ? FirstLine(written) : LaterLine(written);
            if (why is not null) return new ShebangProblem(line.Start, written.Length, why, right!);

            // Below the first command, or a good first line, a shebang is only a comment.
            if ((number == 1 && written.StartsWith("#!", StringComparison.Ordinal)) || (written.Trim().Length > 0 && !line.IsComment)) break;
        }

        return null;
    }

    /// <summary>The right line as the first one; what stood above it follows.</summary>
    private static TextChange[] Changes(string text, ShebangProblem problem)
    {
        if (problem.Start == 0) return [new TextChange(0, problem.Length, problem.Right)];
        var end = text.IndexOf('\n', problem.Start);
        return [new TextChange(0, 0, problem.Right + "\n"), new TextChange(problem.Start, (end < 0 ? text.Length : end + 1) - problem.Start, "")];
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
            // For a path of Windows there is none to write instead; the rule about interpreters speaks of it.
            if (interpreter.IndexOf('\\') >= 0 || (interpreter.Length > 1 && interpreter[1] == ':')) return (null, null);
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

/// <summary>A line that is no shebang although it was meant to be one.</summary>
/// <param name="Start">The offset of the line.</param>
/// <param name="Length">Its length.</param>
/// <param name="Why">What is wrong with it.</param>
/// <param name="Right">The line that was meant.</param>
internal sealed record ShebangProblem(int Start, int Length, string Why, string Right);
