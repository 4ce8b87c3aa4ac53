using System.Buffers;
using System.Buffers.Binary;

namespace Slipway.Instances.Protocol;

/// <summary>Reads frames from a stream. Memory is asked for as bytes arrive, never because a length says so. For one reader at a time.</summary>
public sealed class FrameReader(Stream stream)
{
    private const int FirstRoom = 16 * 1024;
    private byte[] buffer = new byte[FirstRoom];
    private int start;
    private int end;
    private ArrayBufferWriter<byte>? parts;

    /// <summary>The next frame; null when the stream ended between two frames.</summary>
    /// <exception cref="Specifications.SlipwayException">SLW0260: what came is no frame, or was cut off.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public Frame? Read()
    {
        while (true)
        {
            if (Take() is { } frame) return frame;
            var read = stream.Read(Room().Span);
            if (read == 0) return Ended();
            end += read;
        }
    }

    /// <inheritdoc cref="Read" />
    public async ValueTask<Frame?> ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (Take() is { } frame) return frame;
            var read = await stream.ReadAsync(Room(), cancellation).ConfigureAwait(false);
            if (read == 0) return Ended();
            end += read;
        }
    }

    /// <summary>A whole frame, or the whole message that several of them carry; null when more bytes are needed.</summary>
    private Frame? Take()
    {
        while (TakeOne() is { } frame)
        {
            if (frame.Kind != FrameKind.Part)
            {
                // Alive and Cancel may stand between the parts of a message.
                if (parts is null || frame.Kind is not (FrameKind.Request or FrameKind.Answer or FrameKind.Event)) return frame;
                Append(frame.Payload);
                var whole = parts.WrittenMemory;
                parts = null;
                return new(frame.Kind, whole);
            }

            Append(frame.Payload);
        }

        return null;
    }

    private Frame? TakeOne()
    {
        if (end - start < FrameWriter.HeaderSize) return null;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(start));
        var kind = (FrameKind)buffer[start + 4];
        if (length > AgentProtocol.LargestPayload) throw ProtocolErrors.Broken($"a frame of {length} bytes was announced, and none has more than {AgentProtocol.LargestPayload}");
        if (kind is < FrameKind.Request or > FrameKind.Part) throw ProtocolErrors.Broken($"a frame of the unknown kind {(byte)kind} came");
        if (end - start < FrameWriter.HeaderSize + (int)length) return null;
        var payload = buffer.AsMemory(start + FrameWriter.HeaderSize, (int)length);
        start += FrameWriter.HeaderSize + (int)length;
        return new(kind, payload);
    }

    private void Append(ReadOnlyMemory<byte> payload)
    {
        parts ??= new();
        if (parts.WrittenCount + payload.Length > AgentProtocol.LargestMessage) throw ProtocolErrors.Broken($"a message has more than {AgentProtocol.LargestMessage} bytes");
        parts.Write(payload.Span);
    }

    private Memory<byte> Room()
    {
        if (start == end) (start, end) = (0, 0);
        if (end == buffer.Length && start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }

        if (end == buffer.Length) Array.Resize(ref buffer, Math.Min(2 * buffer.Length, FrameWriter.HeaderSize + AgentProtocol.LargestPayload));
        return buffer.AsMemory(end);
    }

    private Frame? Ended() => start == end && parts is null ? null : throw ProtocolErrors.Broken("it was cut off in the middle of a frame");
}
