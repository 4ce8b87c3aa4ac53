using System.Buffers.Binary;
using System.IO.Compression;

namespace Slipway.Revisions.Packing;

/// <summary>Raw deflate data of one part of a content. A part is deflated by itself, so its bytes depend on nothing but it.</summary>
internal static class Deflater
{
    /// <summary>Part of a key of the cache: with another zlib the same level gives other bytes.</summary>
    internal const string Levels = "5,1";

    private const int LargestStoredBlock = ushort.MaxValue;

    // Within 0.2 percent of level 6, which the class library calls optimal, in 87 percent of its time.
    private static readonly ZLibCompressionOptions Optimal = new() { CompressionLevel = 5 }, Fastest = new() { CompressionLevel = 1 };

    /// <summary>An empty last block: what ends a sequence of parts.</summary>
    internal static ReadOnlySpan<byte> End => [0x03, 0x00];

    /// <summary>Appends the deflated form; unless <paramref name="final"/>, it ends at a byte and lets another follow.</summary>
    internal static void Append(ReadOnlySpan<byte> raw, RevisionCompression compression, bool final, PooledBuffer output)
    {
        var deflate = new DeflateStream(output, compression == RevisionCompression.Fastest ? Fastest : Optimal, leaveOpen: true);
        deflate.Write(raw);
        if (!final) deflate.Flush();
        var flushed = output.Count;
        deflate.Dispose();

        // Disposing marks the end, which only a last part may have.
        if (!final) output.Truncate(flushed);
    }

    /// <summary>Appends stored blocks: the form of what does not shrink.</summary>
    internal static void AppendStored(ReadOnlySpan<byte> raw, PooledBuffer output)
    {
        while (!raw.IsEmpty)
        {
            var length = Math.Min(raw.Length, LargestStoredBlock);
            var head = output.Append(5);
            head[0] = 0;
            BinaryPrimitives.WriteUInt16LittleEndian(head[1..], (ushort)length);
            BinaryPrimitives.WriteUInt16LittleEndian(head[3..], (ushort)~length);
            output.Write(raw[..length]);
            raw = raw[length..];
        }
    }
}
