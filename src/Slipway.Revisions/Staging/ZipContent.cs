using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Slipway.Revisions.Zip;

namespace Slipway.Revisions.Staging;

/// <summary>Reads the content of a zip's entries, checked against what the directory says of them.</summary>
internal sealed class ZipContent(string bundle, SafeFileHandle zip, ZipReader reader, CancellationToken cancellation)
{
    // As the kernel: a longer target is no target.
    private const int LongestTarget = 4095;

    /// <summary>Writes a file's content and, where asked, hashes it.</summary>
    internal void Write(ZipEntry entry, SafeFileHandle file, IncrementalHash? hash, byte[] buffer)
    {
        using var content = Open(entry);
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
    }

    /// <summary>The target of a link.</summary>
    internal string Target(ZipEntry entry)
    {
        if (entry.Size is 0 or > LongestTarget) throw Damaged(entry, "is a link without a valid target");
        var target = new byte[entry.Size];
        using var content = Open(entry);
        if (content.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) != target.Length || content.ReadByte() >= 0)
            throw Damaged(entry, "is not as long as it says");
        if (Crc32.Append(0, target) != entry.Crc) throw Damaged(entry, "has a wrong checksum");
        if (target.Contains((byte)0)) throw Damaged(entry, "is a link without a valid target");
        return BundlePath.Decode(bundle, target);
    }

    private Stream Open(ZipEntry entry)
    {
        var packed = new PackedContent(zip, reader.FindContent(entry), entry.PackedSize);
        return entry.Method == ZipFormat.Deflated ? new DeflateStream(packed, CompressionMode.Decompress) : packed;
    }

    private Specifications.SlipwayException Damaged(ZipEntry entry, string what) =>
        RevisionErrors.Damaged(bundle, $"'{RevisionErrors.Shown(entry.Path)}' {what}");
}
