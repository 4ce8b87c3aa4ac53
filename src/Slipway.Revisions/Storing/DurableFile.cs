using System.Security.Cryptography;
using Slipway.Revisions.Encryption;
using Slipway.Revisions.Staging;
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

    /// <summary>Copies a bundle, in an envelope when there is a key, and tells size and SHA-256 of the copy: it is read once.</summary>
    internal static async Task<(long Size, string Sha256)> CopyBundleAsync(
        string bundleFile, string path, IKeyWrapping? key, EnvelopeContext context, CancellationToken cancellation)
    {
        using var source = BundleFile.Open(bundleFile);
        using var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        using var hash = SHA256.Create();
        using (var hashed = new CryptoStream(target, hash, CryptoStreamMode.Write, leaveOpen: true))
        {
            if (key is null) await source.CopyToAsync(hashed, 1 << 20, cancellation).ConfigureAwait(false);
            else await Envelope.SealAsync(source, hashed, key, context, cancellation).ConfigureAwait(false);
        }

        target.Flush(flushToDisk: true);
        return (target.Length, Convert.ToHexStringLower(hash.Hash!));
    }

    /// <summary>Makes the names in a folder durable, where the system knows such a thing.</summary>
    internal static void SyncFolder(string path)
    {
        if (!UnixFiles.IsSupported) return;
        using var folder = UnixFiles.OpenDirectory(null, path, follow: true);
        UnixFiles.Sync(folder);
    }
}
