using System.Text;
using System.Text.RegularExpressions;
using Slipway.Revisions.Unix;
using Slipway.Specifications;

namespace Slipway.Instances.Hooks;

/// <summary>The errors of hook scripts, one method each. <c>docs/errors/hooks.md</c> lists them.</summary>
internal static partial class HookErrors
{
    private const string FindsBefore = "finds this before a deployment";

    internal static SlipwayError Missing(HookStart start) => InAppSpec(
        "SLW0301",
        start,
        $"{start.LifecycleEvent} names the script '{start.Location}', but the revision holds no such file. "
        + $"Add it to the revision or correct the location; the names are case-sensitive (rule SLW9003 {FindsBefore}).");

    internal static SlipwayError NotExecutable(HookStart start, UnixException reason) => InScript(
        "SLW0302",
        start,
        $"{Named(start)} is not executable and could not be made so: {reason.Reason}. "
        + "Store it with execute permission (git update-index --chmod=+x), or deploy as an account that may change it.");

    internal static SlipwayError TimedOut(HookStart start, OutputTail tail) => InScript(
        "SLW0303",
        start,
        $"{What(start)} did not end within {Seconds(start)} and was ended with everything it started. "
        + "Raise its timeout in the appspec, or find out what it waits for (rules SLW5010 and SLW5011 find common causes)."
        + Quote(start, tail));

    internal static SlipwayError Failed(HookStart start, int? exitCode, string? signal, OutputTail tail, ScriptHead head)
    {
        var end = exitCode switch
        {
            null => $"was ended by signal {signal}",
            126 => "failed with exit code 126 (a command was found but could not be run)",
            127 => "failed with exit code 127 (a command was not found)",
            _ => $"failed with exit code {exitCode}",
        };
        return InScript("SLW0304", start, $"{What(start)} {end}.{Suspicion(signal, head)}{Quote(start, tail)}");
    }

    internal static SlipwayError BadVariable(HookStart start, string name) => new(
        "SLW0305",
        $"{Named(start)} was not started: the environment variable '{name.Replace('\0', '?')}' has an empty name, or holds '=' in its name or a NUL "
        + "character, which no program can be given. Correct the environment of the instance in deploy.yml.");

    internal static SlipwayError OutputLeftOpen(HookStart start, HookEnd end, OutputTail tail)
    {
        var streams = string.Join(" and ", end.OpenStreams);
        var holders = end.Holders.Count switch
        {
            0 => "a process of another account",
            1 => $"process {end.Holders[0]}",
            _ => "the processes " + string.Join(", ", end.Holders.Take(3)) + (end.Holders.Count > 3 ? $" and {end.Holders.Count - 3} more" : ""),
        };
        var ended = end.ExitCode is { } code ? $"with exit code {code}" : $"by signal {(end.Signal is { } signal ? SignalNames.Of(signal) : "unknown")}";
        return InScript(
            "SLW0306",
            start,
            $"{What(start)} ended {ended}, but {holders} still held its {streams} open after {Seconds(start)}, so the event could not end. "
            + $"Start background programs with both outputs redirected: program >/var/log/program.log 2>&1 & (rule SLW5009 {FindsBefore})."
            + Quote(start, tail));
    }

    /// <summary>For recovery: the deploying process died while the script ran (the agent's code 7).</summary>
    internal static SlipwayError AgentRestarted(string lifecycleEvent, string location) => new(
        "SLW0307",
        $"{lifecycleEvent}: the deployment was interrupted while script '{location}' ran; how it would have ended is unknown, so the event counts as failed. "
        + "Deploy again.",
        location.TrimStart('/'));

    internal static SlipwayError CouldNotStart(HookStart start, UnixException reason, ScriptHead head) => InScript(
        "SLW0308",
        start,
        $"{What(start)} could not be started: {StartFailure.Explain(start, reason, head)}");

    internal static SlipwayError ProgramMissing(HookStart start, string program) => InAppSpec(
        "SLW0308",
        start,
        $"{What(start)} could not be started: '{program}', which the appspec's {(program == "su" ? "runas" : "sudo")} needs, is not installed on this machine. "
        + "Install it, or remove the setting.");

    internal static SlipwayError Cancelled(HookStart start, OutputTail tail) => InScript(
        "SLW0309",
        start,
        $"{What(start)} was ended because the deployment was stopped." + Quote(start, tail));

    internal static SlipwayError NotBegun(HookStart start) => new("SLW0309", $"{Named(start)} was not started because the deployment was stopped.");

    internal static SlipwayError AnotherAccount(HookStart start, string userName) => InAppSpec(
        "SLW0310",
        start,
        $"{Named(start)} is to run as '{HookCommand.AccountOf(start)}', but this deployment runs as '{userName}', and only root may become another account. "
        + "Deploy as root, remove runas, or add sudo: true where that is set up.");

    internal static SlipwayError NoSuchAccount(HookStart start) => InAppSpec(
        "SLW0310",
        start,
        $"{Named(start)} is to run as '{start.RunAs}', which is an option of su and no account. Name an account in runas.");

    internal static SlipwayError Unsupported(HookStart start) => new(
        "SLW0311",
        $"{Named(start)} cannot be run here: hook scripts run on Linux (x64, arm64) only. Check and pack here, and deploy from or to a Linux machine.");

    internal static SlipwayError NoWorkingDirectory(HookStart start) => new(
        "SLW0312",
        $"{Named(start)} was not started: its working directory '{start.WorkingDirectory}' does not exist. "
        + "A script that ran before may have removed it; create it again.");

    internal static SlipwayError EndUnknown(HookStart start, OutputTail tail) => InScript(
        "SLW0313",
        start,
        $"{What(start)} ended, but its exit code is lost: whoever started this process ignores the ends of children (SIGCHLD). "
        + "Start the deployment from a shell that does not."
        + Quote(start, tail));

    private static string Named(HookStart start) => $"{start.LifecycleEvent}: script '{start.Location}'";

    private static string What(HookStart start) =>
        HookCommand.AccountOf(start) is { } account ? $"{Named(start)} (run as {account}{(start.Sudo ? " with sudo" : "")})" : Named(start);

    private static string Seconds(HookStart start) => start.TimeoutSeconds == 1 ? "1 second" : $"{start.TimeoutSeconds} seconds";

    private static string Suspicion(string? signal, ScriptHead head) => signal switch
    {
        "SIGKILL" => " That is often the kernel's answer to a lack of memory; see dmesg.",
        not null => "",
        _ when head.WindowsLine is var line and > 0 =>
            $" Line {line} of it ends in CR LF, which Linux takes for part of the command. Save it with LF line ends (rule SLW5001 {FindsBefore}).",
        _ when head.HasByteOrderMark =>
            " It begins with a byte order mark, so the kernel does not see its first line and a plain sh runs it. "
            + $"Save it as UTF-8 without the mark (rule SLW5002 {FindsBefore}).",
        _ => "",
    };

    private static string Quote(HookStart start, OutputTail tail)
    {
        if (tail.Lines.Count == 0) return " It wrote no output.";
        var text = new StringBuilder(" Its last output:");
        foreach (var line in tail.Lines) text.Append("\n    ").Append(Printable(line));
        if (start.LogCommand is { } command) text.Append("\n  ").Append(tail.IsCut ? "There is more: " : "The whole log: ").Append(command);
        return text.ToString();
    }

    // An escape sequence or a carriage return of a script must not rewrite the line on the user's terminal.
    // Colours and the movements of a cursor (ECMA-48) say nothing in a log; any other control character is shown as one.
    [GeneratedRegex(@"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(\x07|\x1b\\)")]
    private static partial Regex TerminalSequence();

    private static string Printable(string line) => string.Concat(TerminalSequence().Replace(line.TrimEnd('\r'), "").Select(c => char.IsControl(c) && c != '\t' ? '·' : c));

    private static SlipwayError InScript(string code, HookStart start, string message) => new(code, message, start.Location.TrimStart('/'));

    private static SlipwayError InAppSpec(string code, HookStart start, string message) =>
        new(code, message, start.AppSpecFile, start.AppSpecFile is null ? 0 : start.AppSpecLine);
}
