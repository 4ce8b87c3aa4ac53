using System.Security.Cryptography;
using Slipway.Revisions.Objects;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Delivery;

/// <summary>
/// Contents that were sent for one revision, verified, and not objects yet: staging moves them into the archive, from where they become objects as those of a bundle do. So nothing is
/// written twice, and the disk is waited for once. Disposing drops what was not taken.
/// </summary>
public sealed class DeliveredContents : IDisposable
{
    private const int BufferSize = 128 * 1024;
    private readonly ObjectStore _store;
    private readonly string _path;
    private readonly DirectoryHandle _folder;

    internal DeliveredContents(ObjectStore store, string path, DirectoryHandle folder) => (_store, _path, _folder) = (store, path, folder);

    /// <summary>Takes a content.</summary>
    /// <param name="key">What it must be.</param>
    /// <param name="size">Its bytes; no more are read.</param>
    /// <param name="content">Read to its end.</param>
    /// <exception cref="InvalidDataException">It is another content, or of another size.</exception>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public void Add(ObjectKey key, long size, Stream content)
    {
        using var file = UnixFiles.CreateFile(_folder, NameOf(key));
        Write(file, size, content, key.Content);
        UnixFiles.ChangeMode(file, key.Mode);
        UnixFiles.SetModified(file, ObjectKey.Modified);
    }

    /// <summary>Makes objects of what is still here. It has reached the disk then.</summary>
    /// <exception cref="IOException">The store cannot be written.</exception>
    public void Keep()
    {
        var left = UnixFiles.List(_folder, _path);
        if (left.Count == 0) return;
        _store.Sync();
        foreach (var entry in left) _store.Take(KeyOf(entry.Name), _folder, entry.Name);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _folder.Dispose();
        Directory.Delete(_path, recursive: true);
    }

    /// <summary>Moves a content to where it is staged; false when it is not here.</summary>
    internal bool TryMove(ObjectKey key, DirectoryHandle folder, string name)
    {
        try
        {
            UnixFiles.Rename(_folder, NameOf(key), folder, name);
            return true;
        }
        catch (UnixException e) when (e.Errno == Errno.NotFound)
        {
            return false;
        }
    }

    /// <summary>Opens a content to be read; null when it is not here.</summary>
    internal Microsoft.Win32.SafeHandles.SafeFileHandle? TryOpen(ObjectKey key) =>
        UnixFiles.TryStatus(_folder, NameOf(key), out _) ? UnixFiles.OpenRead(_folder, NameOf(key)) : null;

    private static string NameOf(ObjectKey key) => $"{key.Content}-{Convert.ToString(key.Mode, 8)}";

    private static ObjectKey KeyOf(string name) => new(ContentHash.Parse(name.AsSpan(0, 64)), Convert.ToInt32(name[65..], 8));

    private static void Write(Microsoft.Win32.SafeHandles.SafeFileHandle file, long size, Stream content, ContentHash expected)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            long done = 0;
            while (content.Read(buffer) is > 0 and var read)
            {
                if (read > size - done) throw new InvalidDataException("it is longer than the manifest says");
                hash.AppendData(buffer, 0, read);
                RandomAccess.Write(file, buffer.AsSpan(0, read), done);
                done += read;
            }

            if (done != size) throw new InvalidDataException("it is shorter than the manifest says");
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }

        if (ContentHash.Of(hash.GetHashAndReset()) != expected) throw new InvalidDataException("it is not what the manifest lists");
    }
}
