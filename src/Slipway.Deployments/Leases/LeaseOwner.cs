using System.Globalization;

namespace Slipway.Deployments.Leases;

/// <summary>A process that deploys, named so that another one can tell whether it still lives.</summary>
/// <param name="User">Account, for the message.</param>
/// <param name="Host">Name of the machine.</param>
/// <param name="MachineId">Linux's <c>/etc/machine-id</c>; null where there is none. Tells machines of one name apart.</param>
/// <param name="ProcessId">Process id, valid within <paramref name="PidNamespace"/>.</param>
/// <param name="ProcessStart">When the process started, in a unit of the system: process ids are used again.</param>
/// <param name="BootId">Id of this boot of the system; null where there is none.</param>
/// <param name="PidNamespace">The namespace of the process id: containers share the boot id and not the process ids.</param>
internal sealed record LeaseOwner(string User, string Host, string? MachineId, int ProcessId, long ProcessStart, string? BootId, string? PidNamespace)
{
    /// <summary>This process.</summary>
    public static LeaseOwner ThisProcess() => new(
        Environment.UserName,
        Environment.MachineName,
        ReadLine("/etc/machine-id"),
        Environment.ProcessId,
        StartOf(Environment.ProcessId) ?? 0,
        ReadLine("/proc/sys/kernel/random/boot_id"),
        new FileInfo("/proc/self/ns/pid").LinkTarget);

    /// <summary>When a process of this machine started; null when there is none of that id.</summary>
    public static long? StartOf(int processId)
    {
        if (!OperatingSystem.IsLinux()) return StartByProcess(processId);
        try
        {
            // Field 22 of proc(5)'s stat, counted behind the command name, which may hold blanks and parentheses itself.
            var stat = File.ReadAllText($"/proc/{processId.ToString(CultureInfo.InvariantCulture)}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : long.Parse(fields[19], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static long? StartByProcess(int processId)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(processId);
            return process.StartTime.ToUniversalTime().Ticks;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static string? ReadLine(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim() is { Length: > 0 } text ? text : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
