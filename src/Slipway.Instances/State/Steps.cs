using System.Globalization;
using System.Runtime.InteropServices;

namespace Slipway.Instances.State;

/// <summary>
/// Counts what is done to disk: every line of the journal, every entry that is moved. For tests of recovery: a test hears of each step
/// and may throw; with the environment variable SLIPWAY_CRASH_AT=n the process kills itself (SIGKILL) at its n-th step.
/// </summary>
internal sealed partial class Steps(Action<string>? observer)
{
    private static readonly int CrashAt =
        int.TryParse(Environment.GetEnvironmentVariable("SLIPWAY_CRASH_AT"), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0;

    private static int taken;

    /// <summary>Called right before the step is taken.</summary>
    internal void Before(string step)
    {
        observer?.Invoke(step);
        if (CrashAt > 0 && Interlocked.Increment(ref taken) == CrashAt) _ = Kill(Environment.ProcessId, 9);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
