namespace Slipway.Revisions;

/// <summary>What a revision holds, in ordinal order of the paths. Its identity is the identity of the revision, whatever archive carries it.</summary>
/// <param name="Entries">Every file, link and directory that is not implied by another path.</param>
/// <param name="Identity">SHA-256 of the canonical manifest text, lower-case hexadecimal.</param>
public sealed record RevisionManifest(IReadOnlyList<RevisionEntry> Entries, string Identity)
{
    /// <summary>The canonical text that it was read from, if it was.</summary>
    internal ReadOnlyMemory<byte>? Text { get; init; }
}
