using System.Globalization;
using System.Text;

namespace Slipway.Instances.Hooks;

/// <summary>A process as <c>/proc/PID/stat</c> tells of it.</summary>
/// <param name="Id">Process id.</param>
/// <param name="Name">Name of its program, cut to 15 bytes by the kernel.</param>
/// <param name="State">One letter, <c>R</c>, <c>S</c>, <c>Z</c> ….</param>
/// <param name="Parent">Id of its parent.</param>
/// <param name="Group">Id of its process group.</param>
/// <param name="StartTime">Clock ticks since boot (field 22); tells a process from a later one with the same id.</param>
internal readonly record struct ProcessEntry(int Id, string Name, char State, int Parent, int Group, long StartTime)
{
    /// <summary>A zombie has ended; only its parent has not asked yet.</summary>
    internal bool IsAlive => State is not ('Z' or 'X' or 'x');
}

/// <summary>What <c>/proc</c> says about the processes of this machine. Processes that go while one looks are left out.</summary>
internal static class ProcessTable
{
    private const int MaximumCommandLength = 120;

    internal static IEnumerable<ProcessEntry> All()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            var isProcess = int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id);
            if (isProcess && Find(id) is { } entry) yield return entry;
        }
    }

    internal static ProcessEntry? Find(int id)
    {
        try
        {
            return Parse(id, File.ReadAllText($"/proc/{id}/stat"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The living members of a process group.</summary>
    internal static List<ProcessEntry> GroupMembers(int group) => [.. All().Where(p => p.Group == group && p.IsAlive)];

    /// <summary>The living processes that descend from one, itself left out. One whose parent has ended belongs to init and is not found.</summary>
    internal static List<ProcessEntry> Descendants(int ancestor)
    {
        var children = All().Where(p => p.IsAlive).ToLookup(p => p.Parent);
        var found = new List<ProcessEntry>(children[ancestor]);
        for (var i = 0; i < found.Count; i++) found.AddRange(children[found[i].Id]);
        return found;
    }

    /// <summary>The other processes that have a pipe open, by its inode number. Those of other users are invisible without root.</summary>
    internal static List<ProcessEntry> HoldersOfPipe(ulong inode)
    {
        var target = $"pipe:[{inode}]";
        return [.. All().Where(p => p.Id != Environment.ProcessId && Holds(p.Id, target))];
    }

    /// <summary>Id and command line of a process, <c>1234 (java -jar app.jar)</c>.</summary>
    internal static string Describe(ProcessEntry process)
    {
        string command;
        try
        {
            command = Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{process.Id}/cmdline")).TrimEnd('\0').Replace('\0', ' ').ReplaceLineEndings(" ");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            command = "";
        }

        if (command.Length == 0) command = process.Name;
        return $"{process.Id} ({(command.Length > MaximumCommandLength ? command[..MaximumCommandLength] + "…" : command)})";
    }

    internal static bool Holds(int process, string target)
    {
        try
        {
            return Directory.EnumerateFiles($"/proc/{process}/fd").Any(f => new FileInfo(f).LinkTarget == target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // "42 (a name) with ) and blanks) S 1 42 …": the name ends at the last parenthesis; state is field 3, parent 4, group 5, start time 22.
    private static ProcessEntry? Parse(int id, string stat)
    {
        var open = stat.IndexOf('(');
        var close = stat.LastIndexOf(')');
        if (open < 0 || close < open) return null;
        var fields = stat[(close + 2)..].Split(' ');
        if (fields.Length < 20) return null;
        return new(id, stat[(open + 1)..close], fields[0][0], Number(fields[1]), Number(fields[2]), long.Parse(fields[19], CultureInfo.InvariantCulture));

        static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }
}
