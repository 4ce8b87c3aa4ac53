using System.Collections.Concurrent;

namespace Slipway.Instances.Protocol;

/// <summary>The content frames of a request as a stream that ends where the content does.</summary>
internal sealed class ContentStream(BlockingCollection<object> frames, CancellationToken cancellation) : Stream
{
    /// <summary>Stands for <see cref="FrameKind.ContentEnd"/>.</summary>
    internal static readonly object End = new();

    private ArraySegment<byte> rest;
    private object? owner;
    private bool isEnded;

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

    /// <exception cref="OperationCanceledException">The request was ended.</exception>
    /// <exception cref="Specifications.SlipwayException">SLW0260: the other side is gone before the content's end. SLW0261: another request came in it.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (rest.Count == 0)
        {
            if (isEnded || buffer.IsEmpty) return 0;
            Release();
            if (!frames.TryTake(out owner, Timeout.Infinite, cancellation)) throw ProtocolErrors.Broken("it ended in the middle of a content");
            if (owner == End) isEnded = true;
            else rest = owner is ArraySegment<byte> bytes ? bytes : throw ProtocolErrors.OutOfPlace("a request came where the bytes of another one were due");
        }

        var count = Math.Min(buffer.Length, rest.Count);
        rest.AsSpan(0, count).CopyTo(buffer);
        rest = rest[count..];
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        rest = default;
        Release();
        base.Dispose(disposing);
    }

    private void Release()
    {
        if (owner is not null) AgentInput.Return(owner);
        owner = null;
    }
}
