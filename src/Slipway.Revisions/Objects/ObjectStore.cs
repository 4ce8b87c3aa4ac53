using System.Globalization;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Objects;

/// <summary>
/// Contents of revisions, each once, by hash and mode: <c>ab/cdef…-644</c>. Archives of deployments are made of hard links to them. A name
/// stands only for what was verified and has reached the disk. Whoever uses a store holds the instance's lock.
/// </summary>
public sealed class ObjectStore : IDisposable
{
    private const string Incoming = "incoming";
    private const int ChunkSize = 32;
    private const int Private = 0x1c0;
    private readonly DirectoryHandle _root;
    private readonly bool[] _made = new bool[256];
    private int _addings;

    private readonly Action<DirectoryHandle, string, DirectoryHandle, string> _makeLink;

    private ObjectStore(string folder, DirectoryHandle root, Action<DirectoryHandle, string, DirectoryHandle, string> makeLink)
    {
        Folder = folder;
        _root = root;
        _makeLink = makeLink;
    }

    /// <summary>Absolute path of the store's folder.</summary>
    public string Folder { get; }

    /// <summary>Opens the store, made when it is missing, and sweeps away what an interrupted <see cref="ObjectAdding"/> left.</summary>
    /// <returns>Null where the file system has no hard links: then archives hold their own files.</returns>
    /// <exception cref="IOException">It cannot be used.</exception>
    public static ObjectStore? Open(string folder) => Open(folder, UnixFiles.Link);

    /// <summary>The same with a way to make hard links that may fail as some file systems do.</summary>
    internal static ObjectStore? Open(string folder, Action<DirectoryHandle, string, DirectoryHandle, string> makeLink)
    {
        if (OperatingSystem.IsWindows()) return null;
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var left in Directory.EnumerateDirectories(folder, Incoming + "-*")) Directory.Delete(left, recursive: true);
        var store = new ObjectStore(folder, UnixFiles.OpenDirectory(null, folder, follow: true), makeLink);
        if (store.CanLink()) return store;
        store.Dispose();
        return null;
    }

    /// <summary>The files of a manifest whose content and mode are not here, each once: what has to be sent to this instance.</summary>
    public IReadOnlyList<RevisionEntry> Missing(RevisionManifest manifest)
    {
        var seen = new HashSet<ObjectKey>();
        return [.. manifest.Entries.Where(e => e.HasContent && ObjectKey.Of(e) is var key && seen.Add(key) && !Has(key, e.Size))];
    }

    /// <summary>Whether the object is here and sound. One that looks touched is hashed; what it holds is never trusted.</summary>
    public bool Has(ObjectKey key, long size) => IsSound(key, key.Name, size);

    /// <summary>Whether a store in a folder has something under an object's name. A look without a lock: for estimates.</summary>
    public static bool Seems(string folder, ObjectKey key) => File.Exists(folder + "/" + key.Name);

    /// <summary>Begins to add objects that are sent; they get their names when all have reached the disk.</summary>
    public ObjectAdding BeginAdding()
    {
        var (path, folder) = MakeIncoming();
        return new(this, path, folder);
    }

    /// <summary>Begins to take what is sent of one revision.</summary>
    public Delivery.DeliveredContents BeginDelivery()
    {
        var (path, folder) = MakeIncoming();
        return new(this, path, folder);
    }

    /// <summary>Puts an object into a folder as a hard link, or as a copy where it has as many links as the file system allows.</summary>
    /// <returns>False when the object is not here, or was damaged (and is dropped).</returns>
    /// <exception cref="UnixException">The folder cannot be written.</exception>
    public bool TryLink(ObjectKey key, long size, DirectoryHandle folder, string name)
    {
        var from = key.Name;
        try
        {
            // Linked first and looked at then: the way to the new name is the shorter one.
            _makeLink(_root, from, folder, name);
            if (key.Fits(UnixFiles.Status(folder, name), size)) return true;
            UnixFiles.Unlink(folder, name);
        }
        catch (UnixException e) when (e.Errno == Errno.NotFound)
        {
            return false;
        }
        catch (UnixException e) when (e.Errno is Errno.NotPermitted or Errno.TooManyLinks or Errno.CrossDevice)
        {
            // Somebody else's by now, or no file at all; or as full as it gets.
        }

        if (!IsSound(key, from, size)) return false;
        try
        {
            _makeLink(_root, from, folder, name);
        }
        catch (UnixException e) when (e.Errno is Errno.TooManyLinks or Errno.CrossDevice)
        {
            Copy(from, key.Mode, folder, name);
        }

        return true;
    }

    /// <summary>Opens an object to be read; null when it is not here. What it holds is to be verified.</summary>
    internal Microsoft.Win32.SafeHandles.SafeFileHandle? TryOpen(ObjectKey key)
    {
        try
        {
            return UnixFiles.TryStatus(_root, key.Name, out var status) && status.Kind == FileKind.File ? UnixFiles.OpenRead(_root, key.Name) : null;
        }
        catch (UnixException e) when (e.Errno == Errno.NotFound)
        {
            return null;
        }
    }

    /// <summary>Gives the new files of an archive their names here. What they hold must have reached the disk before.</summary>
    /// <param name="contents">The archive; files that were edited meanwhile are left out.</param>
    /// <param name="archive">Its folder.</param>
    public void Publish(ArchiveContents contents, string archive)
    {
        ChunkQueue.Run(contents.Entries.Count, ChunkSize, queue =>
        {
            using var folders = new ArchiveFolders(archive);
            while (queue.TryTake(out var start, out var end))
            {
                for (var i = start; i < end; i++)
                {
                    if (contents.IsFresh(i) && !contents.IsTwin(i) && !contents.IsEdited(i)) Publish(contents.KeyOf(i), contents.Entries[i], folders);
                }
            }
        });
    }

    /// <summary>Takes a file away from the store; archives keep their links to it.</summary>
    public void Drop(ObjectKey key)
    {
        if (UnixFiles.TryStatus(_root, key.Name, out _)) UnixFiles.Unlink(_root, key.Name);
    }

    /// <summary>The inode of an object; 0 when it is not here.</summary>
    public ulong InodeOf(ObjectKey key) => UnixFiles.TryStatus(_root, key.Name, out var status) ? status.Inode : 0;

    /// <summary>An object with a content, whatever its mode; null when there is none that is sound.</summary>
    public string? Find(ContentHash content)
    {
        var start = new ObjectKey(content, 0).Name[..^1];
        var folder = Folder + "/" + start[..2];
        if (!Directory.Exists(folder)) return null;
        return Directory.EnumerateFiles(folder, start[3..] + "*").FirstOrDefault(file => content.IsContentOf(null, file));
    }

    /// <summary>Removes the objects that no archive has any longer.</summary>
    public void Collect()
    {
        ChunkQueue.Run(_made.Length, 4, queue =>
        {
            while (queue.TryTake(out var start, out var end))
            {
                for (var i = start; i < end; i++) Collect(i.ToString("x2", CultureInfo.InvariantCulture));
            }
        });
    }

    /// <summary>Writes all names and contents of the store's file system to the disk.</summary>
    public void Sync() => UnixFiles.SyncFileSystem(_root);

    /// <inheritdoc />
    public void Dispose() => _root.Dispose();

    /// <summary>Moves a file that was verified to its name; an object that stands there goes.</summary>
    internal void Take(ObjectKey key, DirectoryHandle from, string name)
    {
        var to = key.Name;
        MakeFolder(to);
        UnixFiles.Rename(from, name, _root, to, replace: true);
    }

    private (string Path, DirectoryHandle Folder) MakeIncoming()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Incoming}-{Interlocked.Increment(ref _addings)}");
        UnixFiles.MakeDirectory(_root, name, Private);
        return (Folder + "/" + name, UnixFiles.OpenDirectory(_root, name));
    }

    private void Publish(ObjectKey key, RevisionEntry entry, ArchiveFolders archive)
    {
        if (!archive.TryOpen(entry.Path, out var folder, out var file) || !UnixFiles.TryStatus(folder, file, out var status)) return;
        if (!key.Fits(status, entry.Size) || status.Links != 1) return;
        var name = key.Name;
        MakeFolder(name);
        try
        {
            _makeLink(folder, file, _root, name);
        }
        catch (UnixException e) when (e.Errno is Errno.Exists or Errno.CrossDevice)
        {
            // It came another way meanwhile, or cannot come: the archive keeps its own file.
        }
    }

    private void Collect(string folder)
    {
        if (!UnixFiles.TryStatus(_root, folder, out var status) || status.Kind != FileKind.Directory) return;
        using var handle = UnixFiles.OpenDirectory(_root, folder);
        foreach (var entry in UnixFiles.List(handle, folder))
        {
            if (UnixFiles.TryStatus(handle, entry.Name, out var file) && file.Links == 1 && file.Kind != FileKind.Directory) UnixFiles.Unlink(handle, entry.Name);
        }
    }

    private bool IsSound(ObjectKey key, string name, long size)
    {
        if (!UnixFiles.TryStatus(_root, name, out var status)) return false;
        if (key.Fits(status, size)) return true;

        // Touched. The content may be right all the same (a chmod): then the object is made anew from it, since its inode is an archive's, too.
        if (status.Kind == FileKind.File && key.Content.IsContentOf(_root, name))
        {
            using var adding = BeginAdding();
            using (var file = UnixFiles.OpenRead(_root, name)) adding.Add(key, size, new FileStream(file, FileAccess.Read, 1));
            adding.Complete();
            return true;
        }

        if (status.Kind != FileKind.Directory) UnixFiles.Unlink(_root, name);
        return false;
    }

    private void Copy(string from, int mode, DirectoryHandle folder, string name)
    {
        using var source = UnixFiles.OpenRead(_root, from);
        using var copy = UnixFiles.CreateFile(folder, name);
        UnixFiles.Copy(source, copy);
        UnixFiles.ChangeMode(copy, mode);
        UnixFiles.SetModified(copy, ObjectKey.Modified);
    }

    private void MakeFolder(string name)
    {
        var number = Convert.ToInt32(name[..2], 16);
        if (Volatile.Read(ref _made[number])) return;
        try
        {
            UnixFiles.MakeDirectory(_root, name[..2], Private);
        }
        catch (UnixException e) when (e.Errno == Errno.Exists)
        {
        }

        Volatile.Write(ref _made[number], true);
    }

    private bool CanLink()
    {
        const string Probe = "probe", Second = "probe-2";
        try
        {
            foreach (var name in (string[])[Probe, Second])
            {
                if (UnixFiles.TryStatus(_root, name, out _)) UnixFiles.Unlink(_root, name);
            }

            UnixFiles.CreateFile(_root, Probe).Dispose();
            _makeLink(_root, Probe, _root, Second);
            UnixFiles.Unlink(_root, Second);
            return true;
        }
        catch (UnixException e) when (e.Errno is Errno.NotPermitted or Errno.NotSupported or Errno.NotImplemented or Errno.TooManyLinks or Errno.CrossDevice)
        {
            return false;
        }
        finally
        {
            if (UnixFiles.TryStatus(_root, Probe, out _)) UnixFiles.Unlink(_root, Probe);
        }
    }
}
