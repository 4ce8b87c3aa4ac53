using System.Buffers;
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

    private const int BufferSize = 128 * 1024;

    private readonly List<string> _path = [];
    private long _files;
    private long _bytes;

    /// <summary>Copies everything in the revision folder into <paramref name="staging"/>, an empty directory of ours.</summary>
    internal (long Files, long Bytes) Copy(DirectoryHandle staging, FileStatus stagingParent)
    {
        using var root = OpenRoot();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            LookThrough(root, (stagingParent.Device, stagingParent.Inode));
            _path.Clear();
            CopyDirectory(root, staging, buffer);
            return (_files, _bytes);
        }
        catch (UnixException e) when (e.Call is "open" or "stat" or "read" or "readlink" or "getdents")
        {
            throw RevisionErrors.Unreadable(revision, At(e.Path), e.Reason, e);
        }
        catch (NonUtf8NameException e)
        {
            throw RevisionErrors.BadName(revision, At(e.EscapedName));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
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

    private void LookThrough(DirectoryHandle directory, (ulong, ulong) stagingParent)
    {
        cancellation.ThrowIfCancellationRequested();
        var status = UnixFiles.Status(directory);
        if ((status.Device, status.Inode) == stagingParent) throw RevisionErrors.StagingInside(revision, At(""));
        if (_path.Count >= MaximumDepth) throw RevisionErrors.Unsupported(revision, At(""), $"is a directory more than {MaximumDepth} levels deep");
        foreach (var entry in UnixFiles.List(directory, ""))
        {
            var kind = KindOf(directory, entry);
            if (kind is FileKind.File or FileKind.Link) continue;
            if (kind != FileKind.Directory) throw RevisionErrors.SpecialFile(revision, At(entry.Name), RevisionErrors.KindName(kind));
            using var child = UnixFiles.OpenDirectory(directory, entry.Name);
            _path.Add(entry.Name);
            LookThrough(child, stagingParent);
            _path.RemoveAt(_path.Count - 1);
        }
    }

    private void CopyDirectory(DirectoryHandle from, DirectoryHandle to, byte[] buffer)
    {
        foreach (var entry in UnixFiles.List(from, ""))
        {
            cancellation.ThrowIfCancellationRequested();
            switch (KindOf(from, entry))
            {
                case FileKind.File:
                    _bytes += UnixFiles.CopyFile(from, to, entry.Name, buffer);
                    _files++;
                    break;
                case FileKind.Link:
                    UnixFiles.Symlink(UnixFiles.ReadLink(from, entry.Name), to, entry.Name);
                    _files++;
                    break;
                case FileKind.Directory:
                    CopyChild(from, to, entry.Name, buffer);
                    break;
                case var kind:
                    throw RevisionErrors.SpecialFile(revision, At(entry.Name), RevisionErrors.KindName(kind));
            }
        }
    }

    private void CopyChild(DirectoryHandle from, DirectoryHandle to, string name, byte[] buffer)
    {
        using var source = UnixFiles.OpenDirectory(from, name);
        UnixFiles.MakeDirectory(to, name);
        using var target = UnixFiles.OpenDirectory(to, name);
        _path.Add(name);
        CopyDirectory(source, target, buffer);
        _path.RemoveAt(_path.Count - 1);
    }

    private static FileKind KindOf(DirectoryHandle directory, DirectoryEntry entry) => entry.Kind ?? UnixFiles.Status(directory, entry.Name).Kind;

    /// <summary>The full path of an entry of the directory that the walk is in.</summary>
    private string At(string name) => Path.Join([revision, .. _path, name]);
}
