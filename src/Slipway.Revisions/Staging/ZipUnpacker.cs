using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Slipway.Revisions.Manifest;
using Slipway.Revisions.Unix;
using Slipway.Revisions.Zip;

namespace Slipway.Revisions.Staging;

/// <summary>Unpacks a zip as the agent's <c>unzip -qo</c> does: Unix modes and times are kept, owners are ours.</summary>
internal sealed class ZipUnpacker(string bundle, SafeFileHandle zip, StagingTree tree, UnpackMeter meter, CancellationToken cancellation)
{
    // As the kernel: a longer target is no target.
    private const int LongestTarget = 4095;

    internal long Files { get; private set; }

    /// <summary>Looks through the whole directory, then unpacks and, when the archive carries a manifest, verifies the content against it.</summary>
    internal RevisionManifest? Unpack()
    {
        var directory = ZipDirectory.Find(bundle, zip);
        var manifest = ZipManifest.Read(bundle, zip, directory);
        var check = manifest is null ? null : new ManifestCheck();
        var reader = new ZipReader(bundle, zip, directory);
        var entries = reader.ReadEntries(entry =>
        {
            cancellation.ThrowIfCancellationRequested();
            meter.AddEntry();

            // What an entry claims is counted before anything is written; more than it claims never comes out.
            if (entry.Kind == FileKind.File) meter.AddBytes(entry.Size);
        });
        var buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
        try
        {
            foreach (var entry in entries) Unpack(reader, entry, check, buffer);
        }
        catch (InvalidDataException e)
        {
            throw RevisionErrors.Damaged(bundle, "its deflated data is wrong", e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return check?.FirstDifference(manifest!) is { } difference ? throw RevisionErrors.ManifestMismatch(bundle, difference) : manifest;
    }

    private void Unpack(ZipReader reader, ZipEntry entry, ManifestCheck? check, byte[] buffer)
    {
        cancellation.ThrowIfCancellationRequested();
        if (entry.Path.Length == 0) return;
        switch (entry.Kind)
        {
            case FileKind.Directory:
                tree.MakeDirectory(entry.Path);
                check?.AddDirectory(entry.Path);
                return;
            case FileKind.Link:
                UnpackLink(reader, entry, check);
                break;
            default:
                UnpackFile(reader, entry, check, buffer);
                break;
        }

        Files++;
    }

    private void UnpackFile(ZipReader reader, ZipEntry entry, ManifestCheck? check, byte[] buffer)
    {
        using var hash = check is null ? null : IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var content = Open(reader, entry);
        using var file = tree.CreateFile(entry.Path);
        long offset = 0;
        var crc = 0u;
        while (content.Read(buffer) is > 0 and var read)
        {
            cancellation.ThrowIfCancellationRequested();
            if (read > entry.Size - offset) throw Damaged(entry, "is longer than it says");
            var chunk = buffer.AsSpan(0, read);
            crc = Crc32.Append(crc, chunk);
            hash?.AppendData(chunk);
            RandomAccess.Write(file, chunk, offset);
            offset += read;
        }

        if (offset != entry.Size) throw Damaged(entry, "is shorter than it says");
        if (crc != entry.Crc) throw Damaged(entry, "has a wrong checksum");
        UnixFiles.ChangeMode(file, entry.Mode);
        UnixFiles.SetModified(file, entry.Modified);
        if (hash is not null) check!.AddFile(entry.Path, entry.Mode, offset, hash.GetHashAndReset());
    }

    private void UnpackLink(ZipReader reader, ZipEntry entry, ManifestCheck? check)
    {
        if (entry.Size is 0 or > LongestTarget) throw Damaged(entry, "is a link without a valid target");
        var target = new byte[entry.Size];
        using var content = Open(reader, entry);
        if (content.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) != target.Length || content.ReadByte() >= 0)
            throw Damaged(entry, "is not as long as it says");
        if (Crc32.Append(0, target) != entry.Crc) throw Damaged(entry, "has a wrong checksum");
        if (target.Contains((byte)0)) throw Damaged(entry, "is a link without a valid target");
        var text = BundlePath.Decode(bundle, target);
        tree.MakeLink(entry.Path, text);
        check?.AddLink(entry.Path, text);
    }

    private Stream Open(ZipReader reader, ZipEntry entry)
    {
        var packed = new PackedContent(zip, reader.FindContent(entry), entry.PackedSize);
        return entry.Method == ZipFormat.Deflated ? new DeflateStream(packed, CompressionMode.Decompress) : packed;
    }

    private Specifications.SlipwayException Damaged(ZipEntry entry, string what) =>
        RevisionErrors.Damaged(bundle, $"'{RevisionErrors.Shown(entry.Path)}' {what}");
}
