using System.Buffers;

namespace Slipway.Deployments.Transports.Ssh;

/// <summary>Takes bytes.</summary>
internal delegate void WriteBytes(ReadOnlySpan<byte> bytes);

/// <summary>The bytes that belong to a request, gathered into frames of a good size: small ones cost a header and a system call each, large ones memory on both sides.</summary>
internal sealed class ContentWriter(WriteBytes write, CancellationToken cancellation) : IDisposable
{
    private const int FrameSize = 128 * 1024;

    private readonly byte[] buffer = ArrayPool<byte>.Shared.Rent(FrameSize);
    private int filled;

    /// <summary>Adds bytes.</summary>
    /// <exception cref="OperationCanceledException">The agent wants no more, or cannot be reached.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var taken = Math.Min(bytes.Length, FrameSize - filled);
            bytes[..taken].CopyTo(buffer.AsSpan(filled));
            filled += taken;
            bytes = bytes[taken..];
            if (filled == FrameSize) Flush();
        }
    }

    /// <summary>Sends what is gathered.</summary>
    /// <inheritdoc cref="Write"/>
    public void Flush()
    {
        cancellation.ThrowIfCancellationRequested();
        if (filled > 0) write(buffer.AsSpan(0, filled));
        filled = 0;
    }

    /// <inheritdoc />
    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);
}
