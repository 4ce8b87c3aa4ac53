using Microsoft.Win32.SafeHandles;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Staging;

/// <summary>
/// Writes the entries of an archive below the staging folder. Every directory on the way is opened by name in its parent and never through
/// a link, so nothing can land elsewhere. Where an entry stands already it is replaced: of duplicates the last wins.
/// </summary>
internal sealed class StagingTree(DirectoryHandle root, string bundle) : IDisposable
{
    // The directory of the last entry, level by level: most archives list a directory's files one after the other.
    private readonly List<(string Name, DirectoryHandle Handle)> _open = [];

    // Its path; null while it is being entered.
    private string? _folder;

    public void Dispose() => Leave(0);

    /// <summary>An empty file, which only this account may use until it gets its mode.</summary>
    internal SafeFileHandle CreateFile(string path)
    {
        var directory = Parent(path, out var name);
        return Replacing(directory, path, name, () => UnixFiles.CreateFile(directory, name));
    }

    /// <summary>Makes the directories above an entry.</summary>
    internal void MakeParents(string path) => Parent(path, out _);

    /// <summary>The same, with the last of them and the entry's name in it.</summary>
    internal DirectoryHandle MakeParents(string path, out string name) => Parent(path, out name);

    /// <summary>Makes an entry in its directory, in the place of what stands there.</summary>
    internal bool Make(string path, Func<DirectoryHandle, string, bool> make)
    {
        var directory = Parent(path, out var name);
        return Replacing(directory, path, name, () => make(directory, name));
    }

    internal void MakeLink(string path, string target)
    {
        var directory = Parent(path, out var name);
        Replacing<object?>(directory, path, name, () =>
        {
            UnixFiles.Symlink(target, directory, name);
            return null;
        });
    }

    internal void MakeDirectory(string path)
    {
        var directory = Parent(path, out var name);
        if (UnixFiles.TryStatus(directory, name, out var status))
        {
            if (status.Kind == FileKind.Directory) return;
            UnixFiles.Unlink(directory, name);
        }

        UnixFiles.MakeDirectory(directory, name);
    }

    /// <summary>The directory and name of an entry that the archive has brought before, for a hard link to it.</summary>
    internal DirectoryHandle Find(string path, out string name, out FileStatus status)
    {
        var directory = Parent(path, out name);
        return UnixFiles.TryStatus(directory, name, out status)
            ? directory
            : throw RevisionErrors.Damaged(bundle, $"a hard link leads to '{RevisionErrors.Shown(path)}', which is not before it in the archive");
    }

    private T Replacing<T>(DirectoryHandle directory, string path, string name, Func<T> create)
    {
        try
        {
            return create();
        }
        catch (UnixException e) when (e.Errno == Errno.Exists)
        {
            Remove(directory, path, name);
            return create();
        }
    }

    private void Remove(DirectoryHandle directory, string path, string name)
    {
        if (UnixFiles.Status(directory, name).Kind != FileKind.Directory)
        {
            UnixFiles.Unlink(directory, name);
            return;
        }

        try
        {
            UnixFiles.RemoveDirectory(directory, name);
        }
        catch (UnixException e) when (e.Errno is Errno.NotEmpty or Errno.Exists)
        {
            throw RevisionErrors.BadPath(bundle, path, "stands where the archive has a directory with content");
        }
    }

    private DirectoryHandle Parent(string path, out string name)
    {
        var slash = path.LastIndexOf('/');
        if (_folder is not null && path.AsSpan(0, Math.Max(0, slash)).SequenceEqual(_folder))
        {
            name = path[(slash + 1)..];
            return _open.Count == 0 ? root : _open[^1].Handle;
        }

        _folder = null;
        var segments = path.Split('/');
        name = segments[^1];
        var common = 0;
        while (common < _open.Count && common < segments.Length - 1 && _open[common].Name == segments[common]) common++;

        // An entry may replace an open directory, so its own name is never kept open.
        Leave(common);
        for (var i = common; i < segments.Length - 1; i++) _open.Add((segments[i], Enter(i == 0 ? root : _open[i - 1].Handle, segments, i)));
        _folder = path[..Math.Max(0, slash)];
        return _open.Count == 0 ? root : _open[^1].Handle;
    }

    private DirectoryHandle Enter(DirectoryHandle parent, string[] segments, int level)
    {
        var name = segments[level];
        if (!UnixFiles.TryStatus(parent, name, out var status)) UnixFiles.MakeDirectory(parent, name);
        else if (status.Kind == FileKind.Link) throw RevisionErrors.ThroughLink(bundle, string.Join('/', segments), string.Join('/', segments[..(level + 1)]));
        else if (status.Kind != FileKind.Directory)
            throw RevisionErrors.BadPath(bundle, string.Join('/', segments), $"leads through the file '{RevisionErrors.Shown(name)}'");
        return UnixFiles.OpenDirectory(parent, name);
    }

    private void Leave(int levels)
    {
        for (var i = _open.Count - 1; i >= levels; i--) _open[i].Handle.Dispose();
        _open.RemoveRange(levels, _open.Count - levels);
    }
}
