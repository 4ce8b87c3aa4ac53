namespace Slipway.Revisions.Packing;

/// <summary>Tells by the distribution of its first bytes whether a file is compressed (or encrypted) already, whatever its name says.</summary>
internal static class Compressibility
{
    private const int Smallest = 16 * 1024;
    private const int Sample = 64 * 1024;

    // Random bytes have 8 bits each less what a sample of this size misses (0.01); deflate could win one percent at most above this.
    private const double Compressed = 7.9;

    internal static bool IsCompressed(ReadOnlySpan<byte> start)
    {
        if (start.Length < Smallest) return false;
        if (start.Length > Sample) start = start[..Sample];
        Span<int> counts = stackalloc int[256];
        counts.Clear();
        foreach (var b in start) counts[b]++;
        var bits = 0.0;
        foreach (var count in counts)
        {
            if (count > 0) bits -= count * Math.Log2((double)count / start.Length);
        }

        return bits / start.Length > Compressed;
    }
}
