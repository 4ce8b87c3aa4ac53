using Slipway.Revisions;
using Slipway.Specifications.Rules;

namespace Slipway.Checks.Contents;

/// <summary>What is in a revision, or will be, and where each file of it stands on this machine.</summary>
public sealed class RevisionContents
{
    private readonly Dictionary<string, string> _sources;

    private RevisionContents(IReadOnlyList<RevisionItem> items, Dictionary<string, string> sources)
    {
        Items = items;
        _sources = sources;
    }

    /// <summary>All that is known to be in it.</summary>
    public IReadOnlyList<RevisionItem> Items { get; }

    /// <summary>The files that stand in it, by their paths.</summary>
    public IEnumerable<string> Paths => _sources.Keys;

    /// <summary>Where the file at a path of the revision stands; null where there is none.</summary>
    public string? SourceOf(string path) => _sources.GetValueOrDefault(path);

    /// <summary>A folder that is the revision: everything below it, links not followed. What cannot be looked at is left out: staging will say so.</summary>
    public static RevisionContents OfFolder(string folder)
    {
        var items = new List<RevisionItem>();
        var sources = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(new DirectoryInfo(folder), "");
        return new RevisionContents(items, sources);

        void Add(DirectoryInfo directory, string prefix)
        {
            foreach (var entry in directory.EnumerateFileSystemInfos("*", new EnumerationOptions { IgnoreInaccessible = true, AttributesToSkip = 0 }))
            {
                var path = prefix + entry.Name;
                // Where a folder's own group keeps its sandbox is never packed.
                if (path == ".slipway" && entry is DirectoryInfo) continue;
                var item = ItemOf(entry, path);
                items.Add(item);
                if (item.Kind == RevisionItemKind.File) sources[path] = entry.FullName;
                if (entry is DirectoryInfo below && entry.LinkTarget is null) Add(below, path + "/");
            }
        }
    }

    /// <summary>The files that packing was or will be given.</summary>
    /// <param name="files">Files of the project and of the publish output.</param>
    /// <param name="produced">The directories that only the build fills; the empty path is the whole revision.</param>
    public static RevisionContents OfFiles(IReadOnlyList<RevisionFile> files, params IEnumerable<string> produced)
    {
        var items = new List<RevisionItem>(files.Count + 1);
        var sources = new Dictionary<string, string>(files.Count, StringComparer.Ordinal);
        foreach (var file in files)
        {
            var info = new FileInfo(file.SourcePath);
            var item = info.LinkTarget is null && !info.Exists ? new RevisionItem(file.Path, RevisionItemKind.Directory) : ItemOf(info, file.Path);
            items.Add(file.Mode is { } mode && item.Kind == RevisionItemKind.File ? item with { Mode = mode } : item);
            if (item.Kind == RevisionItemKind.File) sources[file.Path] = file.SourcePath;
        }

        items.AddRange(produced.Select(path => new RevisionItem(path, RevisionItemKind.Produced)));
        return new RevisionContents(items, sources);
    }

    private static RevisionItem ItemOf(FileSystemInfo entry, string path)
    {
        if (entry.LinkTarget is { } target) return new RevisionItem(path, RevisionItemKind.Link, LinkTarget: target);
        var mode = OperatingSystem.IsWindows() ? 0 : (int)entry.UnixFileMode;
        if (entry is DirectoryInfo) return new RevisionItem(path, RevisionItemKind.Directory, mode);
        return FileContents.IsRegular(entry.FullName)
            ? new RevisionItem(path, RevisionItemKind.File, mode, ((FileInfo)entry).Length) : new RevisionItem(path, RevisionItemKind.Special, mode);
    }
}
