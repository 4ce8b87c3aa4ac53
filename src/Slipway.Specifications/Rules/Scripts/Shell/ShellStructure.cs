using System.Globalization;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Scripts.Shell;

namespace Slipway.Specifications.Rules.Scripts.Shell;

/// <summary>SLW5007 and SLW5017: whether there is a script at all.</summary>
internal static class ShellStructure
{
    public static void CannotBeParsed(RuleContext context, RuleReport report)
    {
        foreach (var hook in context.ShellHooks)
        {
            if (hook.Script is not { IsUnderstood: true, Fault: { } fault }) continue;
            var range = hook.File.Range(fault.Start, fault.Length);
            var token = hook.File.Text.Substring(fault.Start, fault.Length);
            var line = range.Line.ToString(CultureInfo.InvariantCulture);
            if (token.StartsWith("<<", StringComparison.Ordinal))
            {
                report.AddTextIn(hook.File.File, Severity.Error, range, $"'{token}' of line {line} is never closed; the shell would take the rest of the script for its text and run nothing of it. Add a line with only '{fault.Missing}'.");
            }
            else
            {
                report.AddIn(hook.File.File, Severity.Error, range, token, line, fault.Missing, fault.Lack);
            }
        }
    }

    public static void DoesNothing(RuleContext context, RuleReport report)
    {
        foreach (var hook in ShellHook.Whole(context))
        {
            if (hook.IsStarted && hook.Script.Nodes.TrueForAll(node => IsNothing(hook, node))) report.AddIn(hook.File.File, Severity.Warning, hook.FirstLine());
        }
    }

    private static bool IsNothing(ShellHook hook, ShellNode node) =>
        node is { Kind: ShellNodeKind.Command, RedirectionCount: 0, WordCount: > 0, AssignmentCount: 0 } && hook.Script.Words[node.FirstWord] is var name && (hook.Script.Is(name, "set") || hook.Script.Is(name, ":"));
}
