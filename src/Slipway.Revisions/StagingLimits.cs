namespace Slipway.Revisions;

/// <summary>What an archive may unpack to before it is taken for a bomb.</summary>
/// <param name="TotalBytes">Bytes of all files together.</param>
/// <param name="Entries">Number of entries.</param>
/// <param name="Ratio">Unpacked by packed bytes, looked at once more than 64 MiB came out.</param>
public sealed record StagingLimits(long TotalBytes, long Entries, int Ratio)
{
    /// <summary>64 GiB, a million entries, 200 to 1.</summary>
    public static StagingLimits Default { get; } = new(64L << 30, 1_000_000, 200);
}
