using Slipway.Revisions.Unix;

namespace Slipway.Instances.Trees;

/// <summary>
/// The tree of an instance: the real one, or a sandbox below a root. Every access goes through an open directory and a single name, and no
/// directory is ever opened through a link: what a link means is decided by <see cref="TreeView"/>, so nothing outside a sandbox is reached.
/// </summary>
internal sealed class InstanceTree(string root, PathTable paths) : IDisposable
{
    private const int MaximumOpen = 200;
    private readonly Dictionary<int, DirectoryHandle> open = [];
    private readonly Queue<int> opened = new();
    private DirectoryHandle? rootHandle;
    private string? realRoot;

    internal PathTable Paths { get; } = paths;

    /// <summary>Whether links may not lead out of the root.</summary>
    internal bool IsSandbox => root.Length > 0;

    /// <summary>The path of the root with all links followed; absolute links in a sandbox are compared with it.</summary>
    internal string RealRoot => realRoot ??= !IsSandbox ? "" : RealPaths.Of(root);

    /// <summary>The path on this machine, for messages.</summary>
    internal string Shown(int node) => IsSandbox ? root + (node == 0 ? "" : Paths.PathOf(node)) : Paths.PathOf(node);

    /// <summary>Opens a directory that must be one.</summary>
    internal DirectoryHandle Open(int node)
    {
        if (node == 0) return rootHandle ??= UnixFiles.OpenPath(null, IsSandbox ? root : "/", follow: true);
        if (open.TryGetValue(node, out var known)) return known;
        var parent = Open(Paths.Parent(node));
        var handle = Named(node, () => UnixFiles.OpenPath(parent, Paths.Name(node)));
        if (open.Count >= MaximumOpen) Evict();
        open.Add(node, handle);
        opened.Enqueue(node);
        return handle;
    }

    /// <summary>Opens a directory, or says that there is none at that path (nothing, or something else).</summary>
    internal bool TryOpen(int node, out DirectoryHandle handle)
    {
        try
        {
            handle = Open(node);
            return true;
        }
        catch (UnixException e) when (e.Errno is Errno.NotFound or Errno.NotDirectory or Errno.Loop)
        {
            handle = null!;
            return false;
        }
    }

    /// <summary>The status of an entry, or false when there is none.</summary>
    internal bool TryStatus(int node, out FileStatus status)
    {
        status = default;
        if (node != 0)
        {
            if (!TryOpen(Paths.Parent(node), out var parent)) return false;
            try
            {
                return UnixFiles.TryStatus(parent, Paths.Name(node), out status);
            }
            catch (UnixException e)
            {
                throw new UnixException(e.Errno, e.Call, Shown(node));
            }
        }

        if (!TryOpen(0, out var handle)) return false;
        status = UnixFiles.Status(handle);
        return true;
    }

    /// <summary>The names in a directory.</summary>
    internal List<DirectoryEntry> List(int node)
    {
        var handle = Open(node);
        using var directory = Named(node, () => UnixFiles.OpenDirectory(handle, "."));
        return UnixFiles.List(directory, Shown(node));
    }

    /// <summary>Drops what is held open of a directory that goes or is made anew.</summary>
    internal void Forget(int node)
    {
        if (node == 0)
        {
            rootHandle?.Dispose();
            rootHandle = null;
        }
        else if (open.Remove(node, out var handle))
        {
            handle.Dispose();
        }
    }

    /// <summary>Drops everything held open: scripts may have changed the tree.</summary>
    internal void ForgetAll()
    {
        foreach (var handle in open.Values) handle.Dispose();
        open.Clear();
        opened.Clear();
        Forget(0);
    }

    public void Dispose() => ForgetAll();

    /// <summary>A failed call names only what it was given, a name in a directory; users need the whole path.</summary>
    private T Named<T>(int node, Func<T> call)
    {
        try
        {
            return call();
        }
        catch (UnixException e)
        {
            throw new UnixException(e.Errno, e.Call, Shown(node));
        }
    }

    private void Evict()
    {
        while (opened.TryDequeue(out var oldest))
        {
            if (!open.Remove(oldest, out var handle)) continue;
            handle.Dispose();
            return;
        }
    }
}
