using Slipway.Revisions.Unix;
using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.Rules;

namespace Slipway.Cli.Checking;

/// <summary>Reads what rules want to know of a folder that is a revision, or will become one.</summary>
internal static class RevisionFolder
{
    private const long LargestScript = 1 << 20;

    /// <summary>Everything below a folder, links not followed. What cannot be looked at is left out: staging will say so.</summary>
    public static IReadOnlyList<RevisionItem> Items(string folder)
    {
        var items = new List<RevisionItem>();
        Add(new DirectoryInfo(folder), "");
        return items;

        void Add(DirectoryInfo directory, string prefix)
        {
            foreach (var entry in directory.EnumerateFileSystemInfos("*", new EnumerationOptions { IgnoreInaccessible = true, AttributesToSkip = 0 }))
            {
                var path = prefix + entry.Name;
                items.Add(ItemOf(entry, path));
                if (entry is DirectoryInfo below && entry.LinkTarget is null) Add(below, path + "/");
            }
        }
    }

    /// <summary>The hook scripts of an appspec that stand in a folder.</summary>
    /// <param name="folder">The revision folder, or the project's that it will be made from.</param>
    /// <param name="readings">What the agents make of the appspec.</param>
    /// <param name="nameOf">How findings name a script.</param>
    public static IReadOnlyList<ScriptFile> Scripts(string folder, IEnumerable<AgentReading> readings, Func<string, string> nameOf)
    {
        var locations = readings.SelectMany(r => r.AppSpec?.Hooks ?? []).SelectMany(h => h.Scripts).Select(s => s.Location.Text).OfType<string>().Distinct();
        var scripts = new List<ScriptFile>();
        foreach (var location in locations)
        {
            var file = new FileInfo(Path.GetFullPath(location.TrimStart('/'), folder));
            if (!file.Exists || file.Length > LargestScript || !IsRegular(file)) continue;
            try
            {
                scripts.Add(new(Path.GetRelativePath(folder, file.FullName).Replace('\\', '/'), nameOf(file.FullName), File.ReadAllBytes(file.FullName)));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A script that cannot be read is a matter for the deployment; the rules have nothing to look at.
            }
        }

        return scripts;
    }

    private static RevisionItem ItemOf(FileSystemInfo entry, string path)
    {
        if (entry.LinkTarget is { } target) return new(path, RevisionItemKind.Link, LinkTarget: target);
        var mode = OperatingSystem.IsWindows() ? 0 : (int)entry.UnixFileMode;
        if (entry is DirectoryInfo) return new(path, RevisionItemKind.Directory, mode);
        return IsRegular(entry) ? new(path, RevisionItemKind.File, mode, ((FileInfo)entry).Length) : new(path, RevisionItemKind.Special, mode);
    }

    // The BCL takes a FIFO for a file, and reading one would wait for ever.
    private static bool IsRegular(FileSystemInfo entry) =>
        !UnixFiles.IsSupported || (UnixFiles.TryStatus(null, entry.FullName, out var status, follow: true) && status.Kind == FileKind.File);
}
