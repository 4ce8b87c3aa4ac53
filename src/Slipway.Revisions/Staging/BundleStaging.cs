using Slipway.Revisions.Manifest;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Staging;

/// <summary>Unpacks a bundle of any format that the agent opens.</summary>
internal static class BundleStaging
{
    internal static StagedRevision Unpack(string bundle, string staging, DirectoryHandle root, StagingLimits limits, CancellationToken cancellation)
    {
        using var file = BundleFile.Open(bundle);
        var meter = new UnpackMeter(bundle, file.Length, limits);
        var format = BundleFormat.Of(bundle, BundleFile.Start(file));
        long files;
        RevisionManifest? manifest;
        using (var tree = new StagingTree(root, bundle))
        {
            if (format == BundleType.Zip)
            {
                var zip = new ZipUnpacker(bundle, file.SafeFileHandle, tree, meter, cancellation);
                manifest = zip.Unpack();
                files = zip.Files;
            }
            else
            {
                var tar = new TarUnpacker(bundle, tree, meter, cancellation);
                manifest = tar.Unpack(file, gzip: format == BundleType.Tgz);
                files = tar.Files;
            }
        }

        LeadingDirectory.Strip(root);
        return new(staging, AppSpecLookup.In(root), files, meter.Bytes, manifest);
    }
}
