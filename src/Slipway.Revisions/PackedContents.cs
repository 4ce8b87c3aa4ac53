using Slipway.Revisions.Inventory;
using Slipway.Revisions.Unix;
using Slipway.Specifications;

namespace Slipway.Revisions;

/// <summary>Contents of single files of a bundle, read from the bundle itself: what was packed, whatever has become of its source.</summary>
/// <param name="bundleFile">The bundle.</param>
/// <param name="manifest">Its manifest; null when it has none.</param>
public sealed class PackedContents(string bundleFile, RevisionManifest? manifest)
{
    /// <summary>Larger files are not handed out in memory.</summary>
    public const long LargestFile = 32L << 20;

    /// <summary>The contents of the files that are wanted; larger ones than <see cref="LargestFile"/> are left out.</summary>
    /// <exception cref="SlipwayException">SLW01nn: the bundle is damaged.</exception>
    public IReadOnlyDictionary<string, byte[]> Read(Predicate<string> wanted)
    {
        var contents = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        if (manifest is not null && !manifest.Entries.Any(IsWanted)) return contents;
        new BundleWalk(bundleFile, StagingLimits.Default, default).Run(entry =>
        {
            if (entry.Kind != FileKind.File || entry.SameAs is not null || entry.Size > LargestFile || !wanted(entry.Path)) return;
            var content = new byte[entry.Size];
            var length = 0;
            entry.Read(chunk =>
            {
                chunk.CopyTo(content.AsSpan(length));
                length += chunk.Length;
            });
            contents[entry.Path] = content;
        });
        return contents;

        bool IsWanted(RevisionEntry entry) => entry.Kind == FileKind.File && wanted(entry.Path);
    }
}
