namespace Slipway.Revisions.Sbom;

/// <summary>A component of the bill of materials.</summary>
/// <param name="Type">CycloneDX's word: application, library, framework, file.</param>
/// <param name="Reference">Its name inside the document.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version; null for files.</param>
internal sealed record SbomComponent(string Type, string Reference, string Name, string? Version)
{
    /// <summary>Package URL; null for what is in no registry.</summary>
    internal string? Purl { get; init; }

    /// <summary>Digest of the package; null when it is not known.</summary>
    internal string? Sha512 { get; init; }

    /// <summary>Where its files stand in the revision.</summary>
    internal SortedSet<string> Places { get; } = new(StringComparer.Ordinal);

    /// <summary>Its native libraries, by their place in the revision.</summary>
    internal SortedSet<string> Native { get; } = new(StringComparer.Ordinal);

    /// <summary>References of what it needs.</summary>
    internal SortedSet<string> Needs { get; } = new(StringComparer.Ordinal);
}
