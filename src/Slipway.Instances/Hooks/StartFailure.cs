using Slipway.Revisions.Unix;

namespace Slipway.Instances.Hooks;

/// <summary>Says in words why the kernel refused to start a script: its errors name the script where they mean the interpreter.</summary>
internal static class StartFailure
{
    private const int ArgumentsTooLong = 7, ExecFormatError = 8, TryAgain = 11, NoMemory = 12;

    internal static string Explain(HookStart start, UnixException reason, ScriptHead head) => reason.Errno switch
    {
        _ when reason.Path != start.ScriptFile => $"{reason.Reason}: {reason.Path}.",
        Errno.NotFound => NotFound(head),
        Errno.AccessDenied => Denied(start, head),
        ExecFormatError when head.IsBinary => "it is a program for another processor architecture. Build it for this machine's.",
        ArgumentsTooLong =>
            $"its environment is too large for this system ({reason.Reason}). Shorten the variables of the instance in deploy.yml.",
        TryAgain or NoMemory => $"{reason.Reason}: this machine has no room for another process. Free memory or raise the limit of processes.",
        _ => $"{reason.Reason}.",
    };

    private static string NotFound(ScriptHead head) => head switch
    {
        { Interpreter: ['/', .., '\r'] name } =>
            $@"its first line ends in CR LF, so the kernel looks for '{name[..^1]}\r', which does not exist. "
            + "Save it with LF line ends (rule SLW5001 finds this before a deployment).",
        { Interpreter: { } name } =>
            $"its interpreter '{name.TrimEnd('\r')}' is not installed on this machine. Install it or correct the first line (rule SLW5005).",
        { IsBinary: true } =>
            $"it is a program for another system: its loader '{head.Loader ?? "(unknown)"}' is not on this machine. Build it for this machine's C library.",
        _ => "it is gone.",
    };

    private static string Denied(HookStart start, ScriptHead head)
    {
        if (Directory.Exists(start.ScriptFile)) return "it is a directory. Name the script in it.";
        if (head.Interpreter is { } name && !File.Exists(name)) return $"permission denied: '{name}' on its first line is no program that this account may run.";
        return "permission denied: its file system may be mounted noexec, or a folder or the interpreter may be closed to this account.";
    }
}
