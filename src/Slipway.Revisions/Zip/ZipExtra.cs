using System.Buffers.Binary;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Zip;

/// <summary>The extra field of a central header: records of id, length and data.</summary>
internal readonly ref struct ZipExtra(ReadOnlySpan<byte> extra)
{
    private readonly ReadOnlySpan<byte> _extra = extra;

    /// <summary>The extended timestamp, which is in UTC, unlike the DOS time of the header.</summary>
    internal UnixTime? Modified
    {
        get
        {
            var record = Find(ZipFormat.TimestampExtra);
            return record.Length >= 5 && (record[0] & 1) != 0 ? new UnixTime(BinaryPrimitives.ReadInt32LittleEndian(record[1..]), 0) : null;
        }
    }

    /// <summary>The sizes and the offset with those that did not fit into the header taken from the zip64 record; -1 where that is missing.</summary>
    internal (long Packed, long Size, long Offset) Sizes(uint packed, uint size, uint offset)
    {
        var record = Find(ZipFormat.Zip64Extra);
        var fullSize = Full(size, ref record);
        var fullPacked = Full(packed, ref record);
        return (fullPacked, fullSize, Full(offset, ref record));
    }

    private static long Full(uint value, ref ReadOnlySpan<byte> record)
    {
        if (value != uint.MaxValue) return value;
        if (record.Length < 8) return -1;
        var full = BinaryPrimitives.ReadInt64LittleEndian(record);
        record = record[8..];
        return full;
    }

    private ReadOnlySpan<byte> Find(ushort id)
    {
        for (var rest = _extra; rest.Length >= 4;)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(rest[2..]);
            if (length > rest.Length - 4) return [];
            if (BinaryPrimitives.ReadUInt16LittleEndian(rest) == id) return rest.Slice(4, length);
            rest = rest[(4 + length)..];
        }

        return [];
    }
}
