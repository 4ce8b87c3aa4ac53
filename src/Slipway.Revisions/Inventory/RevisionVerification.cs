using System.Security.Cryptography;
using Slipway.Revisions.Manifest;
using Slipway.Revisions.Unix;
using Slipway.Specifications;

namespace Slipway.Revisions.Inventory;

/// <summary>Holds what a revision holds against its manifest.</summary>
public static class RevisionVerification
{
    /// <summary>Reads every byte of a bundle and verifies it against the bundle's own manifest, as staging does, but writes nothing.</summary>
    /// <exception cref="SlipwayException">SLW01nn: unreadable, no archive, damaged; SLW0111: something else than the manifest lists; SLW0147: there is no
    /// manifest to verify it against.</exception>
    public static (BundleType Type, RevisionManifest Manifest) Verify(string bundleFile, CancellationToken cancellation)
    {
        var check = new ManifestCheck();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (type, manifest) = new BundleWalk(bundleFile, StagingLimits.Default, cancellation).Run(entry =>
        {
            if (entry.Kind == FileKind.Directory) check.AddDirectory(entry.Path);
            else if (entry.Kind == FileKind.Link) check.AddLink(entry.Path, entry.LinkTarget!);
            else if (entry.SameAs is null)
            {
                entry.Read(hash.AppendData);
                check.AddFile(entry.Path, entry.Mode, entry.Size, hash.GetHashAndReset());
            }
        });
        if (manifest is null)
            throw RevisionErrors.Untrusted(bundleFile, "The bundle has no manifest, so there is nothing to verify its content against. Pack it with 'slipway pack'.");
        return check.FirstDifference(manifest) is { } difference ? throw RevisionErrors.ManifestMismatch(bundleFile, difference) : (type, manifest);
    }

    /// <summary>
    /// Holds an unpacked revision against the manifest of the bundle that it came from: contents, kinds, link targets, and modes less the umask. Directories
    /// count only where the manifest has them and they are not there.
    /// </summary>
    /// <returns>The first difference in words; null when there is none.</returns>
    /// <exception cref="SlipwayException">SLW0105, SLW0106, SLW0122: the folder holds what cannot be read or packed.</exception>
    public static string? FirstDifference(string folder, RevisionManifest manifest, CancellationToken cancellation)
    {
        var umask = UnixFiles.IsSupported ? UnixFiles.Umask() : 0;
        var present = RevisionInventory.OfFolder(folder, asPacked: false, cancellation).Manifest.Entries.ToDictionary(e => e.Path, StringComparer.Ordinal);
        foreach (var expected in manifest.Entries)
        {
            if (!present.Remove(expected.Path, out var entry))
            {
                if (expected.Kind == FileKind.Directory && Directory.Exists(Path.Join(folder, expected.Path))) continue;
                return $"'{RevisionErrors.Shown(expected.Path)}' is missing";
            }

            var isSame = entry == expected || entry == expected with { Mode = expected.Mode & ~umask };
            if (!isSame) return $"'{RevisionErrors.Shown(expected.Path)}' is another";
        }

        return present.Values.FirstOrDefault(e => e.Kind != FileKind.Directory) is { } extra ? $"'{RevisionErrors.Shown(extra.Path)}' is not listed" : null;
    }
}
