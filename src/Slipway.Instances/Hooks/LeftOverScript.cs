using System.Diagnostics;

namespace Slipway.Instances.Hooks;

/// <summary>A script whose deploying process died. Recovery ends it before it touches the tree.</summary>
public static class LeftOverScript
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    /// <summary>Identifies the running kernel; a process id that was written down under another one means nothing.</summary>
    public static string BootId { get; } = File.Exists("/proc/sys/kernel/random/boot_id") ? File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim() : "";

    /// <summary>
    /// Ends the process group of a script, if the script itself is still the process that was written down: SIGTERM, and SIGKILL to what is left
    /// after <paramref name="killAfter"/>.
    /// </summary>
    /// <param name="processId">As <see cref="HookStart.OnStarted"/> told.</param>
    /// <param name="startTime">As <see cref="HookStart.OnStarted"/> told.</param>
    /// <param name="killAfter">Time between the two signals.</param>
    /// <returns>Whether there was anything to end.</returns>
    public static bool End(int processId, long startTime, TimeSpan killAfter)
    {
        if (!OperatingSystem.IsLinux() || processId <= 1) return false;
        if (ProcessTable.Find(processId) is not { IsAlive: true } script || script.StartTime != startTime) return false;
        var others = ProcessTable.Descendants(processId);
        Signal(processId, others, SignalNames.Terminate);
        var clock = Stopwatch.StartNew();
        while (AnyAlive(processId, others))
        {
            if (clock.Elapsed > killAfter) Signal(processId, others, SignalNames.Kill);
            if (clock.Elapsed > killAfter + killAfter) break;
            Thread.Sleep(Tick);
        }

        return true;
    }

    /// <summary>Ends a script and what it started at once, and waits until they are gone: a signal that was sent has not arrived yet.</summary>
    /// <param name="processId">Of the script, which is also the id of its group.</param>
    /// <param name="patience">How long to wait for what hangs in the kernel.</param>
    internal static void Kill(int processId, TimeSpan patience)
    {
        var others = ProcessTable.Descendants(processId);
        Signal(processId, others, SignalNames.Kill);
        var clock = Stopwatch.StartNew();
        while (AnyAlive(processId, others) && clock.Elapsed < patience) Thread.Sleep(1);
    }

    /// <summary>Signals a process group and those of <paramref name="others"/> outside it that still are the processes they were.</summary>
    internal static void Signal(int group, IReadOnlyList<ProcessEntry> others, int signal)
    {
        NativeProcess.Kill(-group, signal);
        foreach (var other in others)
        {
            if (other.Group != group && IsStill(other)) NativeProcess.Kill(other.Id, signal);
        }
    }

    internal static bool AnyAlive(int group, IReadOnlyList<ProcessEntry> others) => ProcessTable.GroupMembers(group).Count > 0 || others.Any(IsStill);

    private static bool IsStill(ProcessEntry process) => ProcessTable.Find(process.Id) is { IsAlive: true } now && now.StartTime == process.StartTime;
}
