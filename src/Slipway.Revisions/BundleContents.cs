using Slipway.Revisions.Attachments;
using Slipway.Revisions.Manifest;
using Slipway.Revisions.Sending;
using Slipway.Revisions.Staging;
using Slipway.Specifications;

namespace Slipway.Revisions;

/// <summary>
/// A bundle that carries a manifest, opened to send parts of it to an instance that has the rest. Contents leave it as they stand in it: what a zip holds deflated is neither
/// inflated nor deflated again. Safe for concurrent reads.
/// </summary>
public abstract class BundleContents : IDisposable
{
    /// <param name="manifest">What the bundle lists.</param>
    /// <param name="bundleFile">Where it stands.</param>
    private protected BundleContents(RevisionManifest manifest, string bundleFile)
    {
        Manifest = manifest;
        ManifestText = manifest.Text is { } text ? text : Slipway.Revisions.Manifest.ManifestText.Write(manifest.Entries);
        Attachments = RevisionBundle.ReadAttachments(bundleFile);
    }

    /// <summary>What it lists.</summary>
    public RevisionManifest Manifest { get; }

    /// <summary>The manifest's canonical text, whose SHA-256 is the revision's identity.</summary>
    public ReadOnlyMemory<byte> ManifestText { get; }

    /// <summary>What travels beside the revision.</summary>
    public IReadOnlyList<BundleAttachment> Attachments { get; }

    /// <summary>
    /// Opens a bundle. Null when it carries no manifest, is not what its manifest lists, or everything in it stands in one folder that staging takes away: then it is sent whole, and
    /// staging on the instance says what is wrong.
    /// </summary>
    /// <exception cref="SlipwayException">SLW0101 to SLW0103, SLW0140: unreadable, no archive, damaged.</exception>
    public static BundleContents? Open(string bundleFile, CancellationToken cancellation)
    {
        var file = BundleFile.Open(bundleFile);
        try
        {
            var type = BundleFormat.Of(bundleFile, BundleFile.Start(file));
            BundleContents? contents = type == BundleType.Zip
                ? ZipParts.Open(bundleFile, file, cancellation) : TarParts.Open(bundleFile, file, gzip: type == BundleType.Tgz, cancellation);
            if (contents is null) file.Dispose();
            return contents;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>How many bytes a content has as it will be written: less than its size when it is deflated.</summary>
    public abstract long SentSize(int entry);

    /// <summary>Writes contents in the order of <paramref name="entries"/>.</summary>
    /// <param name="entries">Indices of files in the manifest, ascending.</param>
    /// <param name="sink">Where to.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="SlipwayException">SLW0103: the bundle was damaged or changed meanwhile.</exception>
    public abstract void Write(IReadOnlyList<int> entries, IContentSink sink, CancellationToken cancellation);

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the bundle.</summary>
    protected abstract void Dispose(bool disposing);
}

/// <summary>Takes the contents of a bundle.</summary>
public interface IContentSink
{
    /// <summary>A content begins.</summary>
    /// <param name="entry">Its index in the manifest.</param>
    /// <param name="size">How many bytes follow.</param>
    /// <param name="isDeflated">Whether they are deflated (raw, without a zlib header).</param>
    void Begin(int entry, long size, bool isDeflated);

    /// <summary>Its next bytes.</summary>
    void Write(ReadOnlySpan<byte> bytes);
}
