namespace Slipway.Instances.Delivery;

/// <summary>The next bytes of a stream, as if they were one of their own.</summary>
internal sealed class PartStream(Stream whole, long length) : Stream
{
    /// <summary>Bytes that were not read yet.</summary>
    internal long Left { get; private set; } = length >= 0 ? length : throw new InvalidDataException("its size is negative");

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (Left == 0 || buffer.IsEmpty) return 0;
        var read = whole.Read(buffer[..(int)Math.Min(buffer.Length, Left)]);
        if (read == 0) throw new EndOfStreamException();
        Left -= read;
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
