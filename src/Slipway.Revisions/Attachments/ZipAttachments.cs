using Microsoft.Win32.SafeHandles;
using Slipway.Revisions.Manifest;
using Slipway.Revisions.Zip;

namespace Slipway.Revisions.Attachments;

/// <summary>Attachments in a zip: between the last entry and the manifest, where readers of the directory never look.</summary>
internal static class ZipAttachments
{
    /// <summary>The attachments; none when there is no block.</summary>
    /// <exception cref="Specifications.SlipwayException">SLW0103, SLW0140: the zip or its attachments are damaged.</exception>
    internal static IReadOnlyList<BundleAttachment> Read(string bundle, SafeFileHandle file)
    {
        var directory = ZipDirectory.Find(bundle, file);
        if (ZipManifest.Start(bundle, file, directory) is not { } manifest || Find(bundle, file, directory, manifest) is not { } block) return [];
        var packed = new byte[manifest - AttachmentBlock.TrailerSize - block];
        ZipDirectory.ReadExactly(bundle, file, packed, block);
        return AttachmentBlock.Read(bundle, packed, Trailer(bundle, file, manifest));
    }

    /// <summary>Puts <paramref name="block"/> in the place of the attachments that are there; entries and manifest stay as they are.</summary>
    /// <exception cref="Specifications.SlipwayException">SLW0103, SLW0140: damaged; SLW0141: there is no manifest.</exception>
    internal static void Write(string bundle, FileStream file, byte[] block)
    {
        var directory = ZipDirectory.Find(bundle, file.SafeFileHandle);
        var manifest = ZipManifest.Start(bundle, file.SafeFileHandle, directory) ?? throw RevisionErrors.NoManifestToAttachTo(bundle);
        var from = Find(bundle, file.SafeFileHandle, directory, manifest) ?? manifest;
        if (directory.Size > Array.MaxLength - (directory.Offset - manifest)) throw RevisionErrors.Damaged(bundle, "its directory is too large");

        // The manifest and the directory move as they are: what they hold counts from the beginning of the file.
        var tail = new byte[directory.Offset - manifest + directory.Size];
        ZipDirectory.ReadExactly(bundle, file.SafeFileHandle, tail, manifest);
        file.SetLength(from);
        file.Position = from;
        file.Write(block);
        file.Write(tail);
        file.Write(ZipRecords.End(directory.Entries, directory.Size, from + block.Length + directory.Offset - manifest));
        file.Flush();
    }

    private static long? Find(string bundle, SafeFileHandle file, ZipDirectory directory, long manifest)
    {
        if (manifest < AttachmentBlock.TrailerSize) return null;
        var trailer = Trailer(bundle, file, manifest);
        if (!AttachmentBlock.IsTrailer(trailer)) return null;
        var block = manifest - AttachmentBlock.TrailerSize - AttachmentBlock.PackedLength(bundle, trailer, manifest - AttachmentBlock.TrailerSize);

        // A stored file may end in anything, also in what looks like a trailer: what an entry owns is no block.
        var lastEntry = 0L;
        new ZipReader(bundle, file, directory).ReadEntries(e => lastEntry = Math.Max(lastEntry, e.Offset + ZipFormat.LocalHeaderSize + e.RawName.Length + e.PackedSize));
        return block >= lastEntry ? block : null;
    }

    private static byte[] Trailer(string bundle, SafeFileHandle file, long manifest)
    {
        var trailer = new byte[AttachmentBlock.TrailerSize];
        ZipDirectory.ReadExactly(bundle, file, trailer, manifest - trailer.Length);
        return trailer;
    }
}
