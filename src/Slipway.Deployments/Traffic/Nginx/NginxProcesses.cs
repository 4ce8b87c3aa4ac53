using System.Globalization;
using System.Runtime.Versioning;

namespace Slipway.Deployments.Traffic.Nginx;

/// <summary>A worker of an nginx on this machine, told from a later process of the same number by its start.</summary>
internal sealed record NginxWorker(int Pid, int Master, ulong StartedAt)
{
    /// <summary>How its master was started, as the process list shows it.</summary>
    public string MasterTitle { get; init; } = "";
}

/// <summary>
/// The nginx processes of this machine, from /proc. After a reload the workers of the generation before go on until their last request has ended; with them ends what is in flight.
/// </summary>
internal static class NginxProcesses
{
    /// <summary>The workers of every nginx; empty where none can be seen (another machine's, another container's, no /proc).</summary>
    public static IReadOnlyList<NginxWorker> Workers()
    {
        if (!OperatingSystem.IsLinux()) return [];
        var processes = new List<(NginxWorker Process, string? Title)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && Read(pid) is { } process) processes.Add(process);
        }
        var masters = processes.Where(process => process.Title is not null).ToDictionary(process => process.Process.Pid, process => process.Title!);
        return
        [
            .. processes.Where(process => process.Title is null && masters.ContainsKey(process.Process.Master))
                .Select(process => process.Process with { MasterTitle = masters[process.Process.Master] }),
        ];
    }

    /// <summary>Whether a worker still runs.</summary>
    public static bool IsAlive(NginxWorker worker) => Read(worker.Pid) is { } now && now.Process.StartedAt == worker.StartedAt;

    /// <summary>Whether a worker takes no new connections any more: the master tells the old ones only some time after the new ones are there.</summary>
    public static bool IsShuttingDown(NginxWorker worker)
    {
        try
        {
            return File.ReadAllText($"/proc/{worker.Pid}/cmdline").StartsWith("nginx: worker process is shutting down", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>
    /// How many of a worker's TCP connections lead to one of <paramref name="addresses"/> (each <c>HEXADDRESS:HEXPORT</c> as the kernel writes it); null when that cannot be seen.
    /// </summary>
    [SupportedOSPlatform("linux")]
    public static int? ConnectionsTo(NginxWorker worker, IReadOnlyCollection<string> addresses)
    {
        try
        {
            var own = new HashSet<string>(StringComparer.Ordinal);
            foreach (var descriptor in Directory.EnumerateFileSystemEntries($"/proc/{worker.Pid}/fd"))
            {
                // "socket:[12345]"
                if (new FileInfo(descriptor).LinkTarget is { } target && target.StartsWith("socket:[", StringComparison.Ordinal)) own.Add(target[8..^1]);
            }
            return SocketsOf(worker.Pid, "tcp", addresses, own) + SocketsOf(worker.Pid, "tcp6", addresses, own);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return IsAlive(worker) ? null : 0;
        }
    }

    private static int SocketsOf(int pid, string table, IReadOnlyCollection<string> addresses, HashSet<string> own) =>
        File.ReadLines($"/proc/{pid}/net/{table}").Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            // Established, or the server has closed its side.
            .Count(cells => cells.Length > 9 && cells[3] is "01" or "02" or "08" && addresses.Contains(cells[2]) && own.Contains(cells[9]));

    // With its title, if it is a master.
    private static (NginxWorker Process, string? Title)? Read(int pid)
    {
        try
        {
            var title = File.ReadAllText($"/proc/{pid}/cmdline");
            var isMaster = title.StartsWith("nginx: master process", StringComparison.Ordinal);
            if (!isMaster && !title.StartsWith("nginx: worker process", StringComparison.Ordinal)) return null;
            // The name in parentheses may hold anything; the state follows the last one.
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            if (fields[0] == "Z") return null;
            return (new NginxWorker(pid, int.Parse(fields[1], CultureInfo.InvariantCulture), ulong.Parse(fields[19], CultureInfo.InvariantCulture)), isMaster ? title.Replace('\0', ' ') : null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
