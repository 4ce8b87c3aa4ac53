using System.Runtime.InteropServices;

namespace Slipway.Deployments.Traffic.Nginx;

/// <summary>Ends workers of a generation before, whose time is over.</summary>
internal static partial class OldWorkers
{
    private const int Terminate = 15;

    /// <summary>SIGTERM: nginx's fast shutdown. One that ended by itself just now, or that may not be ended, is left.</summary>
    public static void End(NginxWorker worker)
    {
        if (OperatingSystem.IsLinux() && NginxProcesses.IsAlive(worker)) _ = Kill(worker.Pid, Terminate);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
