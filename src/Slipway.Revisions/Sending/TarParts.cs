using System.Buffers;
using System.IO.Compression;
using Slipway.Revisions.Manifest;
using Slipway.Revisions.Staging;
using Slipway.Revisions.Tar;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Sending;

/// <summary>
/// The contents of a tar. It has no directory, so it is gone through from the beginning for each instance; a file of ordinary size is deflated on the way, a large one is sent plain,
/// because its deflated size has to be known before its first byte leaves.
/// </summary>
internal sealed class TarParts : BundleContents
{
    private const int BufferSize = 256 * 1024;
    private const int LargestDeflated = 8 << 20;

    private readonly string bundle;
    private readonly bool gzip;

    private TarParts(string bundle, bool gzip, RevisionManifest manifest) : base(manifest, bundle)
    {
        this.bundle = bundle;
        this.gzip = gzip;
    }

    /// <summary>Null when it cannot be sent in parts.</summary>
    internal static TarParts? Open(string bundle, FileStream file, bool gzip, CancellationToken cancellation)
    {
        var manifest = new SharedTar(bundle, gzip, cancellation).ReadManifest(file, new UnpackMeter(bundle, file.Length, StagingLimits.Default));
        if (manifest is null || LeadingDirectory.WillGo(manifest)) return null;
        file.Dispose();
        return new(bundle, gzip, manifest);
    }

    public override long SentSize(int entry) => Manifest.Entries[entry].Size;

    public override void Write(IReadOnlyList<int> entries, IContentSink sink, CancellationToken cancellation)
    {
        using var file = BundleFile.Open(bundle);
        using var inflated = gzip ? new GZipStream(new GzipInput(file), CompressionMode.Decompress) : null;
        var tar = new TarReader(new BufferedStream((Stream?)inflated ?? file, 128 * 1024), bundle);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            foreach (var index in entries)
            {
                cancellation.ThrowIfCancellationRequested();
                var wanted = Manifest.Entries[index];
                if (wanted.Kind != FileKind.File) throw new ArgumentException($"Entry {index} is no file.", nameof(entries));
                Find(tar, wanted, cancellation);
                Write(tar, index, wanted.Size, sink, buffer);
            }
        }
        catch (InvalidDataException e)
        {
            throw RevisionErrors.Damaged(bundle, "its gzip data is wrong", e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    protected override void Dispose(bool disposing)
    {
    }

    // Our tars hold their entries in the manifest's order.
    private void Find(TarReader tar, RevisionEntry wanted, CancellationToken cancellation)
    {
        while (tar.Next() is { } entry)
        {
            cancellation.ThrowIfCancellationRequested();
            if (entry.Type == TarEntryType.File && entry.Size == wanted.Size && BundlePath.Clean(bundle, entry.Name) == wanted.Path) return;
        }

        throw RevisionErrors.Damaged(bundle, $"'{RevisionErrors.Shown(wanted.Path)}' is not where its manifest lists it");
    }

    private static void Write(TarReader tar, int index, long size, IContentSink sink, byte[] buffer)
    {
        if (size is 0 or > LargestDeflated)
        {
            sink.Begin(index, size, isDeflated: false);
            for (int read; (read = tar.Read(buffer)) > 0;) sink.Write(buffer.AsSpan(0, read));
            return;
        }

        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (int read; (read = tar.Read(buffer)) > 0;) deflate.Write(buffer, 0, read);
        }

        sink.Begin(index, packed.Length, isDeflated: true);
        sink.Write(packed.GetBuffer().AsSpan(0, (int)packed.Length));
    }
}
