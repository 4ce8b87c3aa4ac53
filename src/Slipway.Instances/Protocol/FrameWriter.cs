using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Slipway.Instances.Protocol;

/// <summary>Writes frames to a stream, each whole: several threads may write at once.</summary>
public sealed class FrameWriter : IDisposable
{
    /// <summary>Bytes before the payload.</summary>
    internal const int HeaderSize = 5;

    private readonly SemaphoreSlim gate = new(1);
    private readonly Stream stream;
    private readonly bool flushes;

    /// <summary>Writes to a stream, and flushes it after each frame.</summary>
    public FrameWriter(Stream stream)
        : this(stream, flushes: true)
    {
    }

    internal FrameWriter(Stream stream, bool flushes) => (this.stream, this.flushes) = (stream, flushes);

    /// <summary>Writes a frame and flushes the stream.</summary>
    /// <param name="kind">What it carries.</param>
    /// <param name="payload">At most <see cref="AgentProtocol.LargestPayload"/> bytes.</param>
    /// <exception cref="IOException">The stream cannot be written: nobody reads it any longer.</exception>
    public void Write(FrameKind kind, ReadOnlySpan<byte> payload)
    {
        CheckSize(payload.Length);
        var frame = ArrayPool<byte>.Shared.Rent(HeaderSize + payload.Length);
        gate.Wait();
        try
        {
            Header(frame, kind, payload.Length);
            payload.CopyTo(frame.AsSpan(HeaderSize));
            stream.Write(frame.AsSpan(0, HeaderSize + payload.Length));
            if (flushes) stream.Flush();
        }
        finally
        {
            gate.Release();
            ArrayPool<byte>.Shared.Return(frame);
        }
    }

    /// <inheritdoc cref="Write(FrameKind, ReadOnlySpan{byte})" />
    public async ValueTask WriteAsync(FrameKind kind, ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        CheckSize(payload.Length);
        var frame = ArrayPool<byte>.Shared.Rent(HeaderSize + payload.Length);
        try
        {
            Header(frame, kind, payload.Length);
            payload.CopyTo(frame.AsMemory(HeaderSize));
            await gate.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                // Not cancelled: half a frame would be the end of the conversation.
                await stream.WriteAsync(frame.AsMemory(0, HeaderSize + payload.Length), CancellationToken.None).ConfigureAwait(false);
                await stream.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            }
            finally
            {
                gate.Release();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(frame);
        }
    }

    /// <summary>Writes a request.</summary>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public void Write(AgentRequest request) => WriteMessage(FrameKind.Request, Json(request, AgentJson.Default.AgentRequest));

    /// <summary>Writes an answer.</summary>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public void Write(AgentAnswer answer) => WriteMessage(FrameKind.Answer, Json(answer, AgentJson.Default.AgentAnswer));

    /// <summary>Writes an event.</summary>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public void Write(AgentEvent agentEvent) => WriteMessage(FrameKind.Event, Json(agentEvent, AgentJson.Default.AgentEvent));

    /// <summary>Writes a request.</summary>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public async ValueTask WriteAsync(AgentRequest request, CancellationToken cancellation)
    {
        var rest = Json(request, AgentJson.Default.AgentRequest);
        for (; rest.Length > AgentProtocol.LargestPayload; rest = rest[AgentProtocol.LargestPayload..])
            await WriteAsync(FrameKind.Part, rest[..AgentProtocol.LargestPayload], cancellation).ConfigureAwait(false);
        await WriteAsync(FrameKind.Request, rest, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public void Dispose() => gate.Dispose();

    // Each side has one thread that writes messages; only frames without parts (Alive, Cancel) come in between from others.
    internal void WriteMessage(FrameKind kind, ReadOnlyMemory<byte> rest)
    {
        for (; rest.Length > AgentProtocol.LargestPayload; rest = rest[AgentProtocol.LargestPayload..]) Write(FrameKind.Part, rest.Span[..AgentProtocol.LargestPayload]);
        Write(kind, rest.Span);
    }

    internal static ReadOnlyMemory<byte> Json<T>(T message, JsonTypeInfo<T> type)
    {
        var bytes = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(bytes)) JsonSerializer.Serialize(json, message, type);
        return bytes.WrittenMemory;
    }

    private static void Header(Span<byte> frame, FrameKind kind, int length)
    {
        BinaryPrimitives.WriteInt32LittleEndian(frame, length);
        frame[4] = (byte)kind;
    }

    private static void CheckSize(int length) => ArgumentOutOfRangeException.ThrowIfGreaterThan(length, AgentProtocol.LargestPayload);
}
