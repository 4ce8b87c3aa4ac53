namespace Slipway.Revisions.Staging;

/// <summary>Counts what comes out of an archive and refuses a bomb.</summary>
internal sealed class UnpackMeter(string bundle, long packedBytes, StagingLimits limits)
{
    // Small archives of zeros are harmless, and their ratio says nothing.
    private const long RatioFrom = 64L << 20;

    private long _entries;
    private long _skipped;

    /// <summary>Bytes of all files.</summary>
    internal long Bytes { get; private set; }

    internal void AddEntry()
    {
        if (++_entries > limits.Entries) throw RevisionErrors.TooMuch(bundle, $"it has more than {limits.Entries} entries");
    }

    internal void AddBytes(long bytes)
    {
        Bytes += bytes;
        Check();
    }

    /// <summary>Bytes that came out of the decompression but belong to no file.</summary>
    internal void Skip(long bytes)
    {
        _skipped += bytes;
        Check();
    }

    private void Check()
    {
        var total = Bytes + _skipped;
        if (total > limits.TotalBytes) throw RevisionErrors.TooMuch(bundle, $"it unpacks to more than {limits.TotalBytes} bytes");
        if (total > RatioFrom && total / limits.Ratio > packedBytes)
            throw RevisionErrors.TooMuch(bundle, $"it unpacks to more than {limits.Ratio} times its size");
    }
}
