using System.Runtime.ExceptionServices;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Staging;

/// <summary>
/// Copies a revision folder as the agent's cp_r does: files keep their mode less the umask, directories are made fresh, links stay
/// links, owner and times are ours. The whole tree is looked through first, so that what cannot be copied is refused before anything is.
/// </summary>
internal sealed class FolderStaging(string revision, CancellationToken cancellation)
{
    // Deeper trees have paths that no program can name (PATH_MAX is 4,096), and every level holds two descriptors.
    private const int MaximumDepth = 1000;

    // A second thread costs more than it brings below some hundred files.
    private const int WorthTwoThreads = 256;

    private readonly List<string> _path = [];
    private int _entries;

    /// <summary>Copies everything in the revision folder into <paramref name="staging"/>, an empty directory of ours.</summary>
    internal (long Files, long Bytes) Copy(DirectoryHandle staging, FileStatus stagingParent)
    {
        using var root = OpenRoot();
        LookThroughAll(root, (stagingParent.Device, stagingParent.Inode));
        using var queue = new DirectoryQueue();
        var own = new FolderCopy(revision, queue, cancellation);
        var helpers = new FolderCopy(revision, queue, cancellation);
        ExceptionDispatchInfo? failure = null;
        var helper = new Thread(() => failure = Try(() => helpers.Run(null), queue)) { IsBackground = true, Name = "slipway staging" };
        if (_entries >= WorthTwoThreads) helper.Start();
        var ownFailure = Try(() => own.Run(new(root, staging, [])), queue);
        if (_entries >= WorthTwoThreads) helper.Join();
        (ownFailure ?? failure)?.Throw();
        return (own.Files + helpers.Files, own.Bytes + helpers.Bytes);
    }

    // Whatever it is, the other thread has to end before it goes up.
    private static ExceptionDispatchInfo? Try(Action work, DirectoryQueue queue)
    {
        try
        {
            work();
            return null;
        }
        catch (Exception e)
        {
            queue.Stop();
            return ExceptionDispatchInfo.Capture(e);
        }
    }

    private DirectoryHandle OpenRoot()
    {
        try
        {
            return UnixFiles.OpenDirectory(null, revision, follow: true);
        }
        catch (UnixException e)
        {
            throw RevisionErrors.Unreadable(revision, revision, e.Reason, e);
        }
    }

    private void LookThroughAll(DirectoryHandle root, (ulong, ulong) stagingParent)
    {
        try
        {
            LookThrough(root, stagingParent);
        }
        catch (UnixException e)
        {
            throw RevisionErrors.Unreadable(revision, At(e.Path), e.Reason, e);
        }
        catch (NonUtf8NameException e)
        {
            throw RevisionErrors.BadName(revision, At(e.EscapedName));
        }
    }

    private void LookThrough(DirectoryHandle directory, (ulong, ulong) stagingParent)
    {
        cancellation.ThrowIfCancellationRequested();
        var status = UnixFiles.Status(directory);
        if ((status.Device, status.Inode) == stagingParent) throw RevisionErrors.StagingInside(revision, At(""));
        if (_path.Count >= MaximumDepth) throw RevisionErrors.Unsupported(revision, At(""), $"is a directory more than {MaximumDepth} levels deep");
        foreach (var entry in UnixFiles.List(directory, ""))
        {
            _entries++;
            var kind = entry.Kind ?? UnixFiles.Status(directory, entry.Name).Kind;
            if (kind is FileKind.File or FileKind.Link) continue;
            if (kind != FileKind.Directory) throw RevisionErrors.SpecialFile(revision, At(entry.Name), RevisionErrors.KindName(kind));
            if (LocalFolder.Is(_path.Count, entry.Name)) continue;
            using var child = UnixFiles.OpenDirectory(directory, entry.Name);
            _path.Add(entry.Name);
            LookThrough(child, stagingParent);
            _path.RemoveAt(_path.Count - 1);
        }
    }

    /// <summary>The full path of an entry of the directory that the walk is in.</summary>
    private string At(string name) => Path.Join([revision, .. _path, name]);
}
