using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Slipway.Revisions.Zip;

/// <summary>Where a zip's central directory stands: from the end record and, for a large archive, the zip64 one.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Entries">Its entries.</param>
internal sealed record ZipDirectory(long Offset, long Size, long Entries)
{
    private const int LongestComment = ushort.MaxValue;

    internal static ZipDirectory Find(string bundle, SafeFileHandle file)
    {
        var length = RandomAccess.GetLength(file);
        var tail = new byte[(int)Math.Min(length, ZipFormat.EndSize + LongestComment)];
        ReadExactly(bundle, file, tail, length - tail.Length);
        for (var at = tail.Length - ZipFormat.EndSize; at >= 0; at--)
        {
            var end = tail.AsSpan(at);
            if (BinaryPrimitives.ReadUInt32LittleEndian(end) != ZipFormat.End) continue;
            if (at + ZipFormat.EndSize + BinaryPrimitives.ReadUInt16LittleEndian(end[20..]) > tail.Length) continue;
            return Read(bundle, file, end, length - tail.Length + at);
        }

        throw RevisionErrors.Damaged(bundle, "the end of the zip's directory is missing");
    }

    internal static void ReadExactly(string bundle, SafeFileHandle file, Span<byte> buffer, long offset)
    {
        while (!buffer.IsEmpty)
        {
            var read = RandomAccess.Read(file, buffer, offset);
            if (read == 0) throw RevisionErrors.Damaged(bundle, "it ends too early");
            buffer = buffer[read..];
            offset += read;
        }
    }

    private static ZipDirectory Read(string bundle, SafeFileHandle file, ReadOnlySpan<byte> end, long endOffset)
    {
        var entries = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
        var size = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]);
        var offset = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
        var directory = entries == ushort.MaxValue || size == uint.MaxValue || offset == uint.MaxValue
            ? Read64(bundle, file, endOffset) ?? new(offset, size, entries)
            : new ZipDirectory(offset, size, entries);
        var disks = BinaryPrimitives.ReadUInt32LittleEndian(end[4..]);
        if (disks is not (0 or uint.MaxValue)) throw RevisionErrors.Unsupported(bundle, Path.GetFileName(bundle), "is one part of a split zip");
        if (directory.Offset < 0 || directory.Size < 0 || directory.Offset > endOffset || directory.Size > endOffset - directory.Offset)
            throw RevisionErrors.Damaged(bundle, "the zip's directory lies outside the file");
        if (directory.Entries < 0 || directory.Entries > directory.Size / ZipFormat.CentralHeaderSize)
            throw RevisionErrors.Damaged(bundle, $"the zip's directory is too small for {directory.Entries} entries");
        return directory;
    }

    private static ZipDirectory? Read64(string bundle, SafeFileHandle file, long endOffset)
    {
        if (endOffset < ZipFormat.End64LocatorSize + ZipFormat.End64Size) return null;
        var locator = new byte[ZipFormat.End64LocatorSize];
        ReadExactly(bundle, file, locator, endOffset - locator.Length);
        if (BinaryPrimitives.ReadUInt32LittleEndian(locator) != ZipFormat.End64Locator) return null;
        var at = BinaryPrimitives.ReadInt64LittleEndian(locator.AsSpan(8));
        if (at < 0 || at > endOffset - locator.Length - ZipFormat.End64Size) throw RevisionErrors.Damaged(bundle, "the zip64 end record lies outside the file");
        var end = new byte[ZipFormat.End64Size];
        ReadExactly(bundle, file, end, at);
        if (BinaryPrimitives.ReadUInt32LittleEndian(end) != ZipFormat.End64) throw RevisionErrors.Damaged(bundle, "the zip64 end record is missing");
        return new(
            BinaryPrimitives.ReadInt64LittleEndian(end.AsSpan(48)),
            BinaryPrimitives.ReadInt64LittleEndian(end.AsSpan(40)),
            BinaryPrimitives.ReadInt64LittleEndian(end.AsSpan(32)));
    }
}
