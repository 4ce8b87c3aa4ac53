using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using Slipway.Revisions.Zip;

namespace Slipway.Revisions.Attachments;

/// <summary>
/// Attachments in a gzipped tar: the same blocks, in a gzip member of their own behind the tar's. That member is stored, so its size in the file follows
/// from the size in its last four bytes: attachments are found and replaced without unpacking the tar.
/// </summary>
internal static class TgzAttachments
{
    private const int LargestStored = ushort.MaxValue, StoredHeader = 5, Trailer = 8;

    // Deflate, an extra field, no time, made on Unix; the extra field is an empty record SW.
    private static ReadOnlySpan<byte> Header => [0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 3, 4, 0, (byte)'S', (byte)'W', 0, 0];

    /// <summary>The attachments; none when there is no such member.</summary>
    /// <exception cref="Specifications.SlipwayException">SLW0140: damaged.</exception>
    internal static IReadOnlyList<BundleAttachment> Read(string bundle, SafeFileHandle file)
    {
        if (Find(bundle, file) is not { } start) return [];
        var member = new byte[RandomAccess.GetLength(file) - start];
        ZipDirectory.ReadExactly(bundle, file, member, start);
        return TarAttachments.Unpad(bundle, Content(bundle, member));
    }

    /// <summary>Puts <paramref name="block"/> in the place of the attachments that are there.</summary>
    internal static void Write(string bundle, FileStream file, byte[] block)
    {
        var end = Find(bundle, file.SafeFileHandle) ?? file.Length;
        file.SetLength(end);
        file.Position = end;
        if (block.Length == 0) return;
        var content = TarAttachments.Pad(block);
        file.Write(Header);
        Span<byte> numbers = stackalloc byte[StoredHeader];
        for (var at = 0; at < content.Length; at += LargestStored)
        {
            var part = content.AsSpan(at, Math.Min(LargestStored, content.Length - at));
            numbers[0] = (byte)(at + part.Length == content.Length ? 1 : 0);
            BinaryPrimitives.WriteUInt16LittleEndian(numbers[1..], (ushort)part.Length);
            BinaryPrimitives.WriteUInt16LittleEndian(numbers[3..], (ushort)~part.Length);
            file.Write(numbers);
            file.Write(part);
        }

        Span<byte> trailer = stackalloc byte[Trailer];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, Crc32.Append(0, content));
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], (uint)content.Length);
        file.Write(trailer);
        file.Flush();
    }

    private static long? Find(string bundle, SafeFileHandle file)
    {
        var length = RandomAccess.GetLength(file);
        if (length < Trailer) return null;
        Span<byte> size = stackalloc byte[4];
        ZipDirectory.ReadExactly(bundle, file, size, length - size.Length);
        long content = BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (content is 0 or > AttachmentBlock.MaximumBytes + 1024) return null;
        var start = length - Trailer - content - StoredHeader * ((content + LargestStored - 1) / LargestStored) - Header.Length;
        if (start < 0) return null;
        Span<byte> header = stackalloc byte[Header.Length];
        ZipDirectory.ReadExactly(bundle, file, header, start);
        return header.SequenceEqual(Header) ? start : null;
    }

    private static byte[] Content(string bundle, byte[] member)
    {
        var content = new byte[BinaryPrimitives.ReadUInt32LittleEndian(member.AsSpan(member.Length - 4))];
        if (content.Length < AttachmentBlock.TrailerSize) throw RevisionErrors.AttachmentsDamaged(bundle, "they are too short");
        var rest = member.AsSpan(Header.Length);
        for (var at = 0; at < content.Length;)
        {
            var part = Math.Min(LargestStored, content.Length - at);
            var isLast = at + part == content.Length;
            if (rest[0] != (isLast ? 1 : 0) || BinaryPrimitives.ReadUInt16LittleEndian(rest[1..]) != part
                || BinaryPrimitives.ReadUInt16LittleEndian(rest[3..]) != (ushort)~part)
                throw RevisionErrors.AttachmentsDamaged(bundle, "their gzip data is wrong");
            rest.Slice(StoredHeader, part).CopyTo(content.AsSpan(at));
            rest = rest[(StoredHeader + part)..];
            at += part;
        }

        var isWhole = Crc32.Append(0, content) == BinaryPrimitives.ReadUInt32LittleEndian(rest);
        return isWhole && AttachmentBlock.IsTrailer(content.AsSpan(content.Length - AttachmentBlock.TrailerSize)) ? content
            : throw RevisionErrors.AttachmentsDamaged(bundle, "their checksum is wrong");
    }
}
