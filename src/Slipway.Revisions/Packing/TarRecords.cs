using System.Globalization;
using System.Text;
using Slipway.Revisions.Manifest;
using Slipway.Revisions.Tar;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Packing;

/// <summary>
/// The headers of a POSIX tar as bytes, owned by root and dated 1980-01-01, the same as in a zip; names and sizes that do not fit into a header stand
/// in a pax header before it.
/// </summary>
internal static class TarRecords
{
    private const long Time1980 = 315_532_800;
    private const long LargestSize = (1L << 33) - 1;
    private const int LongestName = 100;

    /// <summary>What announces the manifest at the beginning.</summary>
    internal static void AppendAnnouncement(PooledBuffer output)
    {
        var comment = Record("comment", Encoding.ASCII.GetBytes(TarManifest.Announcement));
        AppendHeader(output, "slipway-manifest"u8, 'g', 0x1a4, comment.Length, []);
        AppendPadded(output, comment);
    }

    /// <summary>All that stands before the content of an entry.</summary>
    internal static void AppendEntry(PooledBuffer output, PackItem item)
    {
        var (type, mode, size) = item.Kind switch
        {
            FileKind.Directory => ('5', ManifestText.DirectoryMode, 0L),
            FileKind.Link => ('2', ManifestText.LinkMode, 0L),
            _ => ('0', item.Mode, item.Size),
        };
        var name = Encoding.UTF8.GetBytes(item.Kind == FileKind.Directory ? item.Path + "/" : item.Path);
        byte[] linkName = item.LinkTarget is { } target ? Encoding.UTF8.GetBytes(target) : [];
        using var pax = new MemoryStream();
        if (name.Length > LongestName) pax.Write(Record("path", name));
        if (linkName.Length > LongestName) pax.Write(Record("linkpath", linkName));
        if (size > LargestSize) pax.Write(Record("size", Encoding.ASCII.GetBytes(size.ToString(CultureInfo.InvariantCulture))));
        if (pax.Length > 0)
        {
            AppendHeader(output, "pax"u8, 'x', 0x1a4, pax.Length, []);
            AppendPadded(output, pax.ToArray());
        }

        AppendHeader(output, Start(name), type, mode, size > LargestSize ? 0 : size, Start(linkName));
    }

    /// <summary>The zeros between a content and the next block.</summary>
    internal static int Padding(long size) => (int)(-size & (TarHeader.BlockSize - 1));

    private static void AppendHeader(PooledBuffer output, ReadOnlySpan<byte> name, char type, int mode, long size, ReadOnlySpan<byte> linkName)
    {
        var block = output.Append(TarHeader.BlockSize);
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
    }

    private static void AppendPadded(PooledBuffer output, byte[] body)
    {
        output.Write(body);
        output.Append(Padding(body.Length)).Clear();
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
