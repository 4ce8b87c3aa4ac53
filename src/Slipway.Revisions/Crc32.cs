using System.Buffers.Binary;

namespace Slipway.Revisions;

/// <summary>zip's checksum, eight bytes a step: the BCL has one only in a package of its own.</summary>
internal static class Crc32
{
    private static readonly uint[][] Tables = MakeTables();

    /// <summary>The checksum of what gave <paramref name="crc"/> followed by <paramref name="data"/>; begin with 0.</summary>
    internal static uint Append(uint crc, ReadOnlySpan<byte> data)
    {
        var t = Tables;
        crc = ~crc;
        for (; data.Length >= 8; data = data[8..])
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(data) ^ crc;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
            crc = t[7][(byte)low] ^ t[6][(byte)(low >> 8)] ^ t[5][(byte)(low >> 16)] ^ t[4][low >> 24]
                ^ t[3][(byte)high] ^ t[2][(byte)(high >> 8)] ^ t[1][(byte)(high >> 16)] ^ t[0][high >> 24];
        }

        foreach (var b in data) crc = t[0][(byte)(crc ^ b)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[][] MakeTables()
    {
        var tables = new uint[8][];
        for (var slice = 0; slice < 8; slice++)
        {
            tables[slice] = new uint[256];
            for (uint i = 0; i < 256; i++)
            {
                var value = slice == 0 ? i : tables[slice - 1][i];
                if (slice == 0)
                {
                    for (var bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? (value >> 1) ^ 0xEDB88320 : value >> 1;
                }
                else
                {
                    value = (value >> 8) ^ tables[0][(byte)value];
                }

                tables[slice][i] = value;
            }
        }

        return tables;
    }
}
