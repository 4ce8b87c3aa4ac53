namespace Slipway.Revisions;

/// <summary>The checksum of two parts together, from those of each: what stands before others is multiplied by x to the power of their bits.</summary>
internal static partial class Crc32
{
    private const uint Polynomial = 0xEDB88320, One = 0x80000000;

    // x to the power of 8 times a power of two; bits reversed, as the checksum has them.
    private static readonly uint[] PowersOfByte = MakePowers();

    /// <summary>The checksum of what gave <paramref name="first"/> followed by <paramref name="length"/> bytes that gave <paramref name="second"/>.</summary>
    internal static uint Combine(uint first, uint second, long length)
    {
        var power = One;
        for (var i = 0; length != 0; i++, length >>= 1)
        {
            if ((length & 1) != 0) power = Multiply(power, PowersOfByte[i]);
        }

        return Multiply(power, first) ^ second;
    }

    private static uint Multiply(uint a, uint b)
    {
        var product = 0u;
        for (var bit = One; bit != 0; bit >>= 1)
        {
            if ((a & bit) != 0) product ^= b;
            b = (b & 1) != 0 ? (b >> 1) ^ Polynomial : b >> 1;
        }

        return product;
    }

    private static uint[] MakePowers()
    {
        var powers = new uint[63];
        powers[0] = One >> 8;
        for (var i = 1; i < powers.Length; i++) powers[i] = Multiply(powers[i - 1], powers[i - 1]);
        return powers;
    }
}
