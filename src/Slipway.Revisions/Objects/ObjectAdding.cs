using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Objects;

/// <summary>
/// Objects on their way into a store: they are verified while they are written under other names, and get their own ones together when all
/// have reached the disk. Disposing without <see cref="Complete"/> drops them.
/// </summary>
public sealed class ObjectAdding : IDisposable
{
    private const int BufferSize = 128 * 1024;
    private readonly ObjectStore _store;
    private readonly string _path;
    private readonly DirectoryHandle _folder;
    private readonly List<(ObjectKey Key, string Name)> _added = [];
    private int _number;

    internal ObjectAdding(ObjectStore store, string path, DirectoryHandle folder)
    {
        _store = store;
        _path = path;
        _folder = folder;
    }

    /// <summary>Takes a content.</summary>
    /// <param name="key">What it must be.</param>
    /// <param name="size">Its bytes; no more are read.</param>
    /// <param name="content">Read to its end.</param>
    /// <exception cref="InvalidDataException">It is another content, or of another size.</exception>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public void Add(ObjectKey key, long size, Stream content) => Add(key, file =>
    {
        if (Write(file, size, content) != key.Content) throw new InvalidDataException($"The content is not that of object {key.Content}.");
    });

    /// <summary>Takes a content from whoever writes and verifies it.</summary>
    internal void Add(ObjectKey key, Action<SafeFileHandle> write)
    {
        var name = (_number++).ToString(CultureInfo.InvariantCulture);
        using (var file = UnixFiles.CreateFile(_folder, name))
        {
            write(file);
            UnixFiles.ChangeMode(file, key.Mode);
            UnixFiles.SetModified(file, ObjectKey.Modified);
        }

        _added.Add((key, name));
    }

    /// <summary>Writes everything to the disk and gives the objects their names.</summary>
    public void Complete()
    {
        if (_added.Count > 0) _store.Sync();
        foreach (var (key, name) in _added) _store.Take(key, _folder, name);
        _added.Clear();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _folder.Dispose();
        Directory.Delete(_path, recursive: true);
    }

    private static ContentHash Write(SafeFileHandle file, long size, Stream content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            long done = 0;
            while (content.Read(buffer) is > 0 and var read)
            {
                if (read > size - done) throw new InvalidDataException("The content is longer than it was said to be.");
                hash.AppendData(buffer, 0, read);
                RandomAccess.Write(file, buffer.AsSpan(0, read), done);
                done += read;
            }
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }

        return ContentHash.Of(hash.GetHashAndReset());
    }
}
