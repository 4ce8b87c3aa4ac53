using System.IO.Compression;
using Slipway.Revisions.Manifest;
using Slipway.Revisions.Staging;
using Slipway.Revisions.Tar;
using Slipway.Revisions.Zip;
using Slipway.Specifications;

namespace Slipway.Revisions;

/// <summary>Looks into a bundle without unpacking it.</summary>
public static class RevisionBundle
{
    /// <summary>The bundle's format, by its content, and its manifest; null when it has none. Contents are not verified: staging does that.</summary>
    /// <exception cref="SlipwayException">SLW0101, SLW0102, SLW0103: unreadable, no archive, damaged.</exception>
    public static (BundleType Type, RevisionManifest? Manifest) Read(string bundleFile)
    {
        using var file = BundleFile.Open(bundleFile);
        var type = BundleFormat.Of(bundleFile, BundleFile.Start(file));
        return (type, type == BundleType.Zip
            ? ZipManifest.Read(bundleFile, file.SafeFileHandle, ZipDirectory.Find(bundleFile, file.SafeFileHandle))
            : ReadTar(bundleFile, file, gzip: type == BundleType.Tgz));
    }

    private static RevisionManifest? ReadTar(string bundleFile, FileStream file, bool gzip)
    {
        try
        {
            using var source = new BufferedStream(gzip ? new GZipStream(file, CompressionMode.Decompress) : file, 128 * 1024);
            var tar = new TarReader(source, bundleFile);
            var first = tar.Next();
            if (tar.Comment != TarManifest.Announcement) return null;
            for (var entry = first; entry is not null; entry = tar.Next())
            {
            }

            return TarManifest.Read(tar) ?? throw RevisionErrors.Damaged(bundleFile, "the manifest that it announces is missing");
        }
        catch (InvalidDataException e)
        {
            throw RevisionErrors.Damaged(bundleFile, "its gzip data is wrong", e);
        }
    }
}
