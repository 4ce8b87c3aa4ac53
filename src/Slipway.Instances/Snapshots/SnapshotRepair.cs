using Slipway.Instances.Archives;
using Slipway.Instances.Events;
using Slipway.Instances.Installing;
using Slipway.Instances.State;
using Slipway.Instances.Trees;
using Slipway.Revisions.Unix;

namespace Slipway.Instances.Snapshots;

/// <summary>Puts back what scripts changed or removed of the installed files. Compares first and touches only what differs.</summary>
internal sealed class SnapshotRepair(InstanceTree tree, KnownContents known, string temporaryName, Obstacles obstacles, Steps steps, List<string> failures)
{
    private PathTable Paths => tree.Paths;

    /// <summary>Files whose content a script changed wherever it was.</summary>
    internal List<string> Lost { get; } = [];

    internal static InstanceWarning Warning(string lost) =>
        new($"A script removed or changed '{lost}' and its copy in the archive of the revision in place as well; nothing else on the instance holds the content. What the archive has now was put there.");

    internal void Run(List<SnapshotEntry> files, List<DirectoryRights> directories)
    {
        foreach (var directory in directories) Try(directory.Path, () => directory.MakeAgain(tree, obstacles));
        foreach (var file in files) Try(file.Path, () => Repair(file));
        for (var i = directories.Count - 1; i >= 0; i--)
        {
            var directory = directories[i];
            Try(directory.Path, () => directory.Restore(tree));
        }
    }

    private void Repair(SnapshotEntry before)
    {
        var node = Paths.Intern(before.Path);
        var parent = tree.Open(Paths.Parent(node));
        var name = Paths.Name(node);
        var exists = UnixFiles.TryStatus(parent, name, out var now);
        if (exists && now.Kind == before.Status.Kind && now.Changed == before.Status.Changed) return;
        if (before.Status.Kind == FileKind.Link)
        {
            RepairLink(before, node, exists && now.Kind == FileKind.Link);
            return;
        }

        if (!exists || now.Kind != FileKind.File || now.Size != before.Status.Size || now.Modified != before.Status.Modified || !HasContent(parent, name, before))
        {
            steps.Before("repair content");
            Replace(node, temporary =>
            {
                using var source = UnixFiles.OpenRead(null, ContentOf(before));
                using var target = UnixFiles.CreateFile(parent, temporary);
                UnixFiles.Copy(source, target);
                EntryCopy.Finish(target, parent, temporary, before.Status, before.Acl);
            });
            return;
        }

        RepairRights(before, parent, name, now);
    }

    private void RepairRights(SnapshotEntry before, DirectoryHandle parent, string name, in FileStatus now)
    {
        var acl = UnixAttributes.Get(parent, name, UnixAttributes.AccessAcl);
        var sameAcl = (acl ?? []).AsSpan().SequenceEqual(before.Acl ?? []);
        if (sameAcl && now.Mode == before.Status.Mode && now.User == before.Status.User && now.Group == before.Status.Group) return;
        steps.Before("repair rights");
        if (now.User != before.Status.User || now.Group != before.Status.Group) UnixFiles.ChangeOwner(parent, name, before.Status.User, before.Status.Group);
        if (before.Acl is null) UnixAttributes.Remove(parent, name, UnixAttributes.AccessAcl);
        else UnixAttributes.Set(parent, name, UnixAttributes.AccessAcl, before.Acl);
        UnixFiles.ChangeMode(parent, name, before.Status.Mode);
    }

    private void RepairLink(SnapshotEntry before, int node, bool isLink)
    {
        var parent = tree.Open(Paths.Parent(node));
        var name = Paths.Name(node);
        var now = isLink ? UnixFiles.Status(parent, name) : default;
        if (isLink && UnixFiles.ReadLink(parent, name) == before.Content
            && now.User == before.Status.User && now.Group == before.Status.Group && now.Modified == before.Status.Modified) return;
        steps.Before("repair link");
        Replace(node, temporary =>
        {
            UnixFiles.Symlink(before.Content, parent, temporary);
            var made = UnixFiles.Status(parent, temporary);
            if (made.User != before.Status.User || made.Group != before.Status.Group) UnixFiles.ChangeOwner(parent, temporary, before.Status.User, before.Status.Group);
            UnixFiles.SetModified(parent, temporary, before.Status.Modified);
        });
    }

    /// <summary>Makes the entry under a temporary name and renames it; what an interrupted repair left under that name goes first.</summary>
    private void Replace(int node, Action<string> make)
    {
        var parent = tree.Open(Paths.Parent(node));
        if (UnixFiles.TryStatus(parent, temporaryName, out _)) UnixFiles.Unlink(parent, temporaryName);
        try
        {
            make(temporaryName);
            obstacles.ClearForFile(node);
            UnixFiles.Rename(parent, temporaryName, parent, Paths.Name(node), replace: true);
        }
        catch
        {
            if (UnixFiles.TryStatus(parent, temporaryName, out _)) UnixFiles.Unlink(parent, temporaryName);
            throw;
        }
    }

    /// <summary>Where the content is: scripts may have changed the archive that it was in.</summary>
    private string ContentOf(SnapshotEntry before)
    {
        if (before.Hash is not { } hash || hash.IsContentOf(null, before.Content)) return before.Content;
        if (known.Find(hash) is { } found) return found;

        // Better what the script made of it than nothing, and an undo that can never end.
        if (UnixFiles.TryStatus(null, before.Content, out _)) Lost.Add(tree.Shown(Paths.Intern(before.Path)));
        return before.Content;
    }

    private static bool HasContent(DirectoryHandle parent, string name, SnapshotEntry before)
    {
        if (before.Hash is { } hash) return hash.IsContentOf(parent, name);
        var expected = before.Content;
        using var one = new FileStream(UnixFiles.OpenRead(parent, name), FileAccess.Read, 1);
        using var other = new FileStream(UnixFiles.OpenRead(null, expected), FileAccess.Read, 1);
        Span<byte> a = stackalloc byte[16 * 1024];
        Span<byte> b = stackalloc byte[16 * 1024];
        while (true)
        {
            var read = one.ReadAtLeast(a, a.Length, throwOnEndOfStream: false);
            if (other.ReadAtLeast(b, b.Length, throwOnEndOfStream: false) != read || !a[..read].SequenceEqual(b[..read])) return false;
            if (read < a.Length) return true;
        }
    }

    private void Try(string path, Action action)
    {
        try
        {
            action();
        }
        catch (UnixException e)
        {
            failures.Add($"{path} ({e.Reason})");
        }
    }
}
