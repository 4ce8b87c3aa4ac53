namespace Slipway.Revisions;

/// <summary>A bundle as it was written.</summary>
/// <param name="BundleFile">Full path.</param>
/// <param name="Type">Its format.</param>
/// <param name="Manifest">What it holds; the same is inside it.</param>
/// <param name="Size">Its bytes.</param>
public sealed record PackedRevision(string BundleFile, BundleType Type, RevisionManifest Manifest, long Size)
{
    /// <summary>What packing had to do for it.</summary>
    public PackEffort Effort { get; init; } = new(0, 0, 0, 0);

    /// <summary>Why the cache could not be used as it was meant to; null when it could. The bundle does not suffer from it.</summary>
    public string? CacheWarning { get; init; }
}
