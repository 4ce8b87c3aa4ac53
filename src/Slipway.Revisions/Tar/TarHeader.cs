using System.Buffers.Binary;

namespace Slipway.Revisions.Tar;

/// <summary>The fields of a 512-byte tar header: v7, ustar and GNU, which differ after the 257th byte.</summary>
internal static class TarHeader
{
    internal const int BlockSize = 512;

    internal static ReadOnlySpan<byte> Name(ReadOnlySpan<byte> block) => UpToNul(block[..100]);

    internal static ReadOnlySpan<byte> LinkName(ReadOnlySpan<byte> block) => UpToNul(block.Slice(157, 100));

    internal static byte Type(ReadOnlySpan<byte> block) => block[156];

    /// <summary>Only POSIX ustar has a name prefix; GNU keeps times in those bytes.</summary>
    internal static ReadOnlySpan<byte> Prefix(ReadOnlySpan<byte> block) =>
        block.Slice(257, 6).SequenceEqual("ustar\0"u8) ? UpToNul(block.Slice(345, 155)) : [];

    /// <summary>The owner's name; v7 has none.</summary>
    internal static ReadOnlySpan<byte> UserName(ReadOnlySpan<byte> block) => HasNames(block) ? UpToNul(block.Slice(265, 32)) : [];

    internal static ReadOnlySpan<byte> GroupName(ReadOnlySpan<byte> block) => HasNames(block) ? UpToNul(block.Slice(297, 32)) : [];

    internal static bool TryMode(ReadOnlySpan<byte> block, out long mode) => TryNumber(block.Slice(100, 8), out mode);

    internal static bool TryUser(ReadOnlySpan<byte> block, out long user) => TryNumber(block.Slice(108, 8), out user);

    internal static bool TryGroup(ReadOnlySpan<byte> block, out long group) => TryNumber(block.Slice(116, 8), out group);

    internal static bool TrySize(ReadOnlySpan<byte> block, out long size) => TryNumber(block.Slice(124, 12), out size) && size >= 0;

    internal static bool TryModified(ReadOnlySpan<byte> block, out long seconds) => TryNumber(block.Slice(136, 12), out seconds);

    /// <summary>The sum over all bytes with the checksum's own taken as blanks; old tars summed signed bytes.</summary>
    internal static bool HasValidChecksum(ReadOnlySpan<byte> block)
    {
        if (!TryNumber(block.Slice(148, 8), out var stored)) return false;
        long unsigned = 8 * ' ', signed = 8 * ' ';
        for (var i = 0; i < BlockSize; i++)
        {
            if (i is >= 148 and < 156) continue;
            unsigned += block[i];
            signed += (sbyte)block[i];
        }

        return stored == unsigned || stored == signed;
    }

    /// <summary>Octal digits between blanks and NULs, or GNU's big-endian binary when the first bit is set. An empty field is 0.</summary>
    private static bool TryNumber(ReadOnlySpan<byte> field, out long value)
    {
        if ((field[0] & 0x80) != 0) return TryBinary(field, out value);
        value = 0;
        var digits = field.Trim(" \0"u8);
        var end = digits.IndexOfAny((byte)' ', (byte)0);
        foreach (var digit in end < 0 ? digits : digits[..end])
        {
            if (digit is < (byte)'0' or > (byte)'7' || value >= 1L << 60) return false;
            value = (value << 3) | (uint)(digit - '0');
        }

        return true;
    }

    private static bool TryBinary(ReadOnlySpan<byte> field, out long value)
    {
        // Two's complement with the marker bit in front; what does not fit into 64 bits is no number of ours.
        var negative = (field[0] & 0x40) != 0;
        value = BinaryPrimitives.ReadInt64BigEndian(field[^8..]);
        if (field.Length == 8)
        {
            value = negative ? value : value & long.MaxValue;
            return true;
        }

        var filler = negative ? (byte)0xff : (byte)0;
        foreach (var b in field[1..^8])
        {
            if (b != filler) return false;
        }

        return (field[0] | 0x80) == (negative ? 0xff : 0x80) && value < 0 == negative;
    }

    private static bool HasNames(ReadOnlySpan<byte> block) => block.Slice(257, 5).SequenceEqual("ustar"u8);

    private static ReadOnlySpan<byte> UpToNul(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return end < 0 ? field : field[..end];
    }
}
