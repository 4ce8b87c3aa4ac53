using System.IO.Compression;
using Slipway.Revisions.Attachments;
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

    /// <summary>What travels in the bundle beside the revision, in ordinal order of the names; empty when nothing does.</summary>
    /// <exception cref="SlipwayException">SLW0101, SLW0102, SLW0103: unreadable, no archive, damaged; SLW0140: the attachments are damaged.</exception>
    public static IReadOnlyList<BundleAttachment> ReadAttachments(string bundleFile) => AttachedFile.Read(bundleFile);

    /// <summary>
    /// Replaces all attachments of a bundle that carries a manifest. Entries and manifest keep their bytes, so the revision stays the same; a kill leaves
    /// the old bundle or the new one.
    /// </summary>
    /// <exception cref="SlipwayException">SLW0101 to SLW0103, SLW0140: the bundle is unreadable or damaged; SLW0124: it cannot be written; SLW0141: it has no
    /// manifest, or an attachment is too large or has a bad name.</exception>
    public static void WriteAttachments(string bundleFile, IReadOnlyList<BundleAttachment> attachments) => AttachedFile.Replace(bundleFile, attachments);

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
