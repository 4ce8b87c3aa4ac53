using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Arm = System.Runtime.Intrinsics.Arm;

namespace Slipway.Revisions;

/// <summary>
/// zip's and gzip's checksum; the BCL has one only in a package of its own. By the processor's own instruction on arm64; on x64 by folding
/// the data to 16 bytes with carry-less products (Gopal and others, "Fast CRC computation using PCLMULQDQ", Intel, 2009); else by tables.
/// </summary>
internal static partial class Crc32
{
    private const int FoldFrom = 128;

    private static readonly uint[][] Tables = MakeTables();

    /// <summary>The checksum of what gave <paramref name="crc"/> followed by <paramref name="data"/>; begin with 0.</summary>
    internal static uint Append(uint crc, ReadOnlySpan<byte> data)
    {
        crc = ~crc;
        if (Arm.Crc32.Arm64.IsSupported)
        {
            for (; data.Length >= 8; data = data[8..]) crc = Arm.Crc32.Arm64.ComputeCrc32(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
        }
        else if (Pclmulqdq.IsSupported && data.Length >= FoldFrom)
        {
            Span<byte> rest = stackalloc byte[Vector128<byte>.Count];
            data = Fold(crc, data, rest);

            // The remainder of 16 bytes is that of all the data before; the old checksum is in it.
            crc = ByTables(0, rest);
        }

        return ~ByTables(crc, data);
    }

    private static uint ByTables(uint crc, ReadOnlySpan<byte> data)
    {
        var t = Tables;
        for (; data.Length >= 8; data = data[8..])
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(data) ^ crc;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
            crc = t[7][(byte)low] ^ t[6][(byte)(low >> 8)] ^ t[5][(byte)(low >> 16)] ^ t[4][low >> 24]
                ^ t[3][(byte)high] ^ t[2][(byte)(high >> 8)] ^ t[1][(byte)(high >> 16)] ^ t[0][high >> 24];
        }

        foreach (var b in data) crc = t[0][(byte)(crc ^ b)] ^ (crc >> 8);
        return crc;
    }

    /// <summary>Folds all whole 16-byte blocks into <paramref name="rest"/> and returns what is left of the data.</summary>
    private static ReadOnlySpan<byte> Fold(uint crc, ReadOnlySpan<byte> data, scoped Span<byte> rest)
    {
        // x to the power of the distance in bits (plus and minus 32), modulo the polynomial, bits reversed.
        var by64Bytes = Vector128.Create(0x1_5444_2bd4, 0x1_c6e4_1596);
        var by16Bytes = Vector128.Create(0x1_7519_97d0, 0x0_ccaa_009e);
        var (a, b, c, d) = (Block(data, 0) ^ Vector128.CreateScalar((long)crc), Block(data, 16), Block(data, 32), Block(data, 48));
        for (data = data[64..]; data.Length >= 64; data = data[64..])
        {
            a = Step(a, by64Bytes) ^ Block(data, 0);
            b = Step(b, by64Bytes) ^ Block(data, 16);
            c = Step(c, by64Bytes) ^ Block(data, 32);
            d = Step(d, by64Bytes) ^ Block(data, 48);
        }

        a = Step(Step(Step(a, by16Bytes) ^ b, by16Bytes) ^ c, by16Bytes) ^ d;
        for (; data.Length >= 16; data = data[16..]) a = Step(a, by16Bytes) ^ Block(data, 0);
        a.AsByte().CopyTo(rest);
        return data;
    }

    private static Vector128<long> Step(Vector128<long> value, Vector128<long> factors) =>
        Pclmulqdq.CarrylessMultiply(value, factors, 0x00) ^ Pclmulqdq.CarrylessMultiply(value, factors, 0x11);

    private static Vector128<long> Block(ReadOnlySpan<byte> data, int at) => Vector128.Create(data[at..]).AsInt64();

    private static uint[][] MakeTables()
    {
        var tables = new uint[8][];
        for (var slice = 0; slice < 8; slice++)
        {
            tables[slice] = new uint[256];
            for (uint i = 0; i < 256; i++) tables[slice][i] = slice == 0 ? OfByte(i) : (tables[slice - 1][i] >> 8) ^ tables[0][(byte)tables[slice - 1][i]];
        }

        return tables;
    }

    private static uint OfByte(uint value)
    {
        for (var bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? (value >> 1) ^ Polynomial : value >> 1;
        return value;
    }
}
