using System.Buffers;
using System.IO.Compression;

namespace Slipway.Revisions.Packing;

/// <summary>A chunk in raw deflate form, in a pooled buffer.</summary>
internal sealed class DeflatedChunk : Stream
{
    private byte[] _buffer;
    private int _length;

    private DeflatedChunk(int capacity) => _buffer = ArrayPool<byte>.Shared.Rent(capacity);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    internal ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    /// <summary>Deflates a chunk; unless <paramref name="final"/>, it ends at a byte and lets another follow.</summary>
    internal static DeflatedChunk Of(ReadOnlySpan<byte> chunk, bool final)
    {
        // Most content shrinks to less than half; the rest makes the buffer grow.
        var result = new DeflatedChunk(chunk.Length / 2 + 64);
        var deflate = new DeflateStream(result, CompressionLevel.Optimal, leaveOpen: true);
        deflate.Write(chunk);
        if (!final) deflate.Flush();
        var flushed = result._length;
        deflate.Dispose();

        // Disposing marks the end, which only the last chunk may have.
        if (!final) result._length = flushed;
        return result;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_buffer.Length - _length < buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(2 * (_length + buffer.Length));
            Bytes.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        buffer.CopyTo(_buffer.AsSpan(_length));
        _length += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && _buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
        base.Dispose(disposing);
    }
}
