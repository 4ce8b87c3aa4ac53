using System.IO.Compression;

namespace Slipway.Revisions.Staging;

/// <summary>
/// A gzip file with a gzip member of ours behind it. <see cref="GZipStream"/> takes a file that is cut off for a
/// whole one, its checksum included; only when <see cref="Mark"/> comes out as the last bytes was everything before it whole.
/// </summary>
internal sealed class GzipInput(Stream file) : Stream
{
    private static readonly byte[] Member = MakeMember();

    private int _behind;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    internal static ReadOnlySpan<byte> Mark => "slipway-gzip-end"u8;

    /// <summary>Reads what is left of an archive to the end, which is where gzip's checksum is looked at.</summary>
    /// <param name="source">The unpacked archive.</param>
    /// <param name="buffer">Room for what is read.</param>
    /// <param name="skipped">Hears how many bytes were passed over; may throw.</param>
    /// <returns>Whether the last bytes are <see cref="Mark"/>.</returns>
    internal static bool EndsWithMark(Stream source, byte[] buffer, Action<int> skipped)
    {
        var kept = 0;
        while (source.Read(buffer.AsSpan(kept)) is > 0 and var read)
        {
            skipped(read);
            var end = kept + read;
            kept = Math.Min(end, Mark.Length);
            buffer.AsSpan(end - kept, kept).CopyTo(buffer);
        }

        return buffer.AsSpan(0, kept).SequenceEqual(Mark);
    }

    public override int Read(Span<byte> buffer)
    {
        if (_behind == 0 && file.Read(buffer) is > 0 and var read) return read;
        var rest = Member.AsSpan(_behind);
        if (rest.Length > buffer.Length) rest = rest[..buffer.Length];
        rest.CopyTo(buffer);
        _behind += rest.Length;
        return rest.Length;
    }

    private static byte[] MakeMember()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.NoCompression)) gzip.Write(Mark);
        return packed.ToArray();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
