using System.Buffers;
using System.IO.Compression;
using Slipway.Revisions.Manifest;
using Slipway.Revisions.Staging;
using Slipway.Revisions.Tar;
using Slipway.Revisions.Unix;
using Slipway.Revisions.Zip;

namespace Slipway.Revisions.Inventory;

/// <summary>Goes through a bundle of any type from the first entry to the last and writes nothing: works on every system.</summary>
internal sealed class BundleWalk(string bundle, StagingLimits limits, CancellationToken cancellation)
{
    private const int BufferSize = 128 * 1024;

    /// <summary>Walks the bundle.</summary>
    /// <param name="visit">Told of every entry; reads what it wants to.</param>
    /// <returns>The bundle's type and its manifest; null when it has none.</returns>
    /// <exception cref="Specifications.SlipwayException">SLW01nn: unreadable, no archive, damaged, too large; not before what is damaged was reached.</exception>
    internal (BundleType Type, RevisionManifest? Manifest) Run(Action<BundleEntry> visit)
    {
        using var file = BundleFile.Open(bundle);
        var type = BundleFormat.Of(bundle, BundleFile.Start(file));
        var meter = new UnpackMeter(bundle, file.Length, limits);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            return (type, type == BundleType.Zip ? Zip(file, meter, buffer, visit) : Tar(file, type == BundleType.Tgz, meter, buffer, visit));
        }
        catch (InvalidDataException e)
        {
            throw RevisionErrors.Damaged(bundle, "its compressed data is wrong", e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private RevisionManifest? Zip(FileStream file, UnpackMeter meter, byte[] buffer, Action<BundleEntry> visit)
    {
        var directory = ZipDirectory.Find(bundle, file.SafeFileHandle);
        var manifest = ZipManifest.Read(bundle, file.SafeFileHandle, directory);
        var reader = new ZipReader(bundle, file.SafeFileHandle, directory);
        var entries = reader.ReadEntries(entry =>
        {
            meter.AddEntry();
            if (entry.Kind == FileKind.File) meter.AddBytes(entry.Size);
        });
        foreach (var entry in entries)
        {
            cancellation.ThrowIfCancellationRequested();
            if (entry.Path.Length == 0) continue;
            var target = entry.Kind == FileKind.Link ? Target(file, reader, entry, buffer) : null;
            visit(new(entry.Path, entry.Kind, entry.Mode, entry.Size, entry.PackedSize, target, null, chunk => ReadZip(file, reader, entry, buffer, chunk)));
        }

        return manifest;
    }

    private string Target(FileStream file, ZipReader reader, ZipEntry entry, byte[] buffer)
    {
        if (entry.Size is 0 or > 4095) throw Damaged(entry, "is a link without a valid target");
        var target = new byte[entry.Size];
        var length = 0;
        ReadZip(file, reader, entry, buffer, chunk =>
        {
            chunk.CopyTo(target.AsSpan(length));
            length += chunk.Length;
        });
        return BundlePath.Decode(bundle, target);
    }

    private void ReadZip(FileStream file, ZipReader reader, ZipEntry entry, byte[] buffer, BundleEntry.ReadChunk chunk)
    {
        var packed = new PackedContent(file.SafeFileHandle, reader.FindContent(entry), entry.PackedSize);
        using Stream content = entry.Method == ZipFormat.Deflated ? new DeflateStream(packed, CompressionMode.Decompress) : packed;
        var done = 0L;
        var crc = 0u;
        while (content.Read(buffer, 0, BufferSize) is > 0 and var read)
        {
            cancellation.ThrowIfCancellationRequested();
            if (read > entry.Size - done) throw Damaged(entry, "is longer than it says");
            crc = Crc32.Append(crc, buffer.AsSpan(0, read));
            chunk(buffer.AsSpan(0, read));
            done += read;
        }

        if (done != entry.Size) throw Damaged(entry, "is shorter than it says");
        if (crc != entry.Crc) throw Damaged(entry, "has a wrong checksum");
    }

    private RevisionManifest? Tar(FileStream file, bool gzip, UnpackMeter meter, byte[] buffer, Action<BundleEntry> visit)
    {
        using var source = new BufferedStream(gzip ? new GZipStream(new GzipInput(file), CompressionMode.Decompress) : file, BufferSize);
        var tar = new TarReader(source, bundle);
        while (tar.Next() is { } entry)
        {
            cancellation.ThrowIfCancellationRequested();
            meter.AddEntry();
            var path = BundlePath.Clean(bundle, entry.Name);
            if (path.Length == 0 && entry.Type == TarEntryType.Directory) continue;
            if (path.Length == 0) throw RevisionErrors.BadPath(bundle, "", "has no name");
            visit(Of(tar, entry, path, gzip, meter, buffer));
        }

        RevisionManifest? manifest = null;
        if (tar.Comment == TarManifest.Announcement)
            manifest = TarManifest.Read(tar) ?? throw RevisionErrors.Damaged(bundle, "the manifest that it announces is missing");
        var isWhole = GzipInput.EndsWithMark(source, buffer, read => meter.Skip(read));
        return !gzip || isWhole ? manifest : throw RevisionErrors.Damaged(bundle, "its gzip data is cut off");
    }

    private BundleEntry Of(TarReader tar, TarEntry entry, string path, bool gzip, UnpackMeter meter, byte[] buffer) => entry.Type switch
    {
        TarEntryType.Directory => new(path, FileKind.Directory, entry.Mode & 0x1ff, 0, 0, null, null, _ => { }),
        TarEntryType.Link => new(path, FileKind.Link, ManifestText.LinkMode, 0, 0, BundlePath.Decode(bundle, entry.LinkName), null, _ => { }),
        TarEntryType.HardLink => new(path, FileKind.File, entry.Mode & 0x1ff, 0, 0, null, BundlePath.Clean(bundle, entry.LinkName), _ => { }),
        TarEntryType.File => new(path, FileKind.File, entry.Mode & 0x1ff, entry.Size, gzip ? -1 : entry.Size, null, null, chunk =>
        {
            while (tar.Read(buffer.AsSpan(0, BufferSize)) is > 0 and var read)
            {
                cancellation.ThrowIfCancellationRequested();
                meter.AddBytes(read);
                chunk(buffer.AsSpan(0, read));
            }
        }),
        var type => throw RevisionErrors.SpecialFile(bundle, path, type == TarEntryType.Fifo ? "FIFO" : "device"),
    };

    private Specifications.SlipwayException Damaged(ZipEntry entry, string what) =>
        RevisionErrors.Damaged(bundle, $"'{RevisionErrors.Shown(entry.Path)}' {what}");
}
