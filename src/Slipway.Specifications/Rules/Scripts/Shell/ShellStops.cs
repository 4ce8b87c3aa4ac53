using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Scripts.Shell;

namespace Slipway.Specifications.Rules.Scripts.Shell;

/// <summary>SLW5016: scripts that stop an application which may not be running.</summary>
internal static class ShellStops
{
    public static void CanBlock(RuleContext context, RuleReport report)
    {
        foreach (var hook in ShellHook.Whole(context))
        {
            if (!hook.Stops) continue;
            var last = LastCommand(hook);
            var errexit = hook.Shebang?.Options.IndexOf('e') >= 0;
            foreach (var call in hook.Script.Calls)
            {
                if (call.Name == "set")
                {
                    if (hook.HasOption(call, "e") || hook.Operands(call).Contains("errexit")) errexit = !hook.Script.Starts(hook.Script.Words[call.FirstArgument], "+");
                    else if (call.ArgumentCount > 0 && hook.Script.Starts(hook.Script.Words[call.FirstArgument], "+e")) errexit = false;
                    continue;
                }

                if (Fails(hook, call) is not { } shown || call.Node.IsTested || call.Node.IsPipedInto || call.Node.IsInSubstitution || call.Node.IsInBackground) continue;
                var guarded = IsGuarded(call.Node);
                var isLast = call.Node == last;
                if (guarded ? !(isLast && call.Node.Before == ShellSeparator.And && call.Node.Parent is null) : !errexit && !isLast) continue;
                report.AddIn(hook.File.File, Severity.Warning, hook.Range(call.Node), shown).With("Append '|| true'", new TextChange(call.Node.End, 0, " || true"));
            }
        }
    }

    /// <summary>The command whose result is that of the script, also where it stands in braces.</summary>
    private static ShellNode? LastCommand(ShellHook hook)
    {
        var last = hook.Last;
        while (last is { Kind: ShellNodeKind.Group or ShellNodeKind.Subshell })
        {
            var group = last;
            last = hook.Script.Nodes.FindLast(node => node.Parent == group && node.Next is null);
        }

        return last;
    }

    private static bool IsGuarded(ShellNode node)
    {
        for (var at = node; at is not null; at = at.Parent)
        {
            if (at.Kind is ShellNodeKind.If or ShellNodeKind.For or ShellNodeKind.While or ShellNodeKind.Until || at.Before == ShellSeparator.And) return true;
        }

        return false;
    }

    /// <summary>How a command is called that fails when there is nothing to stop; null for others.</summary>
    private static string? Fails(ShellHook hook, ShellCall call)
    {
        var first = call.Name is "docker" or "pm2" ? hook.FirstOperand(call) : "";
        switch (call.Name)
        {
            case "kill" when !hook.HasOption(call, "0lL", "--list"):
            case "pkill" or "killall":
                return call.Name;
            case "fuser" when hook.HasOption(call, "k", "--kill"):
                return "fuser -k";
            case "docker" when first is "stop" or "kill" || (first == "rm" && !hook.HasOption(call, "f", "--force")):
            case "pm2" when first is "stop" or "delete":
                return call.Name + " " + first;
            case "rm" when !hook.HasOption(call, "f", "--force"):
                return "rm";
            case "xargs" when !hook.HasOption(call, "r", "--no-run-if-empty") && hook.Operands(call).Contains("kill"):
                return "xargs kill";
            default:
                return null;
        }
    }
}
