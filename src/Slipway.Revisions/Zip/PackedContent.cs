using Microsoft.Win32.SafeHandles;

namespace Slipway.Revisions.Zip;

/// <summary>The packed bytes of one entry as a stream.</summary>
internal sealed class PackedContent(SafeFileHandle file, long offset, long length) : Stream
{
    private long _done;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _done;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var read = RandomAccess.Read(file, buffer[..(int)Math.Min(buffer.Length, length - _done)], offset + _done);
        _done += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
