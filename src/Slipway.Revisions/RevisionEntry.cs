using Slipway.Revisions.Unix;

namespace Slipway.Revisions;

/// <summary>A line of the manifest.</summary>
/// <param name="Path">Path in the revision.</param>
/// <param name="Kind">File, directory or link.</param>
/// <param name="Mode">Permission bits.</param>
/// <param name="Size">Bytes of a file; 0 for others.</param>
/// <param name="Sha256">Lower-case hexadecimal digest of a file's content; null for others.</param>
/// <param name="LinkTarget">Target of a link; null for others.</param>
public sealed record RevisionEntry(string Path, FileKind Kind, int Mode, long Size, string? Sha256, string? LinkTarget);
