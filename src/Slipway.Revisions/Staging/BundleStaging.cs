using Slipway.Revisions.Objects;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Staging;

/// <summary>Unpacks a bundle of any format that the agent opens.</summary>
internal static class BundleStaging
{
    internal static StagedRevision Unpack(string bundle, string staging, DirectoryHandle root, StagingLimits limits, ObjectStore? objects, bool isShared, CancellationToken cancellation)
    {
        using var file = BundleFile.Open(bundle);
        var meter = new UnpackMeter(bundle, file.Length, limits);
        var format = BundleFormat.Of(bundle, BundleFile.Start(file));
        if (isShared && Shared(bundle, file, format, staging, root, limits, objects, cancellation) is { } shared) return shared;
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

    /// <summary>Null when the bundle is not one whose manifest says what will stand where.</summary>
    private static StagedRevision? Shared(
        string bundle, FileStream file, BundleType format, string staging, DirectoryHandle root, StagingLimits limits, ObjectStore? objects, CancellationToken cancellation)
    {
        var meter = new UnpackMeter(bundle, file.Length, limits);
        if (format == BundleType.Zip)
        {
            if (ZipSource.Open(bundle, file.SafeFileHandle, meter, cancellation) is not { } source) return null;
            new SharedStaging(bundle, root, source.Contents, objects, source, cancellation).Run();
            return SharedStaging.Staged(staging, root, source.Contents);
        }

        var tar = new SharedTar(bundle, format == BundleType.Tgz, cancellation);
        var manifest = tar.ReadManifest(file, meter);
        file.Position = 0;
        if (manifest is null || LeadingDirectory.WillGo(manifest)) return null;
        var contents = new ArchiveContents(manifest);
        tar.Unpack(file, new UnpackMeter(bundle, file.Length, limits), root, contents, objects);
        return SharedStaging.Staged(staging, root, contents);
    }
}
