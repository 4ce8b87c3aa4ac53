using System.Buffers.Binary;
using Slipway.Revisions.Tar;

namespace Slipway.Revisions.Manifest;

/// <summary>
/// The manifest in a tar: after the end mark, where tar stops to read, because the hashes are known only then. The comment of a pax
/// global header at the beginning tells our reader to hash and to expect it.
/// </summary>
internal static class TarManifest
{
    /// <summary>The global header's comment.</summary>
    internal const string Announcement = "slipway-manifest follows the end mark";

    // More than a million entries, which is what staging takes.
    private const long MaximumText = 512L << 20;

    private static ReadOnlySpan<byte> Magic => "slipway-manifest"u8;

    /// <summary>The blocks to write after the end mark.</summary>
    internal static byte[] Blocks(ReadOnlySpan<byte> text)
    {
        var padded = (text.Length + TarHeader.BlockSize - 1) & -TarHeader.BlockSize;
        var blocks = new byte[TarHeader.BlockSize + padded];
        Magic.CopyTo(blocks);
        BinaryPrimitives.WriteInt64LittleEndian(blocks.AsSpan(Magic.Length), text.Length);
        text.CopyTo(blocks.AsSpan(TarHeader.BlockSize));
        return blocks;
    }

    /// <summary>Reads the manifest behind the end mark; null when it is not there or not whole.</summary>
    internal static RevisionManifest? Read(TarReader tar)
    {
        Span<byte> block = stackalloc byte[TarHeader.BlockSize];
        if (!tar.TryReadTrailer(block) || !block.StartsWith(Magic)) return null;
        var length = BinaryPrimitives.ReadInt64LittleEndian(block[Magic.Length..]);
        if (length is < 0 or > MaximumText) return null;

        // Block by block: a false length must not make us ask for that much memory.
        using var text = new MemoryStream();
        while (text.Length < length)
        {
            if (!tar.TryReadTrailer(block)) return null;
            text.Write(block[..(int)Math.Min(block.Length, length - text.Length)]);
        }

        return ManifestText.Parse(text.GetBuffer().AsMemory(0, (int)length));
    }
}
