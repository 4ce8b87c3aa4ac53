using System.IO.Compression;
using Slipway.Revisions.Manifest;
using Slipway.Revisions.Objects;
using Slipway.Revisions.Tar;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Staging;

/// <summary>
/// A tar with a manifest. The manifest stands behind the content, so the archive is gone through twice: reading is cheap beside writing
/// what the instance has already.
/// </summary>
internal sealed class SharedTar(string bundle, bool gzip, CancellationToken cancellation)
{
    /// <summary>The manifest, found by skipping all entries; null when none is announced.</summary>
    internal RevisionManifest? ReadManifest(FileStream file, UnpackMeter meter)
    {
        try
        {
            // Neither closes the file, which is read again.
            using var inflated = gzip ? new GZipStream(new GzipInput(file), CompressionMode.Decompress) : null;
            var tar = new TarReader(new BufferedStream((Stream?)inflated ?? file, 128 * 1024), bundle);
            for (var entry = tar.Next(); entry is not null; entry = tar.Next())
            {
                cancellation.ThrowIfCancellationRequested();
                if (tar.Comment != TarManifest.Announcement) return null;
                meter.AddEntry();
                meter.AddBytes(entry.Size);
            }

            return tar.Comment == TarManifest.Announcement ? TarManifest.Read(tar) : null;
        }
        catch (Exception e) when (e is InvalidDataException or Specifications.SlipwayException { Error.Code: not "SLW0108" })
        {
            // Unpacking all of it tells what is wrong.
            return null;
        }
    }

    /// <summary>Unpacks what the store lacks.</summary>
    internal void Unpack(FileStream file, UnpackMeter meter, DirectoryHandle root, ArchiveContents contents, ObjectStore? objects)
    {
        using var tree = new StagingTree(root, bundle);
        new TarUnpacker(bundle, tree, meter, cancellation, contents, objects).Unpack(file, gzip);
    }
}
