using Slipway.Revisions.Manifest;
using Slipway.Revisions.Staging;
using Slipway.Revisions.Zip;
using Slipway.Specifications;

namespace Slipway.Revisions;

/// <summary>The identity of a bundle, where it can be told at once.</summary>
public static class BundleIdentity
{
    /// <summary>The identity of a zip with a manifest, of which only the end is read. Null for everything else, also for what is no bundle at all.</summary>
    public static string? AtOnce(string revision)
    {
        if (!File.Exists(revision)) return null;
        try
        {
            using var file = BundleFile.Open(revision);
            return BundleFormat.Of(revision, BundleFile.Start(file)) == BundleType.Zip
                ? ZipManifest.Read(revision, file.SafeFileHandle, ZipDirectory.Find(revision, file.SafeFileHandle))?.Identity : null;
        }
        catch (SlipwayException)
        {
            // Whoever opens it will say what is wrong.
            return null;
        }
    }
}
