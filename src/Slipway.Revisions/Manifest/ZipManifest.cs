using System.Buffers.Binary;
using System.IO.Compression;
using Microsoft.Win32.SafeHandles;
using Slipway.Revisions.Zip;

namespace Slipway.Revisions.Manifest;

/// <summary>
/// The manifest in a zip: a block right before the central directory, which programs that read by the directory never look at (Android's
/// signatures stand there too). Deflated text, its length, its packed length, then the magic that one finds going backwards.
/// </summary>
internal static class ZipManifest
{
    private const int TrailerSize = 16 + 16;

    // More than a million entries, which is what staging takes.
    private const long MaximumText = 512L << 20;

    private static ReadOnlySpan<byte> Magic => "slipway-manifest"u8;

    internal static byte[] Block(byte[] text)
    {
        using var block = new MemoryStream();
        using (var deflate = new DeflateStream(block, CompressionLevel.Optimal, leaveOpen: true)) deflate.Write(text);
        var packed = block.Length;
        Span<byte> trailer = stackalloc byte[TrailerSize];
        BinaryPrimitives.WriteInt64LittleEndian(trailer, text.Length);
        BinaryPrimitives.WriteInt64LittleEndian(trailer[8..], packed);
        Magic.CopyTo(trailer[16..]);
        block.Write(trailer);
        return block.ToArray();
    }

    /// <summary>Where the block begins; null when the bundle has none.</summary>
    /// <exception cref="Specifications.SlipwayException">SLW0103: there is one, but it is damaged.</exception>
    internal static long? Start(string bundle, SafeFileHandle file, ZipDirectory directory) =>
        Find(bundle, file, directory) is { } found ? directory.Offset - TrailerSize - found.Packed : null;

    /// <summary>The manifest; null when the bundle has none.</summary>
    /// <exception cref="Specifications.SlipwayException">SLW0103: there is one, but it is damaged.</exception>
    internal static RevisionManifest? Read(string bundle, SafeFileHandle file, ZipDirectory directory)
    {
        if (Find(bundle, file, directory) is not var (length, packed)) return null;
        var bytes = new byte[packed];
        ZipDirectory.ReadExactly(bundle, file, bytes, directory.Offset - TrailerSize - packed);
        var text = new byte[length];
        try
        {
            using var inflate = new DeflateStream(new MemoryStream(bytes), CompressionMode.Decompress);
            inflate.ReadExactly(text);
            if (inflate.ReadByte() >= 0) throw Damaged(bundle);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw Damaged(bundle);
        }

        return ManifestText.Parse(text) ?? throw Damaged(bundle);
    }

    private static (long Length, long Packed)? Find(string bundle, SafeFileHandle file, ZipDirectory directory)
    {
        if (directory.Offset < TrailerSize) return null;
        var trailer = new byte[TrailerSize];
        ZipDirectory.ReadExactly(bundle, file, trailer, directory.Offset - TrailerSize);
        if (!trailer.AsSpan(16).SequenceEqual(Magic)) return null;
        var length = BinaryPrimitives.ReadInt64LittleEndian(trailer);
        var packed = BinaryPrimitives.ReadInt64LittleEndian(trailer.AsSpan(8));
        return length is < 0 or > MaximumText || packed < 0 || packed > directory.Offset - TrailerSize || packed > MaximumText || packed * 1100 < length
            ? throw Damaged(bundle) : (length, packed);
    }

    private static Specifications.SlipwayException Damaged(string bundle) => RevisionErrors.Damaged(bundle, "its manifest cannot be read");
}
