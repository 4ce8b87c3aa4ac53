namespace Slipway.Deployments.Transports.Ssh;

/// <summary>What comes out of ssh: lines until the agent has said that frames follow, then those. Nothing that was read ahead is lost between the two.</summary>
internal sealed class AgentOutput(Stream stream) : Stream
{
    /// <summary>A longer line is no line of ours; it is given in pieces.</summary>
    internal const int LongestLine = 16 * 1024;

    private readonly byte[] buffer = new byte[LongestLine];
    private int start;
    private int end;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The next line without its end; null at the end of the stream.</summary>
    public string? ReadLine()
    {
        while (true)
        {
            var have = buffer.AsSpan(start, end - start);
            var length = have.IndexOf((byte)'\n');
            if (length < 0 && have.Length == buffer.Length) length = have.Length;
            if (length >= 0)
            {
                start += Math.Min(length + 1, have.Length);
                return Text(have[..length]);
            }

            if (start > 0)
            {
                have.CopyTo(buffer);
                (start, end) = (0, have.Length);
            }

            var read = stream.Read(buffer, end, buffer.Length - end);
            if (read == 0)
            {
                var rest = buffer.AsSpan(start, end - start);
                start = end;
                return rest.IsEmpty ? null : Text(rest);
            }

            end += read;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (start == end) return stream.Read(buffer);
        var taken = Math.Min(buffer.Length, end - start);
        this.buffer.AsSpan(start, taken).CopyTo(buffer);
        start += taken;
        return taken;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static string Text(ReadOnlySpan<byte> line) => System.Text.Encoding.UTF8.GetString(line).TrimEnd('\r');
}
