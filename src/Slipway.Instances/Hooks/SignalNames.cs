namespace Slipway.Instances.Hooks;

/// <summary>Linux's signal numbers and their names (signal(7); x86 and arm number them alike).</summary>
internal static class SignalNames
{
    internal const int Terminate = 15;
    internal const int Kill = 9;
    internal const int Child = 17;

    private const int FirstRealTime = 34;

    private static readonly string[] Names =
    [
        "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1", "SIGSEGV", "SIGUSR2", "SIGPIPE",
        "SIGALRM", "SIGTERM", "SIGSTKFLT", "SIGCHLD", "SIGCONT", "SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGURG", "SIGXCPU", "SIGXFSZ",
        "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGIO", "SIGPWR", "SIGSYS",
    ];

    internal static string Of(int signal) => signal switch
    {
        >= 1 and <= 31 => Names[signal - 1],
        FirstRealTime => "SIGRTMIN",
        > FirstRealTime and <= 64 => $"SIGRTMIN+{signal - FirstRealTime}",
        _ => $"signal {signal}",
    };
}
