using Microsoft.Win32.SafeHandles;
using Slipway.Revisions.Tar;
using Slipway.Revisions.Zip;

namespace Slipway.Revisions.Attachments;

/// <summary>Attachments in a tar: behind the manifest, filled up in front so that the trailer is the end of the file's last block of 512 bytes.</summary>
internal static class TarAttachments
{
    /// <summary>The attachments; none when there is no block.</summary>
    /// <exception cref="Specifications.SlipwayException">SLW0140: damaged.</exception>
    internal static IReadOnlyList<BundleAttachment> Read(string bundle, SafeFileHandle file)
    {
        var length = RandomAccess.GetLength(file);
        if (Find(bundle, file) is not { } start) return [];
        var block = new byte[length - start];
        ZipDirectory.ReadExactly(bundle, file, block, start);
        return Unpad(bundle, block);
    }

    /// <summary>Puts <paramref name="block"/> in the place of the attachments that are there.</summary>
    internal static void Write(string bundle, FileStream file, byte[] block)
    {
        var end = Find(bundle, file.SafeFileHandle) ?? file.Length;
        file.SetLength(end);
        file.Position = end;
        file.Write(Pad(block));
        file.Flush();
    }

    internal static byte[] Pad(byte[] block)
    {
        var padded = new byte[(block.Length + TarHeader.BlockSize - 1) & -TarHeader.BlockSize];
        block.CopyTo(padded, padded.Length - block.Length);
        return padded;
    }

    /// <summary>The attachments of a block that fills its bytes, as <see cref="Pad"/> makes it.</summary>
    internal static IReadOnlyList<BundleAttachment> Unpad(string bundle, byte[] block)
    {
        var trailer = block.AsSpan(block.Length - AttachmentBlock.TrailerSize);
        var packed = AttachmentBlock.PackedLength(bundle, trailer, block.Length - AttachmentBlock.TrailerSize);
        var start = block.Length - AttachmentBlock.TrailerSize - packed;
        if (start >= TarHeader.BlockSize || block.AsSpan(0, start).IndexOfAnyExcept((byte)0) >= 0)
            throw RevisionErrors.AttachmentsDamaged(bundle, "they are not where they should be");
        return AttachmentBlock.Read(bundle, block[start..^AttachmentBlock.TrailerSize], trailer);
    }

    private static long? Find(string bundle, SafeFileHandle file)
    {
        var length = RandomAccess.GetLength(file);
        if (length < TarHeader.BlockSize || length % TarHeader.BlockSize != 0) return null;
        var trailer = new byte[AttachmentBlock.TrailerSize];
        ZipDirectory.ReadExactly(bundle, file, trailer, length - trailer.Length);
        if (!AttachmentBlock.IsTrailer(trailer)) return null;
        var packed = AttachmentBlock.PackedLength(bundle, trailer, length - trailer.Length);
        return length - ((packed + trailer.Length + TarHeader.BlockSize - 1) & -TarHeader.BlockSize);
    }
}
