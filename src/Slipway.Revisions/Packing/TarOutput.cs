using System.Buffers.Binary;

namespace Slipway.Revisions.Packing;

/// <summary>Where the parts of a tar go: as they are, or as one gzip member without time and name, so that only the content counts.</summary>
internal sealed class TarOutput(Stream output, bool gzip, bool deflate)
{
    private uint _crc;
    private long _total;

    internal Stream Stream => output;

    internal bool IsGzip => gzip;

    internal bool IsDeflated => gzip && deflate;

    internal void Begin()
    {
        // Deflate; no name, no time; made on Unix.
        if (gzip) output.Write([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
    }

    internal void Write(ReadOnlySpan<byte> bytes) => output.Write(bytes);

    /// <summary>Writes a part that is deflated already.</summary>
    internal void WriteDeflated(ReadOnlySpan<byte> deflated, uint crc, long length)
    {
        output.Write(deflated);
        Count(crc, length);
    }

    /// <summary>Counts what was written past this object.</summary>
    internal void Count(uint crc, long length)
    {
        _crc = Crc32.Combine(_crc, crc, length);
        _total += length;
    }

    internal void End()
    {
        if (!gzip) return;
        output.Write(Deflater.End);
        Span<byte> trailer = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, _crc);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], (uint)_total);
        output.Write(trailer);
    }
}
