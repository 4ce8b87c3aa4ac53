using System.Security.Cryptography;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Storing;

/// <summary>Writes that are on the disk when they return.</summary>
internal static class DurableFile
{
    internal static void Write(string path, byte[] content)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        file.Write(content);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Copies a file and tells its size and SHA-256, which are those of the copy: it is read once.</summary>
    internal static async Task<(long Size, string Sha256)> CopyAsync(FileStream source, string path, CancellationToken cancellation)
    {
        using var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        while (await source.ReadAsync(buffer, cancellation).ConfigureAwait(false) is > 0 and var read)
        {
            hash.AppendData(buffer, 0, read);
            await target.WriteAsync(buffer.AsMemory(0, read), cancellation).ConfigureAwait(false);
        }

        target.Flush(flushToDisk: true);
        return (target.Length, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Makes the names in a folder durable, where the system knows such a thing.</summary>
    internal static void SyncFolder(string path)
    {
        if (!UnixFiles.IsSupported) return;
        using var folder = UnixFiles.OpenDirectory(null, path, follow: true);
        UnixFiles.Sync(folder);
    }
}
