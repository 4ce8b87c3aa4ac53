using Slipway.Revisions.Objects;

namespace Slipway.Revisions;

/// <summary>A revision laid out as plain files in a folder of ours, verified while it was written.</summary>
/// <param name="Folder">The revision root (after a single leading directory was stripped, for archives).</param>
/// <param name="AppSpecFile">Name of the appspec at the root: <c>appspec.yml</c>, or <c>appspec.yaml</c> as the fallback; null when there is none.</param>
/// <param name="Files">Regular files and links.</param>
/// <param name="Bytes">Bytes of all files.</param>
/// <param name="Manifest">The manifest that the bundle carries; null for folders and for bundles that others made.</param>
public sealed record StagedRevision(string Folder, string? AppSpecFile, long Files, long Bytes, RevisionManifest? Manifest)
{
    /// <summary>What the folder holds by its manifest, when it was made with an object store; null otherwise.</summary>
    public ArchiveContents? Contents { get; init; }
}
