namespace Slipway.Revisions;

/// <summary>A bundle as it was written.</summary>
/// <param name="BundleFile">Full path.</param>
/// <param name="Type">Its format.</param>
/// <param name="Manifest">What it holds; the same is inside it.</param>
/// <param name="Size">Its bytes.</param>
public sealed record PackedRevision(string BundleFile, BundleType Type, RevisionManifest Manifest, long Size);
