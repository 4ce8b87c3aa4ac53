using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Scripts.Shell;

namespace Slipway.Specifications.Rules.Scripts.Shell;

/// <summary>SLW5008 and SLW5015: failures that nobody notices.</summary>
internal static class ShellFailures
{
    /// <summary>A failing command in the middle of a script.</summary>
    public static void GoesOn(RuleContext context, RuleReport report)
    {
        foreach (var hook in ShellHook.Whole(context))
        {
            if (!hook.IsStarted || hook.Stops || hook.StopsAtFailure) continue;
            var failing = Failing(hook);
            if (failing.Count < 2) continue;
            var last = hook.Last;
            var first = failing.FindIndex(call => !IsLast(call.Node, last) && !IsNoticed(hook, call.Node));
            if (first < 0) continue;
            var call = failing[first];
            report.AddIn(hook.File.File, report.DefaultSeverity, hook.Range(hook.Script.Words[call.NameWord]), call.Name, "Write 'set -e' below the first line.")
                .With("Insert 'set -e'", hook.Insertion("set -e", afterSet: false));
        }
    }

    /// <summary>A pipe or a last command that succeeds whatever happened before.</summary>
    public static void HidesFailure(RuleContext context, RuleReport report)
    {
        foreach (var hook in ShellHook.Whole(context))
        {
            if (!hook.IsStarted || hook.Stops) continue;
            if (hook.IsBash && !HasPipefail(hook) && !hook.Script.Variables.Exists(variable => hook.Script.Name(variable) == "PIPESTATUS")) Pipes(hook, report);
            FinalExit(hook, report);
        }
    }

    /// <summary>The calls whose failure would matter.</summary>
    internal static List<ShellCall> Failing(ShellHook hook) =>
        [.. hook.Script.Calls.Where(call => !call.Node.IsPipedInto && CanFail(hook, call) && !call.Node.IsInSubstitution && !call.Node.IsInBackground)];

    private static bool CanFail(ShellHook hook, ShellCall call)
    {
        switch (call.Name)
        {
            case "echo" or "printf" or "export" or "readonly" or "local" or "declare" or "typeset" or "unset" or "set" or "shopt" or "trap" or "true" or ":" or "exit" or "return" or "break" or "continue"
                or "sleep" or "wait" or "date" or "umask" or "shift" or "alias" or "exec" or "whoami" or "pwd" or "hostname" or "clear" or "eval" or "kill" or "pkill" or "killall" or "test" or "[" or "logger" or "false"
                or "command" or "type" or "which" or "cat" or "ls" or "ps" or "read" or "mapfile" or "readarray" or "getopts" or "tee" or "grep" or "let" or "disown":
                return false;
            case "cd":
                return call.ArgumentCount == 0 || !(hook.Script.Contains(hook.Script.Words[call.End - 1], "dirname") || hook.Script.Contains(hook.Script.Words[call.End - 1], "BASH_SOURCE"));
            case "rm":
                return !hook.HasOption(call, "f", "--force");
            default:
                // What a function of the script calls counts where it is written.
                return !call.Name.EndsWith("()", StringComparison.Ordinal);
        }
    }

    private static bool IsLast(ShellNode node, ShellNode? last)
    {
        for (var at = node; at is not null; at = at.Parent)
        {
            if (at.LastOfPipeline == last) return true;
        }

        return false;
    }

    /// <summary>Whether its result is asked for, by an operator or by <c>$?</c> in what follows.</summary>
    private static bool IsNoticed(ShellHook hook, ShellNode node)
    {
        if (node.IsTested || node.LastOfPipeline.Before == ShellSeparator.Or || GivesResult(node)) return true;
        var end = node.LastOfPipeline.Next is { } next ? next.End : node.End;
        return hook.Script.Reads('?', node.End, end);
    }

    /// <summary>Whether it is the last command of a function, whose callers may ask for it.</summary>
    private static bool GivesResult(ShellNode node)
    {
        for (var at = node; at is not null; at = at.Parent)
        {
            if (at.Kind == ShellNodeKind.Function) return true;
            if (at.LastOfPipeline.Next is not null) return false;
        }

        return false;
    }

    private static bool HasPipefail(ShellHook hook) =>
        hook.Shebang?.Arguments.Contains("pipefail") == true || hook.Script.Calls.Any(call => call.Name == "set" && hook.Operands(call).Contains("pipefail"));

    private static void Pipes(ShellHook hook, RuleReport report)
    {
        TextChange? change = null;
        foreach (var node in hook.Script.Nodes)
        {
            if (!node.IsPipedFrom || node.IsPipedInto || node.IsTested || node.IsInSubstitution || !(hook.Errexit < node.Start || IsLast(node, hook.Last))) continue;
            if (!IsFilter(hook, node) || IsNoticed(hook, node)) continue;
            var risky = Risky(hook, node);
            if (risky is null) continue;
            change ??= SetLine(hook) is { } set && set.After == ShellSeparator.Newline && hook.BeginsLine(set.Start) ? new TextChange(set.End, 0, "\nset -o pipefail") : hook.Insertion("set -o pipefail", afterSet: true);
            report.AddIn(hook.File.File, Severity.Warning, hook.File.Range(node.Previous!.AfterOffset, 1), $"A pipe has the result of its last command '{NameOf(hook, node)}'", risky, "Write 'set -o pipefail' below 'set -e'.")
                .With("Insert 'set -o pipefail'", change.Value);
        }
    }

    private static ShellNode? SetLine(ShellHook hook) =>
        hook.Script.Calls.FirstOrDefault(call => call.Name == "set" && call.Node.Parent is null && call.Node.Start == hook.Errexit).Node;

    private static bool IsFilter(ShellHook hook, ShellNode node)
    {
        var call = hook.Script.CallOf(node);
        return call.Name is "tee" or "cat" or "sed" or "awk" or "head" or "logger" || (call.Name == "grep" && hook.HasOption(call, "v", "--invert-match"));
    }

    /// <summary>The first command of the pipeline whose failure would be lost; null where all of them only tell something.</summary>
    private static string? Risky(ShellHook hook, ShellNode last)
    {
        string? risky = null;
        for (var node = last.Previous; node is { After: ShellSeparator.Pipe }; node = node.Previous)
        {
            if (node.Kind != ShellNodeKind.Command) return null;
            if (NameOf(hook, node) is { Length: > 0 } name && !Tells(hook, node, name)) risky = name;
        }

        return risky;
    }

    private static bool Tells(ShellHook hook, ShellNode node, string name) => name switch
    {
        "echo" or "printf" or "cat" or "ps" or "ls" or "date" or "env" or "printenv" or "find" or "grep" or "egrep" or "fgrep" or "df" or "du" or "sort" or "uniq" or "cut" or "tr" or "head" or "tail" or "awk" or "sed"
            or "yes" or "netstat" or "ss" or "lsof" or "wc" or "jq" or "id" or "who" or "uname" or "hostname" or "pgrep" or "pidof" or "lsblk" or "mount" or "free" or "uptime" or "which" or "crontab" or "tac" or "xargs" or "ip" or "ifconfig" or "dmesg" or "tee" => true,
        "docker" or "systemctl" or "service" or "journalctl" or "git" or "aws" or "kubectl" or "pm2" =>
            hook.Operands(hook.Script.CallOf(node)).Any(word => word is "ps" or "images" or "inspect" or "logs" or "status" or "list" or "ls" or "list-units" or "is-active" or "show" or "log" or "info" or "jlist" or "version"),
        _ => false,
    };

    private static void FinalExit(ShellHook hook, RuleReport report)
    {
        if (hook.StopsAtFailure || hook.Last is not { Kind: ShellNodeKind.Command, IsTested: false } last || last.Before is ShellSeparator.And or ShellSeparator.Or or ShellSeparator.Pipe) return;
        var call = hook.Script.CallOf(last);
        var isExit = call.Name == "exit" && call.ArgumentCount == 1 && hook.Script.Is(hook.Script.Words[call.FirstArgument], "0");
        if (!isExit && !(call.Name == "true" && call.ArgumentCount == 0)) return;
        if (hook.Script.Calls.Any(other => other.Name == "exit" && other.Node != last && !(other.ArgumentCount == 1 && hook.Script.Is(hook.Script.Words[other.FirstArgument], "0")))) return;
        var failing = Failing(hook).Find(other => !IsNoticed(hook, other.Node));
        if (failing.Node is null) return;
        var shown = hook.File.Text.Substring(last.Start, last.End - last.Start);
        var start = hook.LineStart(last.Start);
        var end = hook.File.Text.IndexOf('\n', last.End);
        var alone = hook.BeginsLine(last.Start) && string.IsNullOrWhiteSpace(hook.File.Text.Substring(last.End, (end < 0 ? hook.File.Text.Length : end) - last.End));
        report.AddIn(hook.File.File, Severity.Warning, hook.Range(last), $"'{shown}' is the result of the script", failing.Name, "Remove it, and write 'set -e' below the first line.")
            .With(alone ? new Fix("Delete the line", [new TextChange(start, (end < 0 ? hook.File.Text.Length : end + 1) - start, "")]) : null);
    }

    private static string NameOf(ShellHook hook, ShellNode node) => hook.Script.CallOf(node).Name ?? "";
}
