using System.Text;
using Slipway.Instances.Installing;
using Slipway.Instances.State;
using Slipway.Instances.Trees;
using Slipway.Revisions.Unix;

namespace Slipway.Instances.Snapshots;

/// <summary>
/// Remembers how the installed files stand before the first script runs, so that what a script changes or removes can be put back. Only what
/// is no longer as installed (the user's edits) is copied aside; the rest can be had from the revision's own folder.
/// </summary>
internal static class TreeSnapshot
{
    private const string FirstHeader = "slipway snapshot 1";
    private const string Header = "slipway snapshot 2";

    /// <summary>Writes the snapshot durably.</summary>
    /// <param name="tree">The instance.</param>
    /// <param name="group">Its group, for the record of what is installed.</param>
    /// <param name="revision">Folder of the revision in place; null when it is gone.</param>
    /// <param name="deployment">The deployment that is about to run scripts.</param>
    internal static void Take(InstanceTree tree, GroupFolder group, string? revision, DeploymentFolder deployment)
    {
        var view = new TreeView(tree);
        var stamp = InstalledRecord.ReadStamp(group.Installed);
        var directories = new SortedDictionary<string, DirectoryRights>(StringComparer.Ordinal);
        var asideNumber = 0;
        using var stream = new FileStream(deployment.Snapshot, FileMode.Create, FileAccess.Write, FileShare.Read, 1);
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 15);
        writer.Write(Header + "\n");
        var last = -1;
        foreach (var entry in InstalledRecord.Read(group.Installed))
        {
            if (entry.Kind == InstalledKind.Context) continue;
            var node = view.PhysicalOf(view.Paths.Intern(entry.Path));
            if (node <= 0) continue;
            var parent = view.Paths.Parent(node);
            if (parent != last && view.OnDisk(parent) == Standing.Directory) Add(parent);
            last = parent;
            if (!tree.TryStatus(node, out var status)) continue;
            if (status.Kind == FileKind.Directory) Add(node);
            if (status.Kind is not (FileKind.File or FileKind.Link)) continue;
            writer.Write("F\t" + Remember(node, status, entry).Format() + "\n");
        }

        foreach (var directory in directories.Values) writer.Write("D\t" + directory.Format() + "\n");
        writer.Write("end\n");
        writer.Flush();
        stream.Flush(flushToDisk: true);

        void Add(int directory)
        {
            var path = view.Paths.PathOf(directory);
            if (!directories.ContainsKey(path)) directories.Add(path, DirectoryRights.Capture(tree, directory));
        }

        SnapshotEntry Remember(int node, FileStatus status, InstalledEntry entry)
        {
            var parent = tree.Open(view.Paths.Parent(node));
            var name = view.Paths.Name(node);
            var path = view.Paths.PathOf(node);
            if (status.Kind == FileKind.Link) return new(status, null, UnixFiles.ReadLink(parent, name), null, path);
            var acl = UnixAttributes.Get(parent, name, UnixAttributes.AccessAcl);
            var source = revision is null ? "" : Path.Combine(revision, entry.SourceFolder, entry.Name);
            if (IsAsInstalled(status, entry, stamp) && IsSource(source, entry)) return new(status, acl, source, entry.Content, path);
            Directory.CreateDirectory(deployment.Aside);
            var aside = $"{deployment.Aside}/{asideNumber++}";
            using var from = UnixFiles.OpenRead(parent, name);
            using var to = UnixFiles.CreateFile(null, aside);
            UnixFiles.Copy(from, to);
            return new(status, acl, aside, null, path);
        }
    }

    /// <summary>Reads a snapshot again: the files, then the directories (parents first).</summary>
    internal static (List<SnapshotEntry> Files, List<DirectoryRights> Directories) Read(string file)
    {
        var files = new List<SnapshotEntry>();
        var directories = new List<DirectoryRights>();
        try
        {
            using var reader = new StreamReader(file, Encoding.UTF8, false, 1 << 15);
            var header = reader.ReadLine();
            if (header is not (Header or FirstHeader)) throw new FormatException("no valid first line");
            while (reader.ReadLine() is { } line)
            {
                if (line == "end") return (files, directories);
                if (line.StartsWith("F\t", StringComparison.Ordinal)) files.Add(SnapshotEntry.Parse(line.AsSpan(2), hasHash: header == Header));
                else if (line.StartsWith("D\t", StringComparison.Ordinal)) directories.Add(DirectoryRights.Parse(line.AsSpan(2)));
                else throw new FormatException("an unknown line");
            }

            throw new FormatException("it ends in the middle");
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException or IOException)
        {
            throw InstanceErrors.Corrupt(file, $"the snapshot of the interrupted deployment cannot be read ({e.Message})", e);
        }
    }

    private static bool IsAsInstalled(in FileStatus status, in InstalledEntry entry, UnixTime? stamp) =>
        entry.Kind == InstalledKind.File && stamp is { } end && status.Size == entry.Size && status.Modified == entry.Modified
        && (status.Changed.Seconds < end.Seconds || (status.Changed.Seconds == end.Seconds && status.Changed.Nanoseconds <= end.Nanoseconds));

    private static bool IsSource(string path, in InstalledEntry entry) =>
        path.Length > 0 && UnixFiles.TryStatus(null, path, out var source) && source.Kind == FileKind.File && source.Size == entry.Size && source.Modified == entry.Modified;
}
