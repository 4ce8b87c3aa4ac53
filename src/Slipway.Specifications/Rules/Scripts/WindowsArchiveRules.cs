using Slipway.Specifications.Findings;
using Slipway.Specifications.Scripts.Batch;
using Slipway.Specifications.Scripts.PowerShell;

namespace Slipway.Specifications.Rules.Scripts;

/// <summary>SLW5018 on Windows: scripts that change what the agent keeps.</summary>
internal static class WindowsArchiveRules
{
    private const string Root = "Amazon\\CodeDeploy";

    private const string Kept = "the scripts of the next ApplicationStop are kept";

    private const string Passing = "the id belongs to a single deployment";

    private static readonly HashSet<string> AllWritten = new(StringComparer.Ordinal)
    {
        "remove-item", "ri", "rm", "del", "erase", "rd", "rmdir", "set-content", "sc", "add-content", "ac", "out-file", "new-item", "ni", "clear-content", "rename-item", "rni", "ren", "rename", "attrib", "icacls", "takeown", "md", "mkdir",
    };

    private static readonly HashSet<string> LastWritten = new(StringComparer.Ordinal) { "copy-item", "cpi", "cp", "copy", "xcopy", "expand-archive", "tar" };

    private static readonly HashSet<string> BothWritten = new(StringComparer.Ordinal) { "move-item", "mi", "mv", "move" };

    public static void PowerShellWrites(RuleContext context, RuleReport report)
    {
        foreach (var (file, script) in WindowsScripts.PowerShell(context))
        {
            if (IsUnrelated(script.Text)) continue;
            var roots = Variables(script);
            foreach (var command in script.Commands)
            {
                if (script.Program(command) is not { } program) continue;
                var last = LastOperand(script, command);
                for (var i = command.FirstWord + 1; i < command.FirstWord + command.WordCount; i++)
                {
                    var word = script.Words[i];
                    if (word.Kind is PowerShellWordKind.Parameter or PowerShellWordKind.Group or PowerShellWordKind.ScriptBlock) continue;
                    var isTarget = word.Kind == PowerShellWordKind.Redirection || AllWritten.Contains(program) || BothWritten.Contains(program) || (LastWritten.Contains(program) && i == last);
                    var value = script.Unquoted(word);
                    if (!isTarget || !(IsBelowRoot(value) || roots.Exists(root => value.StartsWith(root, StringComparison.OrdinalIgnoreCase)))) continue;
                    if (DeploymentId(value, 0) < 0) report.AddIn(file.File, report.DefaultSeverity, file.Range(word.Start, word.Length), value, Kept);
                }
            }

            Ids(file, script.Text, script.IsComment, report);
        }
    }

    public static void BatchWrites(RuleContext context, RuleReport report)
    {
        foreach (var (file, script) in WindowsScripts.Batch(context))
        {
            if (IsUnrelated(script.Text)) continue;
            foreach (var command in script.Commands)
            {
                var program = script.Program(command);
                var last = command.FirstWord + command.WordCount - 1;
                while (last > command.FirstWord && (script.Words[last].IsTarget || script.Text[script.Words[last].Start] == '/')) last--;
                for (var i = command.FirstWord + 1; i < command.FirstWord + command.WordCount; i++)
                {
                    var word = script.Words[i];
                    var value = script.Value(word);
                    var isTarget = word.IsTarget || AllWritten.Contains(program) || BothWritten.Contains(program) || (LastWritten.Contains(program) && i == last);
                    if (isTarget && IsBelowRoot(value) && DeploymentId(value, 0) < 0) report.AddIn(file.File, report.DefaultSeverity, file.Range(word.Start, word.Length), value, Kept);
                }
            }

            Ids(file, script.Text, script.IsComment, report);
        }
    }

    /// <summary>Most scripts never name a place of the agent.</summary>
    private static bool IsUnrelated(string text) =>
        text.IndexOf("CodeDeploy", StringComparison.OrdinalIgnoreCase) < 0 && text.IndexOf("deployment-archive", StringComparison.OrdinalIgnoreCase) < 0;

    /// <summary>The operand of -Destination; else the last one by position, when it is not the only one.</summary>
    private static int LastOperand(PowerShellScript script, in PowerShellCommand command)
    {
        var index = script.Parameter(command, "-Destination", 5);
        if (index < 0) index = script.Parameter(command, "-DestinationPath", 5);
        if (index >= 0) return index + 1;
        var operands = 0;
        var last = -1;
        for (var i = command.FirstWord + 1; i < command.FirstWord + command.WordCount; i++)
        {
            if (script.Words[i].Kind is PowerShellWordKind.Parameter or PowerShellWordKind.Redirection) continue;
            var isSource = script.Words[i - 1].Kind == PowerShellWordKind.Parameter && script.Text.IndexOf("-Path", script.Words[i - 1].Start, script.Words[i - 1].Length, StringComparison.OrdinalIgnoreCase) >= 0;
            operands++;
            if (!isSource) last = i;
        }

        return operands > 1 ? last : -1;
    }

    private static bool IsBelowRoot(string path) => path.Replace('/', '\\').IndexOf(Root, StringComparison.OrdinalIgnoreCase) is > 0 and var at && path[at - 1] is '\\' or '/';

    /// <summary>Variables that hold the root, as they stand at the beginning of a path.</summary>
    private static List<string> Variables(PowerShellScript script)
    {
        var found = new List<string>();
        foreach (var assignment in script.Assignments)
        {
            var length = Math.Min(assignment.End - assignment.ValueStart, 300);
            if (length < Root.Length || script.Text[assignment.Start] != '$') continue;
            if (IsBelowRoot(script.Text.Substring(assignment.ValueStart, length))) found.Add(script.Text.Substring(assignment.Start, assignment.Operator - assignment.Start).Trim());
        }

        return found;
    }

    /// <summary>Paths with the id of one deployment in them.</summary>
    private static void Ids(ScriptFile file, string text, Func<int, bool> isComment, RuleReport report)
    {
        var end = 0;
        for (var at = DeploymentId(text, 0); at >= 0; at = DeploymentId(text, Math.Max(at + 1, end)))
        {
            var start = at;
            while (start > end && !EndsPath(text[start - 1])) start--;
            end = at;
            while (end < text.Length && !EndsPath(text[end])) end++;
            if (isComment(at)) continue;
            if (IsBelowRoot(text.Substring(start, end - start)) || text.IndexOf("deployment-archive", at, end - at, StringComparison.OrdinalIgnoreCase) >= 0)
            {
                report.AddIn(file.File, Severity.Error, file.Range(start, end - start), text.Substring(start, end - start), Passing);
            }
        }
    }

    private static bool EndsPath(char c) => c is ' ' or '\t' or '"' or '\'' or '\n' or '\r' or ',' or ';' or '(' or ')' or '>' or '|' or '=';

    /// <summary>Where <c>d-</c> and nine capital letters or digits stand as a part of a path; -1 when they do not.</summary>
    private static int DeploymentId(string text, int from)
    {
        for (var at = text.IndexOf("d-", from, StringComparison.Ordinal); at >= 0; at = text.IndexOf("d-", at + 1, StringComparison.Ordinal))
        {
            if (at == 0 || text[at - 1] is not ('\\' or '/') || at + 11 > text.Length) continue;
            var end = at + 2;
            while (end < text.Length && text[end] is (>= 'A' and <= 'Z') or (>= '0' and <= '9')) end++;
            if (end - at == 11 && (end == text.Length || !char.IsLetterOrDigit(text[end]))) return at;
        }

        return -1;
    }
}
