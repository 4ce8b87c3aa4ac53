using Slipway.Specifications.Findings;
using Slipway.Specifications.Scripts.PowerShell;

namespace Slipway.Specifications.Rules.Scripts;

/// <summary>SLW5101: failures that a PowerShell script does not notice.</summary>
internal static class PowerShellFailureRules
{
    private const string Preference = "$ErrorActionPreference = 'Stop'";

    public static void ErrorsIgnored(RuleContext context, RuleReport report)
    {
        foreach (var (file, script) in WindowsScripts.WindowsPowerShell(context))
        {
            if (script.Commands.Length == 0 || WindowsScripts.IsOnlyForStop(context, file)) continue;
            var failures = new PowerShellFailures(script);
            Cmdlets(file, script, failures, report);
            Programs(file, script, failures, report);
        }
    }

    /// <summary>Errors of cmdlets: the first command that runs before the script stops at errors.</summary>
    private static void Cmdlets(ScriptFile file, PowerShellScript script, PowerShellFailures failures, RuleReport report)
    {
        foreach (var command in script.Commands)
        {
            if (command.Start > failures.StopsFrom) return;
            if (IsDeclared(script, command.Block) || !PowerShellPrograms.CanFail(script, command)) continue;

            // A script that is read in may set the preference.
            if (command.Call == '.') return;
            if (PowerShellPrograms.ErrorAction(script, command) is not null || failures.IsCaught(command)) continue;

            // What is started by a computed name and asked for its exit code is a program: usually the 64-bit PowerShell.
            if (command.Call == '&' && script.Program(command) is null && failures.IsRead(command.End, command.End + 300)) continue;
            var name = script.Words[command.FirstWord];
            var fix = failures.StopsFrom == int.MaxValue && SetsPreference(script) ? null : PowerShellPlaces.AtTop(script, Preference);
            var reported = report.AddIn(file.File, report.DefaultSeverity, file.Range(name.Start, name.Length), script.Unquoted(name), $"Write {Preference} at the top.");
            if (fix is { } change) reported.With($"Insert {Preference}", change);
            return;
        }
    }

    /// <summary>Whether the commands of a block run only when something calls them, or before the first line can.</summary>
    private static bool IsDeclared(PowerShellScript script, int block)
    {
        for (; block > 0; block = script.Blocks[block].Parent)
        {
            if (script.Blocks[block].Kind is PowerShellBlockKind.Function or PowerShellBlockKind.Class or PowerShellBlockKind.Parameters) return true;
        }

        return false;
    }

    /// <summary>Whether the preference is given another value: then a line at the top would not help.</summary>
    private static bool SetsPreference(PowerShellScript script)
    {
        foreach (var assignment in script.Assignments)
        {
            var length = assignment.Operator - assignment.Start;
            if (length is > 20 and < 60 && script.Text.IndexOf("ErrorActionPreference", assignment.Start, length, StringComparison.OrdinalIgnoreCase) >= 0) return true;
        }

        return false;
    }

    /// <summary>Programs, which only leave an exit code behind.</summary>
    private static void Programs(ScriptFile file, PowerShellScript script, PowerShellFailures failures, RuleReport report)
    {
        if (failures.StopsAtPrograms) return;
        var commands = script.Commands;
        for (var i = 0; i < commands.Length; i++)
        {
            if (PowerShellPrograms.NativeName(script, commands[i]) is not { } name || !IsStatement(script.Blocks[commands[i].Block].Kind)) continue;
            if (failures.IsRead(commands[i].End, NextProgram(script, i))) continue;
            var word = script.Words[commands[i].FirstWord];
            var isRobocopy = name == "robocopy";
            var test = isRobocopy ? "if ($LASTEXITCODE -ge 8) { exit $LASTEXITCODE }" : "if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }";
            var reported = report.AddIn(file.File, Severity.Info, file.Range(word.Start, word.Length), script.Unquoted(word),
                isRobocopy ? "Test $LASTEXITCODE behind it; robocopy reports failures from 8 on." : "Test $LASTEXITCODE behind it.");
            var statement = script.Statements[commands[i].Statement];
            if (statement.Keyword == PowerShellKeyword.None) reported.With("Leave the script when the program fails", PowerShellPlaces.Behind(script, statement, test));
        }
    }

    /// <summary>Where the next program starts that overwrites the exit code; the other branches of an if do not.</summary>
    private static int NextProgram(PowerShellScript script, int index)
    {
        var block = script.Commands[index].Block;
        var last = Math.Min(script.Commands.Length, index + 50);
        for (var next = index + 1; next < last; next++)
        {
            var other = script.Commands[next];
            if (PowerShellPrograms.NativeName(script, other) is null) continue;
            if (script.IsInside(other.Block, block) || script.IsInside(block, other.Block)) return other.Start;
        }

        return int.MaxValue;
    }

    private static bool IsStatement(PowerShellBlockKind kind) => kind is not (PowerShellBlockKind.Group or PowerShellBlockKind.Condition or PowerShellBlockKind.Subexpression
        or PowerShellBlockKind.Array or PowerShellBlockKind.Arguments or PowerShellBlockKind.Index or PowerShellBlockKind.Parameters or PowerShellBlockKind.Hashtable);
}
