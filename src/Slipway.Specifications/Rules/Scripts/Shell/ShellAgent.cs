using System.Globalization;
using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Scripts.Shell;

namespace Slipway.Specifications.Rules.Scripts.Shell;

/// <summary>SLW5020: scripts that end the agent, or the host, under themselves.</summary>
internal static class ShellAgent
{
    private const int Enough = 5;

    private static readonly string[] Names =
        ["reboot", "poweroff", "halt", "shutdown", "init", "telinit", "systemctl", "service", "/etc/init.d/codedeploy-agent", "codedeploy-agent", "apt-get", "apt", "yum", "dnf", "rpm", "dpkg"];

    public static void StopsAgent(RuleContext context, RuleReport report)
    {
        foreach (var hook in ShellHook.Whole(context))
        {
            foreach (var call in hook.Script.Calls)
            {
                if (Ends(hook, call) is not { } shown || call.Node.IsInSubstitution) continue;
                var later = call.Node.IsInBackground || (call.Name == "shutdown" && IsDelayed(hook, call) && RunsLast(context, hook));
                report.AddIn(hook.File.File, later ? Severity.Info : Severity.Error, hook.Range(call.Node), shown);
            }
        }
    }

    private static string? Ends(ShellHook hook, ShellCall call)
    {
        if (Array.IndexOf(Names, call.Name) < 0) return null;
        var words = hook.Operands(call).ToList();
        var first = words.FirstOrDefault() ?? "";
        switch (call.Name)
        {
            case "reboot" or "poweroff" or "halt":
                return hook.HasOption(call, "w", "--help", "--wtmp-only") ? null : call.Name;
            case "shutdown":
                return hook.HasOption(call, "ck", "--help", "--show") ? null : call.Name;
            case "init" or "telinit":
                return first is "0" or "6" ? $"{call.Name} {first}" : null;
            case "systemctl":
                if (first is "reboot" or "poweroff" or "halt" or "kexec") return "systemctl " + first;
                return first is "stop" or "restart" or "try-restart" or "kill" or "condrestart" && words.Skip(1).Any(IsAgent) ? $"systemctl {first} {words.Skip(1).First(IsAgent)}" : null;
            case "service":
                return words.Count > 1 && IsAgent(first) && words[1] is "stop" or "restart" ? $"service {first} {words[1]}" : null;
            case "/etc/init.d/codedeploy-agent" or "codedeploy-agent":
                return first is "stop" or "restart" ? $"codedeploy-agent {first}" : null;
            case "apt-get" or "apt" or "yum" or "dnf":
                return first is "remove" or "purge" or "erase" && words.Exists(IsAgent) ? $"{call.Name} {first} codedeploy-agent" : null;
            case "rpm" or "dpkg":
                return hook.HasOption(call, call.Name == "rpm" ? "e" : "rP", "--erase", "--remove", "--purge") && words.Exists(IsAgent) ? $"{call.Name} of codedeploy-agent" : null;
            default:
                return null;
        }
    }

    private static bool IsAgent(string word) => word is "codedeploy-agent" or "codedeploy-agent.service";

    private static bool IsDelayed(ShellHook hook, ShellCall call) =>
        hook.Operands(call).Any(word => word.Length > 1 && word[0] == '+' && int.TryParse(word.Substring(1), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes >= Enough);

    /// <summary>Whether no event with scripts comes after those that start the script.</summary>
    private static bool RunsLast(RuleContext context, ShellHook hook) =>
        hook.IsStarted && hook.Uses.Min(Order) >= (context.Uses.All.Count == 0 ? 0 : context.Uses.All.Max(Order));

    private static int Order(ScriptUse use)
    {
        for (var i = 0; i < LifecycleEvents.InOrder.Count; i++)
        {
            if (LifecycleEvents.InOrder[i] == use.Event) return i;
        }

        return -1;
    }
}
