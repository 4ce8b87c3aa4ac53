using System.Security.Cryptography;
using Slipway.Revisions;
using Slipway.Specifications;

namespace Slipway.Deployments.Transports.Delivery;

/// <summary>A revision as it is sent, opened once for all instances: by its contents where it has a manifest, else whole.</summary>
internal sealed class SentRevision : IDisposable
{
    private readonly string? temporaryFolder;
    private readonly Lazy<Task<string>> bundleHash;

    private SentRevision(string bundle, string identity, BundleContents? contents, string? temporaryFolder)
    {
        Bundle = bundle;
        Identity = identity;
        Contents = contents;
        this.temporaryFolder = temporaryFolder;
        bundleHash = new(() => contents is null ? Task.FromResult(identity) : Task.Run(() => HashOf(bundle)));
    }

    /// <summary>The bundle.</summary>
    public string Bundle { get; }

    /// <summary>The hash of its manifest, or of the whole bundle.</summary>
    public string Identity { get; }

    /// <summary>Its contents; null when it is sent whole.</summary>
    public BundleContents? Contents { get; }

    /// <summary>Opens a bundle; packs a folder first.</summary>
    /// <exception cref="SlipwayException">SLW01nn: it cannot be read or packed.</exception>
    public static async Task<SentRevision> OpenAsync(string revision, CancellationToken cancellation)
    {
        if (!Directory.Exists(revision)) return Open(revision, null, cancellation);
        var folder = Directory.CreateTempSubdirectory("slipway-sent-").FullName;
        try
        {
            var bundle = Path.Join(folder, "revision.zip");
            await RevisionPacker.PackAsync(RevisionGathering.FromFolder(revision), bundle, new PackOptions { Compression = RevisionCompression.Fastest }, cancellation).ConfigureAwait(false);
            return Open(bundle, folder, cancellation);
        }
        catch
        {
            Remove(folder);
            throw;
        }
    }

    /// <summary>SHA-256 of the whole bundle, for when it is sent whole; computed once.</summary>
    public Task<string> BundleHashAsync() => bundleHash.Value;

    /// <inheritdoc />
    public void Dispose()
    {
        Contents?.Dispose();
        if (temporaryFolder is not null) Remove(temporaryFolder);
    }

    private static SentRevision Open(string bundle, string? temporaryFolder, CancellationToken cancellation)
    {
        if (BundleContents.Open(bundle, cancellation) is { } contents) return new(bundle, contents.Manifest.Identity, contents, temporaryFolder);
        return new(bundle, HashOf(bundle), null, temporaryFolder);
    }

    private static string HashOf(string bundle)
    {
        using var file = File.OpenRead(bundle);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The system empties its folder of temporary files.
        }
    }
}
