using Slipway.Revisions.Objects;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions;

/// <summary>A line of the manifest.</summary>
/// <param name="Path">Path in the revision.</param>
/// <param name="Kind">File, directory or link.</param>
/// <param name="Mode">Permission bits.</param>
/// <param name="Size">Bytes of a file; 0 for others.</param>
/// <param name="Sha256">Lower-case hexadecimal digest of a file's content; null for others.</param>
/// <param name="LinkTarget">Target of a link; null for others.</param>
public sealed record RevisionEntry(string Path, FileKind Kind, int Mode, long Size, string? Sha256, string? LinkTarget)
{
    /// <summary>Lower-case hexadecimal digest of a file's content; null for others. Made of <see cref="Content"/> each time that it is asked for.</summary>
    public string? Sha256 => HasContent ? Content.ToString() : null;

    /// <summary>Whether it is a file, with a content.</summary>
    internal bool HasContent { get; } = Sha256 is not null;

    /// <summary>The digest as 32 bytes: manifests of many files are held in memory, and the text would be the most of them.</summary>
    internal ContentHash Content { get; } = Sha256 is null ? default : ContentHash.Parse(Sha256);
}
