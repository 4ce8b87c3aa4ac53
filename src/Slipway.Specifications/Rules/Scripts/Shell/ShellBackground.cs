using System.Globalization;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Scripts.Shell;

namespace Slipway.Specifications.Rules.Scripts.Shell;

/// <summary>SLW5009: programs that keep the output of a hook open.</summary>
internal static class ShellBackground
{
    public static void KeepsEventOpen(RuleContext context, RuleReport report)
    {
        foreach (var hook in ShellHook.Whole(context))
        {
            var waits = hook.Script.Calls.LastOrDefault(call => call.Name == "wait").Node?.Start ?? -1;
            var script = new Output();
            foreach (var node in hook.Script.Nodes)
            {
                if (hook.Script.CallOf(node) is { Name: "exec", ArgumentCount: 0 }) script = script.After(hook, node);
                if (node.After != ShellSeparator.Background || node.IsInSubstitution || node.Start < waits) continue;
                var output = OutputOf(hook, node, script);
                if (output is { StandardOutput: true, StandardError: true } || EndsOrDetaches(hook, node)) continue;
                var first = FirstOfPipeline(node);
                var shown = NameOf(hook, node);
                var insertion = output.StandardOutput ? " 2>&1 </dev/null" : " >/dev/null 2>&1 </dev/null";
                report.AddIn(hook.File.File, Severity.Error, hook.File.Range(first.Start, node.AfterOffset + 1 - first.Start), shown, hook.Timeout.ToString(CultureInfo.InvariantCulture))
                    .With(first == node ? new Fix("Redirect its output to /dev/null", [new TextChange(node.End, 0, insertion)]) : null);
            }
        }
    }

    private static ShellNode FirstOfPipeline(ShellNode node)
    {
        while (node.Previous is { After: ShellSeparator.Pipe } previous) node = previous;
        return node;
    }

    /// <summary>Where the output goes: what redirects the whole script, then the compounds around, then the command itself.</summary>
    private static Output OutputOf(ShellHook hook, ShellNode node, Output output)
    {
        var around = new Stack<ShellNode>();
        for (ShellNode? at = node; at is not null; at = at.Parent) around.Push(at);
        foreach (var item in around)
        {
            // Inside a pipe the output goes to the next command, which has to be looked at instead.
            var last = item.LastOfPipeline;
            if (last != item) output = output with { StandardOutput = false };
            output = output.After(hook, item);
        }

        if (Logs(hook, node)) output = new Output { StandardOutput = true, StandardError = true };
        return output;
    }

    private static bool Logs(ShellHook hook, ShellNode node) => node.IsPipedFrom && NameOf(hook, node) == "logger";

    /// <summary>Commands that end by themselves soon, and programs that go to the background in their own way.</summary>
    private static bool EndsOrDetaches(ShellHook hook, ShellNode node)
    {
        if (node.Kind != ShellNodeKind.Command) return false;
        var call = hook.Script.CallOf(node);
        switch (call.Name)
        {
            case null or "echo" or "printf" or "sleep" or "kill" or "rm" or "touch" or "curl" or "wget" or "true" or "systemctl" or "service" or "sync" or "mkdir":
                return true;
            case "start-stop-daemon":
                return hook.HasOption(call, "b", "--background");
            case "docker" or "docker-compose" or "podman":
                return hook.HasOption(call, "d", "--detach");
            case "nginx" or "httpd" or "apachectl":
                return true;
            default:
                return hook.HasOption(call, "", "--daemon", "--daemonize", "--background", "--detach") || call.FirstArgument < call.End && hook.Script.Is(hook.Script.Words[call.FirstArgument], "-daemon");
        }
    }

    private static string NameOf(ShellHook hook, ShellNode node)
    {
        if (node.Kind == ShellNodeKind.Command && hook.Script.CallOf(node).Name is { } name) return name;
        var text = hook.File.Text.Substring(node.Start, Math.Min(node.End - node.Start, 40));
        var line = text.IndexOf('\n');
        return (line < 0 ? text : text.Substring(0, line)).Trim() + (line < 0 && node.End - node.Start <= 40 ? "" : " ...");
    }

    /// <summary>Which of the two outputs no longer go to the hook's own.</summary>
    private readonly record struct Output(bool StandardOutput, bool StandardError)
    {
        public Output After(ShellHook hook, ShellNode node)
        {
            var (output, error) = (StandardOutput, StandardError);
            for (var i = 0; i < node.RedirectionCount; i++)
            {
                var item = hook.Script.Redirections[node.FirstRedirection + i];
                if (!item.IsOutput) continue;
                var both = item.Operator is "&>" or "&>>";
                var copied = item.Operator == ">&" && hook.Script.Literal(item.Target) is { } target ? target : null;
                if (both || (copied is not null && item.Descriptor == -1 && copied is not ("1" or "2" or "-"))) (output, error) = (true, true);
                else if (copied == "1") error = item.Descriptor == 2 ? output : error;
                else if (copied == "2") output = item.Descriptor is 1 or -1 ? error : output;
                else if (item.Descriptor == 2) error = true;
                else if (item.Descriptor is 1 or -1) output = true;
            }

            return new Output(output, error);
        }
    }
}
