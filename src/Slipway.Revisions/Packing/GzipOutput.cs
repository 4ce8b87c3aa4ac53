using System.Buffers;
using System.Buffers.Binary;

namespace Slipway.Revisions.Packing;

/// <summary>One gzip member whose deflate data is made chunk by chunk on all processors; without time and name, so that only the content counts.</summary>
internal sealed class GzipOutput(Stream output) : Stream
{
    private readonly DeflateQueue _queue = new();
    private byte[] _chunk = ArrayPool<byte>.Shared.Rent(DeflateQueue.ChunkSize);
    private int _length;
    private bool _begun;
    private uint _crc;
    private long _total;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _total;

    public override long Position
    {
        get => _total;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (!_begun) Begin();
        _crc = Crc32.Append(_crc, buffer);
        _total += buffer.Length;
        while (!buffer.IsEmpty)
        {
            // A full chunk leaves only when more comes, so that the last one is never empty: deflate would not mark its end.
            if (_length == DeflateQueue.ChunkSize) Send(final: false);
            var part = buffer[..Math.Min(buffer.Length, DeflateQueue.ChunkSize - _length)];
            part.CopyTo(_chunk.AsSpan(_length));
            _length += part.Length;
            buffer = buffer[part.Length..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Writes the rest and the checksum.</summary>
    internal void Finish()
    {
        Send(final: true);
        _queue.Complete();
        Span<byte> trailer = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, _crc);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], (uint)_total);
        output.Write(trailer);
    }

    public override void Flush() => output.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && _chunk.Length > 0)
        {
            _queue.Dispose();
            ArrayPool<byte>.Shared.Return(_chunk);
            _chunk = [];
        }

        base.Dispose(disposing);
    }

    private void Begin()
    {
        // Deflate; no name, no time; made on Unix.
        output.Write([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
        _begun = true;
    }

    private void Send(bool final)
    {
        var chunk = _chunk;
        _chunk = final ? [] : ArrayPool<byte>.Shared.Rent(DeflateQueue.ChunkSize);
        _queue.Add(chunk, _length, deflate: true, final, (_, deflated) => output.Write(deflated.Span));
        _length = 0;
    }
}
