using Slipway.Specifications.Fixes;
using Slipway.Specifications.Scripts.Batch;
using Slipway.Specifications.Scripts.PowerShell;

namespace Slipway.Specifications.Rules.Scripts;

/// <summary>SLW5019 on Windows: deletions of whole directories that may be others than meant.</summary>
internal static class WindowsDeletionRules
{
    private static readonly HashSet<string> Roots = new(StringComparer.OrdinalIgnoreCase)
    {
        "", "C:", "D:", "C:\\Windows", "C:\\Windows\\System32", "C:\\Program Files", "C:\\Program Files (x86)", "C:\\ProgramData", "C:\\Users", "$env:SystemRoot", "$env:windir", "$env:SystemDrive",
        "$env:ProgramFiles", "$env:ProgramData", "$env:PUBLIC", "%SystemRoot%", "%windir%", "%SystemDrive%", "%ProgramFiles%", "%ProgramData%",
    };

    public static void PowerShellDeletes(RuleContext context, RuleReport report)
    {
        foreach (var (file, script) in WindowsScripts.PowerShell(context))
        {
            PowerShellNames? names = null;
            var move = -1;
            for (var c = 0; c < script.Commands.Length; c++)
            {
                var command = script.Commands[c];
                var program = script.Program(command);
                if (program is "set-location" or "cd" or "chdir" or "sl" && command.WordCount > 1) move = c;
                if (program is not ("remove-item" or "ri" or "rm" or "rd" or "rmdir" or "del" or "erase") || script.Parameter(command, "-Recurse", 2) < 0) continue;
                for (var i = command.FirstWord + 1; i < command.FirstWord + command.WordCount; i++)
                {
                    var word = script.Words[i];
                    if (!IsPath(script, command, i)) continue;
                    var value = script.Unquoted(word);
                    names ??= new PowerShellNames(script);
                    var (why, advice) = IsRoot(value) ? ("is not the directory of one application", "Name the directory of the application.")
                        : Unknown(script, names, word) is { } variable ? ($"becomes a path from the root when {variable} is empty", "Assign the variable, or test it before.")
                        : value is "*" or "." or ".\\*" or "./*" && move >= 0 && !IsChecked(script, move) ? ("is the directory of the agent when the command above fails", "Name the directory in the path itself.")
                        : (null, null);
                    if (why is not null) report.AddIn(file.File, report.DefaultSeverity, file.Range(word.Start, word.Length), value, why, advice!, "SYSTEM");
                }
            }
        }
    }

    private static bool IsPath(PowerShellScript script, in PowerShellCommand command, int index)
    {
        var word = script.Words[index];
        if (word.Kind is PowerShellWordKind.Parameter or PowerShellWordKind.Group or PowerShellWordKind.ScriptBlock or PowerShellWordKind.Redirection) return false;
        var before = script.Words[index - 1];
        if (before.Kind != PowerShellWordKind.Parameter) return true;
        var name = script.Text.Substring(before.Start, before.Length).TrimEnd(':').ToLowerInvariant();
        return name is not ("-erroraction" or "-ea" or "-exclude" or "-include" or "-filter" or "-errorvariable" or "-confirm" or "-verbose");
    }

    /// <summary>Whether a move to another directory ends the script when it fails.</summary>
    private static bool IsChecked(PowerShellScript script, int move)
    {
        var command = script.Commands[move];
        var failures = new PowerShellFailures(script);
        return failures.StopsFrom < command.Start || string.Equals(PowerShellPrograms.ErrorAction(script, command), "Stop", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsRoot(string path)
    {
        var trimmed = path.Replace('/', '\\');
        if (trimmed.Length > 0 && trimmed[trimmed.Length - 1] == '*') trimmed = trimmed.Substring(0, trimmed.Length - 1);
        return trimmed.Length > 0 && trimmed[trimmed.Length - 1] == '\\' ? Roots.Contains(trimmed.TrimEnd('\\')) : path.Length > 1 && path[path.Length - 1] != '*' && Roots.Contains(trimmed);
    }

    /// <summary>The variable that a path starts with, when nothing in the script gives it a value; null otherwise.</summary>
    private static string? Unknown(PowerShellScript script, PowerShellNames names, in PowerShellWord word)
    {
        var at = script.Text[word.Start] == '"' ? word.Start + 1 : word.Start;
        if (script.Text[at] != '$') return null;
        if (script.VariableAt(at) is not { } variable) return null;

        // A variable alone holds a path or nothing, and nothing is refused; only in front of a backslash it makes another path.
        if (at + variable.Length >= script.Text.Length || script.Text[at + variable.Length] is not ('\\' or '/')) return null;
        var name = script.NameOf(variable);
        return names.IsKnown(name) ? null : "$" + name;
    }

    public static void BatchDeletes(RuleContext context, RuleReport report)
    {
        foreach (var (file, script) in WindowsScripts.Batch(context))
        {
            BatchNames? names = null;
            var move = -1;
            for (var c = 0; c < script.Commands.Length; c++)
            {
                var command = script.Commands[c];
                var program = script.Program(command);
                if (program is "cd" or "chdir" or "pushd" && command.WordCount > 1) move = c;
                if (program is not ("rd" or "rmdir") || !script.Has(command, "/s")) continue;
                for (var i = command.FirstWord + 1; i < command.FirstWord + command.WordCount; i++)
                {
                    var word = script.Words[i];
                    var value = script.Value(word);
                    if (word.IsTarget || value.Length == 0 || (value[0] == '/' && value.Length < 4)) continue;
                    names ??= new BatchNames(script);
                    var range = file.Range(word.Start, word.Length);
                    if (IsRoot(value))
                    {
                        report.AddIn(file.File, report.DefaultSeverity, range, value, "is not the directory of one application", "Name the directory of the application.", "SYSTEM");
                    }
                    else if (Unknown(names, value) is { } variable)
                    {
                        report.AddIn(file.File, report.DefaultSeverity, range, value, $"becomes a path from the root when {variable} is empty", "Set the variable, or test it with 'if defined' before.", "SYSTEM");
                    }
                    else if (value is "." or "*" or ".\\*" && move >= 0 && script.Commands[move].After is BatchConnector.None or BatchConnector.Then)
                    {
                        report.AddIn(file.File, report.DefaultSeverity, range, value, "is the directory of the agent when the command above fails", "Leave the script when that fails.", "SYSTEM")
                            .With("Leave the script when the directory is not there", new TextChange(script.Commands[move].End, 0, " || exit /b 1"));
                    }
                }
            }
        }
    }

    private static string? Unknown(BatchNames names, string value)
    {
        if (value[0] != '%' || value.Length < 4 || char.IsDigit(value[1]) || value[1] is '~' or '%' or '*') return null;
        var end = value.IndexOf('%', 1);
        if (end < 0 || end + 1 >= value.Length || value[end + 1] is not ('\\' or '/')) return null;
        var name = value.Substring(1, end - 1);
        return name.IndexOf(':') >= 0 || names.IsKnown(name) ? null : $"%{name}%";
    }
}
