namespace Slipway.Revisions;

/// <summary>Something to pack: a file, an empty directory or a link on this machine and its place in the revision.</summary>
/// <param name="Path">Path in the revision: relative, <c>/</c> between segments, no <c>.</c> or <c>..</c>.</param>
/// <param name="SourcePath">Where it stands on this machine.</param>
/// <param name="Mode">Permission bits in the bundle; null takes those of the source (0755 for a hook and a file with a shebang, else 0644, where the
/// source's system has none).</param>
public sealed record RevisionFile(string Path, string SourcePath, int? Mode = null)
{
    /// <summary>What happens to its line ends. Hash and size in the manifest are those of what is packed.</summary>
    public LineEnds LineEnds { get; init; }
}
