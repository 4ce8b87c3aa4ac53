using Slipway.Specifications.Findings;
using Slipway.Specifications.Scripts;
using Slipway.Specifications.Scripts.PowerShell;

namespace Slipway.Specifications.Rules.Scripts;

/// <summary>SLW5017 on Windows: scripts without a command.</summary>
internal static class WindowsEmptyRules
{
    public static void PowerShellDoesNothing(RuleContext context, RuleReport report)
    {
        foreach (var (file, script) in WindowsScripts.PowerShell(context))
        {
            var isEmpty = true;
            foreach (var statement in script.Statements) isEmpty &= IsPreparation(script, statement);
            if (isEmpty) report.AddIn(file.File, report.DefaultSeverity, FirstLine(file));
        }
    }

    /// <summary>Declarations of parameters, preferences, and what is part of them.</summary>
    private static bool IsPreparation(PowerShellScript script, in PowerShellStatement statement)
    {
        if (statement.Keyword is PowerShellKeyword.Param or PowerShellKeyword.Using || script.IsIn(statement.Block, PowerShellBlockKind.Parameters)) return true;
        var text = script.Text;
        return Starts(text, statement.Start, "$ErrorActionPreference") || Starts(text, statement.Start, "Set-StrictMode") || Starts(text, statement.Start, "[CmdletBinding");
    }

    private static bool Starts(string text, int at, string part) => string.Compare(text, at, part, 0, part.Length, StringComparison.OrdinalIgnoreCase) == 0;

    public static void BatchDoesNothing(RuleContext context, RuleReport report)
    {
        foreach (var (file, script) in WindowsScripts.Batch(context))
        {
            var isEmpty = true;
            foreach (var command in script.Commands)
            {
                var name = script.Program(command);
                isEmpty &= name is "setlocal" or "endlocal" or "set" or "title" || (name == "echo" && (script.Has(command, "off") || script.Has(command, "on")));
            }

            if (isEmpty) report.AddIn(file.File, report.DefaultSeverity, FirstLine(file));
        }
    }

    private static SourceRange FirstLine(ScriptFile file) => file.Range(0, ScriptLines.EndOf(file.Text, 0));
}
