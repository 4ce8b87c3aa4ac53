using System.Buffers;
using System.Globalization;
using System.Text;
using Slipway.Revisions.Manifest;
using Slipway.Revisions.Tar;

namespace Slipway.Revisions.Packing;

/// <summary>
/// Writes a POSIX tar, owned by root and dated 1980-01-01, the same as in a zip; names and sizes that do not fit into a header stand in a
/// pax header before it. With gzip when the output is a <see cref="GzipOutput"/>.
/// </summary>
internal sealed class TarWriter : IBundleWriter
{
    private const long Time1980 = 315_532_800;
    private const long LargestSize = (1L << 33) - 1;
    private const int LongestName = 100;

    private readonly Stream _output;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(256 * 1024);

    internal TarWriter(Stream output)
    {
        _output = output;
        var comment = Record("comment", Encoding.ASCII.GetBytes(TarManifest.Announcement));
        WriteHeader("slipway-manifest"u8, 'g', 0x1a4, comment.Length, []);
        WritePadded(comment);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    public void AddDirectory(string path) => WriteEntry(Encoding.UTF8.GetBytes(path + "/"), '5', ManifestText.DirectoryMode, 0, []);

    public void AddLink(string path, string target) => WriteEntry(Encoding.UTF8.GetBytes(path), '2', ManifestText.LinkMode, 0, Encoding.UTF8.GetBytes(target));

    public void AddFile(SourceFile source)
    {
        WriteEntry(Encoding.UTF8.GetBytes(source.Path), '0', source.Mode, source.Length, []);
        while (source.Remaining > 0)
        {
            var chunk = _buffer.AsSpan(0, (int)Math.Min(_buffer.Length, source.Remaining));
            source.Read(chunk);
            _output.Write(chunk);
        }

        Pad(source.Length);
    }

    public void Finish(byte[] manifest)
    {
        _output.Write(new byte[2 * TarHeader.BlockSize]);
        _output.Write(TarManifest.Blocks(manifest));
        if (_output is GzipOutput gzip) gzip.Finish();
        _output.Flush();
    }

    private void WriteEntry(byte[] name, char type, int mode, long size, byte[] linkName)
    {
        using var pax = new MemoryStream();
        if (name.Length > LongestName) pax.Write(Record("path", name));
        if (linkName.Length > LongestName) pax.Write(Record("linkpath", linkName));
        if (size > LargestSize) pax.Write(Record("size", Encoding.ASCII.GetBytes(size.ToString(CultureInfo.InvariantCulture))));
        if (pax.Length > 0)
        {
            WriteHeader("pax"u8, 'x', 0x1a4, pax.Length, []);
            WritePadded(pax.ToArray());
        }

        WriteHeader(Start(name), type, mode, size > LargestSize ? 0 : size, Start(linkName));
    }

    private void WriteHeader(ReadOnlySpan<byte> name, char type, int mode, long size, ReadOnlySpan<byte> linkName)
    {
        Span<byte> block = stackalloc byte[TarHeader.BlockSize];
        block.Clear();
        name.CopyTo(block);
        Octal(block.Slice(100, 8), mode);
        Octal(block.Slice(108, 8), 0);
        Octal(block.Slice(116, 8), 0);
        Octal(block.Slice(124, 12), size);
        Octal(block.Slice(136, 12), Time1980);
        block.Slice(148, 8).Fill((byte)' ');
        block[156] = (byte)type;
        linkName.CopyTo(block[157..]);
        "ustar\0"u8.CopyTo(block[257..]);
        "00"u8.CopyTo(block[263..]);
        var sum = 0;
        foreach (var b in block) sum += b;
        Octal(block.Slice(148, 7), sum);
        _output.Write(block);
    }

    private void WritePadded(byte[] body)
    {
        _output.Write(body);
        Pad(body.Length);
    }

    private void Pad(long length)
    {
        Span<byte> zeros = stackalloc byte[TarHeader.BlockSize];
        zeros.Clear();
        _output.Write(zeros[..(int)(-length & (TarHeader.BlockSize - 1))]);
    }

    /// <summary>"LENGTH KEY=VALUE\n", where the length counts itself.</summary>
    private static byte[] Record(string key, byte[] value)
    {
        var rest = key.Length + value.Length + 3;
        var length = rest + 1;
        while (length != rest + Digits(length)) length = rest + Digits(length);
        return [.. Encoding.ASCII.GetBytes($"{length} {key}="), .. value, (byte)'\n'];
    }

    private static int Digits(int number) => number.ToString(CultureInfo.InvariantCulture).Length;

    private static ReadOnlySpan<byte> Start(byte[] name) => name.AsSpan(0, Math.Min(name.Length, LongestName));

    /// <summary>Octal digits with leading zeros up to the NUL that ends the field.</summary>
    private static void Octal(Span<byte> field, long value)
    {
        field[^1] = 0;
        for (var i = field.Length - 2; i >= 0; i--, value >>= 3) field[i] = (byte)('0' + (int)(value & 7));
    }
}
