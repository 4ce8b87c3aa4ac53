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
                var list = FirstOfList(node);
                var isList = list != FirstOfPipeline(node) && !IsExec(hook, node) && hook.IsBash;
                var output = OutputOf(hook, node, script, isList);
                if (output is { StandardOutput: true, StandardError: true } || EndsOrDetaches(hook, node) || IsKilled(hook, node)) continue;
                var shown = isList ? Start(hook, list.Start, node.End) : NameOf(hook, node);
                report.AddIn(hook.File.File, Severity.Error, hook.File.Range(list.Start, node.AfterOffset + 1 - list.Start), shown, hook.Timeout.ToString(CultureInfo.InvariantCulture))
                    .With(Redirection(node, list, output));
            }
        }
    }

    private static Fix? Redirection(ShellNode node, ShellNode list, Output output)
    {
        const string title = "Redirect its output to /dev/null";
        var insertion = output.StandardOutput ? " 2>&1 </dev/null" : " >/dev/null 2>&1 </dev/null";
        if (list == node) return new Fix(title, [new TextChange(node.End, 0, insertion)]);
        return FirstOfPipeline(node) == list ? null : new Fix(title, [new TextChange(list.Start, 0, "{ "), new TextChange(node.End, 0, "; }" + insertion)]);
    }

    /// <summary>Where <c>a &amp;&amp; b &amp;</c> begins: all of it runs beside the script, in a shell that waits for its last command.</summary>
    private static ShellNode FirstOfList(ShellNode node)
    {
        while (node.Previous is { After: ShellSeparator.Pipe or ShellSeparator.And or ShellSeparator.Or } previous) node = previous;
        return node;
    }

    /// <summary>Whether the script ends the program itself, by the process id that <c>$!</c> gave it or as a job.</summary>
    private static bool IsKilled(ShellHook hook, ShellNode node)
    {
        if (node.Call < 0) return false;
        var calls = hook.Script.Calls;
        for (var next = node.Call + 1; next < Math.Min(calls.Count, node.Call + 50); next++)
        {
            var call = calls[next];
            for (var i = call.FirstArgument; call.Name == "kill" && i < call.End; i++)
            {
                var word = hook.Script.Raw(hook.Script.Words[i]).Trim('"');
                if (word is "$!" or "${!}" or "%1" or "%%" or "%+") return true;
                if (word.Length > 1 && word[0] == '$' && hook.File.Text.IndexOf(word.Trim('$', '{', '}') + "=$!", node.End, call.Node.Start - node.End, StringComparison.Ordinal) >= 0) return true;
            }
        }

        return false;
    }

    private static ShellNode FirstOfPipeline(ShellNode node)
    {
        while (node.Previous is { After: ShellSeparator.Pipe } previous) node = previous;
        return node;
    }

    /// <summary>Where the output goes: what redirects the whole script, then the compounds around, then the command itself.</summary>
    private static Output OutputOf(ShellHook hook, ShellNode node, Output output, bool isInList)
    {
        var around = new Stack<ShellNode>();
        for (ShellNode? at = node; at is not null; at = at.Parent) around.Push(at);
        foreach (var item in around)
        {
            // The shell that runs the list keeps the output of the hook, whatever the command itself does with its own.
            if (isInList && item == node) return output;

            // Inside a pipe the output goes to the next command, which has to be looked at instead.
            var last = item.LastOfPipeline;
            if (last != item) output = output with { StandardOutput = false };
            output = output.After(hook, item);
        }

        if (Logs(hook, node)) output = new Output { StandardOutput = true, StandardError = true };
        return output;
    }

    private static bool IsExec(ShellHook hook, ShellNode node) => node.Call >= 0 && (hook.Script.CallOf(node).Wrappers & ShellWrappers.Exec) != 0;

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
        return Start(hook, node.Start, node.End);
    }

    private static string Start(ShellHook hook, int start, int end)
    {
        var text = hook.File.Text.Substring(start, Math.Min(end - start, 40));
        var line = text.IndexOf('\n');
        return (line < 0 ? text : text.Substring(0, line)).Trim() + (line < 0 && end - start <= 40 ? "" : " ...");
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
