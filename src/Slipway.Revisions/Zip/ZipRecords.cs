using System.Buffers.Binary;

namespace Slipway.Revisions.Zip;

/// <summary>What the headers of a written entry need to know.</summary>
internal sealed class WrittenEntry(byte[] name, uint attributes, long claimedSize)
{
    // A file whose packed form might not fit into 32 bits gets zip64 records from the start; deflate grows what it cannot compress a little.
    private const long Zip64From = uint.MaxValue - (64L << 20);

    internal byte[] Name => name;

    internal uint Attributes => attributes;

    internal bool Zip64 { get; } = claimedSize >= Zip64From;

    internal ushort Method { get; set; }

    internal uint Crc { get; set; }

    internal long PackedSize { get; set; }

    internal long Size { get; set; }

    internal long Offset { get; set; }
}

/// <summary>The records of a zip as bytes, always with the same time: 1980-01-01, the format's first.</summary>
internal static class ZipRecords
{
    private const ushort Version = 20, Version64 = 45;
    private const ushort FirstDate = (1 << 5) | 1;

    internal static byte[] LocalHeader(WrittenEntry entry)
    {
        var extra = entry.Zip64 ? 20 : 0;
        var bytes = new byte[ZipFormat.LocalHeaderSize + entry.Name.Length + extra];
        var at = bytes.AsSpan();
        BinaryPrimitives.WriteUInt32LittleEndian(at, ZipFormat.LocalHeader);
        Common(at[4..], entry, extra, entry.Zip64);
        entry.Name.CopyTo(at[ZipFormat.LocalHeaderSize..]);
        if (entry.Zip64) Extra(at[(ZipFormat.LocalHeaderSize + entry.Name.Length)..], entry.Size, entry.PackedSize);
        return bytes;
    }

    internal static byte[] CentralHeader(WrittenEntry entry)
    {
        long[] large =
        [
            .. entry.Zip64 ? [entry.Size, entry.PackedSize] : Array.Empty<long>(),
            .. entry.Offset >= uint.MaxValue ? [entry.Offset] : Array.Empty<long>(),
        ];
        var extra = large.Length == 0 ? 0 : 4 + 8 * large.Length;
        var bytes = new byte[ZipFormat.CentralHeaderSize + entry.Name.Length + extra];
        var at = bytes.AsSpan();
        BinaryPrimitives.WriteUInt32LittleEndian(at, ZipFormat.CentralHeader);
        BinaryPrimitives.WriteUInt16LittleEndian(at[4..], (ushort)((extra > 0 ? Version64 : Version) | (ZipFormat.UnixHost << 8)));
        Common(at[6..], entry, extra, extra > 0);
        BinaryPrimitives.WriteUInt32LittleEndian(at[38..], entry.Attributes);
        BinaryPrimitives.WriteUInt32LittleEndian(at[42..], (uint)Math.Min(entry.Offset, uint.MaxValue));
        entry.Name.CopyTo(at[ZipFormat.CentralHeaderSize..]);
        if (extra > 0) Extra(at[(ZipFormat.CentralHeaderSize + entry.Name.Length)..], large);
        return bytes;
    }

    /// <summary>The end record, with the zip64 ones before it where a number does not fit.</summary>
    internal static byte[] End(long entries, long size, long offset)
    {
        var large = entries >= ushort.MaxValue || size >= uint.MaxValue || offset >= uint.MaxValue;
        var bytes = new byte[(large ? ZipFormat.End64Size + ZipFormat.End64LocatorSize : 0) + ZipFormat.EndSize];
        var at = bytes.AsSpan();
        if (large)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(at, ZipFormat.End64);
            BinaryPrimitives.WriteInt64LittleEndian(at[4..], ZipFormat.End64Size - 12);
            BinaryPrimitives.WriteUInt16LittleEndian(at[12..], Version64 | (ZipFormat.UnixHost << 8));
            BinaryPrimitives.WriteUInt16LittleEndian(at[14..], Version64);
            BinaryPrimitives.WriteInt64LittleEndian(at[24..], entries);
            BinaryPrimitives.WriteInt64LittleEndian(at[32..], entries);
            BinaryPrimitives.WriteInt64LittleEndian(at[40..], size);
            BinaryPrimitives.WriteInt64LittleEndian(at[48..], offset);
            at = at[ZipFormat.End64Size..];
            BinaryPrimitives.WriteUInt32LittleEndian(at, ZipFormat.End64Locator);
            BinaryPrimitives.WriteInt64LittleEndian(at[8..], offset + size);
            BinaryPrimitives.WriteUInt32LittleEndian(at[16..], 1);
            at = at[ZipFormat.End64LocatorSize..];
        }

        BinaryPrimitives.WriteUInt32LittleEndian(at, ZipFormat.End);
        BinaryPrimitives.WriteUInt16LittleEndian(at[8..], (ushort)Math.Min(entries, ushort.MaxValue));
        BinaryPrimitives.WriteUInt16LittleEndian(at[10..], (ushort)Math.Min(entries, ushort.MaxValue));
        BinaryPrimitives.WriteUInt32LittleEndian(at[12..], (uint)Math.Min(size, uint.MaxValue));
        BinaryPrimitives.WriteUInt32LittleEndian(at[16..], (uint)Math.Min(offset, uint.MaxValue));
        return bytes;
    }

    /// <summary>The thirteen fields that local and central header have in common, from "version needed" to "extra length".</summary>
    private static void Common(Span<byte> at, WrittenEntry entry, int extra, bool version64)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(at, version64 ? Version64 : Version);
        BinaryPrimitives.WriteUInt16LittleEndian(at[2..], ZipFormat.Utf8);
        BinaryPrimitives.WriteUInt16LittleEndian(at[4..], entry.Method);
        BinaryPrimitives.WriteUInt16LittleEndian(at[8..], FirstDate);
        BinaryPrimitives.WriteUInt32LittleEndian(at[10..], entry.Crc);
        BinaryPrimitives.WriteUInt32LittleEndian(at[14..], entry.Zip64 ? uint.MaxValue : (uint)entry.PackedSize);
        BinaryPrimitives.WriteUInt32LittleEndian(at[18..], entry.Zip64 ? uint.MaxValue : (uint)entry.Size);
        BinaryPrimitives.WriteUInt16LittleEndian(at[22..], (ushort)entry.Name.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(at[24..], (ushort)extra);
    }

    private static void Extra(Span<byte> at, params ReadOnlySpan<long> values)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(at, ZipFormat.Zip64Extra);
        BinaryPrimitives.WriteUInt16LittleEndian(at[2..], (ushort)(8 * values.Length));
        for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteInt64LittleEndian(at[(4 + 8 * i)..], values[i]);
    }
}
