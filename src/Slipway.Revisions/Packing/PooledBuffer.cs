using System.Buffers;

namespace Slipway.Revisions.Packing;

/// <summary>Bytes that grow in a pooled array; a stream, so that deflate can write into it.</summary>
internal sealed class PooledBuffer(int capacity) : Stream
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(capacity);
    private int _length;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    internal int Count => _length;

    internal Span<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>Room for so many more bytes, which count as written; valid until the next call.</summary>
    internal Span<byte> Append(int count)
    {
        Reserve(count);
        _length += count;
        return _bytes.AsSpan(_length - count, count);
    }

    /// <summary>Forgets what was written behind a length.</summary>
    internal void Truncate(int length) => _length = length;

    public override void Write(ReadOnlySpan<byte> buffer) => buffer.CopyTo(Append(buffer.Length));

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && _bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _length = 0;
        base.Dispose(disposing);
    }

    private void Reserve(int count)
    {
        if (_bytes.Length - _length >= count) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + count, Math.Min(2 * _bytes.Length, _bytes.Length + (1 << 20))));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
