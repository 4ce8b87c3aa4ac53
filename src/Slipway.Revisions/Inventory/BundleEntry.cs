using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Inventory;

/// <summary>An entry of a bundle while it is walked.</summary>
/// <param name="Path">Clean path in the bundle.</param>
/// <param name="Kind">File, directory or link.</param>
/// <param name="Mode">Permission bits (0777).</param>
/// <param name="Size">Bytes of a file.</param>
/// <param name="PackedSize">Bytes in the archive; -1 where that cannot be told (gzip packs the whole archive).</param>
/// <param name="LinkTarget">Target of a link; null for others.</param>
/// <param name="SameAs">Path of the earlier entry that a hard link repeats; null for others.</param>
/// <param name="Read">Reads a file's content to its end, checked against what the archive says of it; to be called at once or not at all.</param>
internal sealed record BundleEntry(
    string Path, FileKind Kind, int Mode, long Size, long PackedSize, string? LinkTarget, string? SameAs, Action<BundleEntry.ReadChunk> Read)
{
    /// <summary>Hears a part of the content.</summary>
    internal delegate void ReadChunk(ReadOnlySpan<byte> chunk);
}
