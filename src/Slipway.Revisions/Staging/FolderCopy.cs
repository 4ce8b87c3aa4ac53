using System.Buffers;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Staging;

/// <summary>One thread's share of copying a revision folder that has been looked through.</summary>
internal sealed class FolderCopy(string revision, DirectoryQueue queue, CancellationToken cancellation)
{
    private const int BufferSize = 128 * 1024;

    private readonly List<string> _path = [];

    /// <summary>Files and links copied.</summary>
    internal long Files { get; private set; }

    /// <summary>Their bytes.</summary>
    internal long Bytes { get; private set; }

    /// <summary>Copies directories until none is left; begins with the root where it is given.</summary>
    internal void Run(DirectoryPair? root)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            if (root is not null) CopyOne(root, buffer);
            while (queue.Take() is { } directory)
            {
                using (directory) CopyOne(directory, buffer);
            }
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

    private void CopyOne(DirectoryPair directory, byte[] buffer)
    {
        _path.Clear();
        _path.AddRange(directory.Path);
        CopyDirectory(directory.From, directory.To, buffer);
        queue.Finish();
    }

    private void CopyDirectory(DirectoryHandle from, DirectoryHandle to, byte[] buffer)
    {
        foreach (var entry in UnixFiles.List(from, ""))
        {
            cancellation.ThrowIfCancellationRequested();
            switch (entry.Kind ?? UnixFiles.Status(from, entry.Name).Kind)
            {
                case FileKind.File:
                    Bytes += UnixFiles.CopyFile(from, to, entry.Name, buffer);
                    Files++;
                    break;
                case FileKind.Link:
                    UnixFiles.Symlink(UnixFiles.ReadLink(from, entry.Name), to, entry.Name);
                    Files++;
                    break;
                case FileKind.Directory when LocalFolder.Is(_path.Count, entry.Name):
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
        var source = UnixFiles.OpenDirectory(from, name);
        DirectoryHandle? target = null;
        try
        {
            UnixFiles.MakeDirectory(to, name);
            target = UnixFiles.OpenDirectory(to, name);
            if (queue.TryAdd(new(source, target, [.. _path, name])))
            {
                source = target = null;
                return;
            }

            _path.Add(name);
            CopyDirectory(source, target, buffer);
            _path.RemoveAt(_path.Count - 1);
        }
        finally
        {
            source?.Dispose();
            target?.Dispose();
        }
    }

    /// <summary>The full path of an entry of the directory that the walk is in.</summary>
    private string At(string name) => Path.Join([revision, .. _path, name]);
}
