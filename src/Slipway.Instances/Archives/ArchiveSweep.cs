using Microsoft.Win32.SafeHandles;
using Slipway.Instances.State;
using Slipway.Revisions;
using Slipway.Revisions.Objects;
using Slipway.Revisions.Unix;

namespace Slipway.Instances.Archives;

/// <summary>
/// Looks after an archive when scripts have run that may write to it. What they changed stays in their archive; but a file that they changed
/// in place is a hard link, so the object is made anew and the archives of other deployments get it back. Can be interrupted at any point
/// and begun again.
/// </summary>
internal sealed class ArchiveSweep(GroupFolder group, ObjectStore? objects, KnownContents known, Steps steps, Action<string> warn)
{
    private const int ChunkSize = 64;
    private const string Temporary = ".slipway-mend";

    /// <summary>Sweeps.</summary>
    /// <param name="archive">The deployment whose scripts ran.</param>
    /// <param name="contents">What its archive held; what differs now is marked in it.</param>
    /// <param name="since">The file system's time before the scripts began: whoever changes a file cannot hide it from its change time.</param>
    /// <param name="bundle">The bundle of the deployment that runs, to take contents from again; null when there is none.</param>
    internal void Run(DeploymentFolder archive, ArchiveContents contents, UnixTime since, string? bundle)
    {
        if (!Directory.Exists(archive.Revision)) return;
        var damaged = new Dictionary<ObjectKey, Damage>();
        var touched = Touched(archive.Revision, contents, since);
        foreach (var (index, status) in touched)
        {
            contents.MarkEdited(index);
            if (status is { Kind: FileKind.File, Links: > 1 }) damaged[contents.KeyOf(index)] = new(status.Inode, contents.Entries[index]);
        }

        if (objects is null || touched.Count == 0) return;
        if (damaged.Count > 0)
        {
            steps.Before("mend objects");
            MakeAnew(archive, damaged, bundle);
        }

        KeepPristine(archive, contents, touched);
        if (damaged.Count > 0) MendOthers(archive, damaged);
    }

    /// <summary>An object whose inode was changed through an archive.</summary>
    /// <param name="Inode">The inode, which stays in that archive.</param>
    /// <param name="Entry">The file of the archive.</param>
    private readonly record struct Damage(ulong Inode, RevisionEntry Entry);

    /// <summary>What is no longer what was unpacked, with its status now (default when it is gone).</summary>
    private static List<(int Index, FileStatus Status)> Touched(string archive, ArchiveContents contents, UnixTime since)
    {
        var touched = new List<(int, FileStatus)>();
        ChunkQueue.Run(contents.Entries.Count, ChunkSize, queue =>
        {
            using var folders = new ArchiveFolders(archive);
            while (queue.TryTake(out var start, out var end))
            {
                for (var i = start; i < end; i++)
                {
                    if (!contents.IsFile(i)) continue;
                    var status = default(FileStatus);
                    var isThere = folders.TryOpen(contents.Entries[i].Path, out var folder, out var name) && UnixFiles.TryStatus(folder, name, out status);
                    var fits = isThere && contents.KeyOf(i).Fits(status, contents.Entries[i].Size);
                    if (fits && since.IsAfter(status.Changed)) continue;
                    if (fits && contents.KeyOf(i).Content.IsContentOf(folder, name)) continue;
                    lock (touched) touched.Add((i, status));
                }
            }
        });
        return touched;
    }

    /// <summary>Makes objects anew whose inode a script has changed.</summary>
    private void MakeAnew(DeploymentFolder archive, Dictionary<ObjectKey, Damage> damaged, string? bundle)
    {
        var wanted = damaged.Where(d => objects!.InodeOf(d.Key) == d.Value.Inode).Select(d => d.Key).ToHashSet();
        if (wanted.Count == 0) return;
        using var adding = objects!.BeginAdding();
        using (var folders = new ArchiveFolders(archive.Revision))
        {
            // Mostly only the rights were changed: the content is still there.
            foreach (var key in wanted.ToList())
            {
                if (!folders.TryOpen(damaged[key].Entry.Path, out var folder, out var name) || !key.Content.IsContentOf(folder, name)) continue;
                Add(adding, key, damaged[key].Entry.Size, UnixFiles.OpenRead(folder, name));
                wanted.Remove(key);
            }
        }

        if (bundle is not null) BundleObjects.Add(bundle, wanted, objects, adding, CancellationToken.None);
        foreach (var key in wanted.ToList())
        {
            if (known.Find(key.Content) is not { } file) continue;
            Add(adding, key, damaged[key].Entry.Size, UnixFiles.OpenRead(null, file));
            wanted.Remove(key);
        }

        adding.Complete();
        foreach (var key in wanted)
        {
            objects.Drop(key);
            warn($"A script changed '{damaged[key].Entry.Path}' in its revision's archive, which shares the file with other kept revisions, and its content is to be had nowhere else: those cannot be rolled back to.");
        }
    }

    private static void Add(ObjectAdding adding, ObjectKey key, long size, SafeFileHandle file)
    {
        using var stream = new FileStream(file, FileAccess.Read, 1);
        adding.Add(key, size, stream);
    }

    /// <summary>The archive no longer holds the object itself, and a rollback to it needs it all the same.</summary>
    private void KeepPristine(DeploymentFolder archive, ArchiveContents contents, List<(int Index, FileStatus Status)> touched)
    {
        StateFolder.Make(archive.Pristine);
        using var folder = UnixFiles.OpenDirectory(null, archive.Pristine);
        foreach (var (index, _) in touched)
        {
            var key = contents.KeyOf(index);
            var name = NameOf(key);
            if (!UnixFiles.TryStatus(folder, name, out _)) objects!.TryLink(key, contents.Entries[index].Size, folder, name);
        }
    }

    private static string NameOf(ObjectKey key) => $"{key.Content}-{Convert.ToString(key.Mode, 8)}";

    private void MendOthers(DeploymentFolder editor, Dictionary<ObjectKey, Damage> damaged)
    {
        foreach (var other in group.AllDeployments())
        {
            if (other.Path == editor.Path || !Directory.Exists(other.Revision) || ManifestFile.Read(other.Manifest) is not { } manifest) continue;
            using var folders = new ArchiveFolders(other.Revision);
            foreach (var entry in manifest.Entries)
            {
                if (entry.Kind != FileKind.File || !damaged.TryGetValue(ObjectKey.Of(entry), out var damage)) continue;
                if (folders.TryOpen(entry.Path, out var folder, out var name) && UnixFiles.TryStatus(folder, name, out var status) && status.Inode == damage.Inode) Mend(folder, name, entry);
            }

            MendPristine(other, damaged);
        }
    }

    private void MendPristine(DeploymentFolder other, Dictionary<ObjectKey, Damage> damaged)
    {
        if (!Directory.Exists(other.Pristine)) return;
        using var folder = UnixFiles.OpenDirectory(null, other.Pristine);
        foreach (var (key, damage) in damaged)
        {
            var name = NameOf(key);
            if (UnixFiles.TryStatus(folder, name, out var status) && status.Inode == damage.Inode) Mend(folder, name, damage.Entry);
        }
    }

    private void Mend(DirectoryHandle folder, string name, RevisionEntry entry)
    {
        if (UnixFiles.TryStatus(folder, Temporary, out _)) UnixFiles.Unlink(folder, Temporary);
        steps.Before("mend archive");
        if (objects!.TryLink(ObjectKey.Of(entry), entry.Size, folder, Temporary)) UnixFiles.Rename(folder, Temporary, folder, name, replace: true);
    }
}
