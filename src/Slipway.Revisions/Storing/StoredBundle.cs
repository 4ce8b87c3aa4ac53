using System.Security.Cryptography;
using Slipway.Revisions.Attachments;
using Slipway.Revisions.Encryption;
using Slipway.Revisions.Staging;
using Slipway.Specifications;

namespace Slipway.Revisions.Storing;

/// <summary>What every kind of store does with the bytes of a bundle.</summary>
public static class StoredBundle
{
    /// <summary>
    /// Whether a stored bundle may stay as it is when this one of the same revision is put with this key. One without statement and signatures does not take
    /// the place of one that has them: what was signed would be lost.
    /// </summary>
    public static bool Holds(StoreRecord stored, StoreRecord described, IKeyWrapping? key) =>
        (stored.Sha256 == described.Sha256 || (stored.Attachments is not null && described.Attachments is null)) && (key is null || stored.KeyId == key.KeyId);

    /// <summary>The record of a bundle that is about to be stored plain, and the bundle's identity.</summary>
    /// <exception cref="SlipwayException">SLW0101, SLW0102, SLW0103: it is no bundle; SLW0140: its attachments are damaged.</exception>
    public static async Task<StoreRecord> DescribeAsync(string bundleFile, string applicationName, DateTimeOffset now, CancellationToken cancellation)
    {
        var (type, manifest) = RevisionBundle.Read(bundleFile);
        var sha256 = await Sha256Async(bundleFile, cancellation).ConfigureAwait(false);
        var attachments = manifest is null ? [] : AttachedFile.Read(bundleFile);
        return new(manifest?.Identity ?? sha256, applicationName, type.ToString(), new FileInfo(bundleFile).Length, sha256, now)
        {
            Attachments = attachments.Count == 0 ? null : [.. attachments.Select(a => a.Name)],
        };
    }

    /// <summary>SHA-256 of a file, lower-case hexadecimal.</summary>
    public static async Task<string> Sha256Async(string file, CancellationToken cancellation)
    {
        using var stream = BundleFile.Open(file);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation).ConfigureAwait(false));
    }

    /// <summary>Puts an envelope around a bundle, in a new file, and says so in its record.</summary>
    public static async Task<StoreRecord> SealAsync(string bundleFile, string sealedFile, StoreRecord record, IKeyWrapping key, CancellationToken cancellation)
    {
        var (size, sha256) = await DurableFile.CopyBundleAsync(bundleFile, sealedFile, key, ContextOf(record), cancellation).ConfigureAwait(false);
        return record with { KeyId = key.KeyId, StoredSize = size, StoredSha256 = sha256 };
    }

    /// <summary>Makes a plain, verified copy of a bundle in a folder that nobody else can look into.</summary>
    /// <param name="fetch">Writes what is stored into a new file; it is verified here.</param>
    /// <param name="record">The revision's record.</param>
    /// <param name="location">Where it is stored, for errors.</param>
    /// <param name="key">The key, if one was given.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <exception cref="SlipwayException">SLW0132: not what was put; SLW0153 to SLW0156: it cannot be decrypted.</exception>
    public static async Task<OpenedRevision> OpenCopyAsync(
        Func<string, CancellationToken, Task> fetch, StoreRecord record, string location, IKeyWrapping? key, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("slipway-").FullName;
        try
        {
            var plain = Path.Join(folder, StoreNames.BundleName(record.BundleType));
            var fetched = record.KeyId is null ? plain : plain + ".sealed";
            await fetch(fetched, cancellation).ConfigureAwait(false);
            if (await Sha256Async(fetched, cancellation).ConfigureAwait(false) != record.Sha256InStore) throw StoreErrors.Damaged(location, "the bundle's checksum is not the recorded one");
            if (record.KeyId is not null)
            {
                await OpenAsync(fetched, plain, record, location, key, cancellation).ConfigureAwait(false);
                File.Delete(fetched);
            }

            return new(record.ToStored(record.ApplicationName, location), plain, folder);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    private static async Task OpenAsync(string envelope, string plain, StoreRecord record, string location, IKeyWrapping? key, CancellationToken cancellation)
    {
        using (var source = BundleFile.Open(envelope))
        using (var target = new FileStream(plain, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            await Envelope.OpenAsync(source, target, location, key, ContextOf(record), cancellation).ConfigureAwait(false);
        }

        // The envelope vouches for its content; the record may still be another's.
        if (await Sha256Async(plain, cancellation).ConfigureAwait(false) != record.Sha256) throw StoreErrors.Damaged(location, "the decrypted bundle is not the recorded one");
    }

    private static EnvelopeContext ContextOf(StoreRecord record) => new(record.ApplicationName, record.Identity);
}
