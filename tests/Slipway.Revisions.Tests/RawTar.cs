using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Slipway.Revisions.Tests;

/// <summary>Makes tars header by header, honest or hostile.</summary>
internal sealed class RawTar
{
    private readonly List<byte> _bytes = [];

    internal RawTar File(string name, string content, string mode = "0644", long mtime = 1_700_000_000) =>
        Entry(name, '0', Encoding.UTF8.GetBytes(content), "", mode, mtime: mtime);

    internal RawTar Directory(string name, string mode = "0755") => Entry(name, '5', [], "", mode);

    internal RawTar Link(string name, string target) => Entry(name, '2', [], target, "0777");

    internal RawTar HardLink(string name, string target) => Entry(name, '1', [], target, "0644");

    internal RawTar Pax(char type, params string[] records)
    {
        var body = string.Concat(records.Select(record =>
        {
            // The length counts its own digits.
            var rest = Encoding.UTF8.GetByteCount(record) + 2;
            var total = rest + 1;
            while (total != rest + Digits(total)) total = rest + Digits(total);
            return $"{total} {record}\n";
        }));
        return Entry("pax", type, Encoding.UTF8.GetBytes(body), "", "0644");
    }

    internal RawTar Entry(
        string name, char type, byte[] content, string linkName = "", string mode = "0644", uint user = 0, uint group = 0, long mtime = 1_700_000_000,
        long? claimedSize = null, byte[]? rawName = null, bool gnu = false, string userName = "", string groupName = "")
    {
        var block = new byte[512];
        (rawName ?? Encoding.UTF8.GetBytes(name)).AsSpan().CopyTo(block);
        Octal(block, 100, 8, Convert.ToInt64(mode, 8));
        Octal(block, 108, 8, user);
        Octal(block, 116, 8, group);
        Octal(block, 124, 12, claimedSize ?? content.Length);
        Octal(block, 136, 12, mtime);
        block[156] = (byte)type;
        Encoding.UTF8.GetBytes(linkName).CopyTo(block, 157);
        Encoding.ASCII.GetBytes(gnu ? "ustar  \0" : "ustar\000").CopyTo(block, 257);
        Encoding.ASCII.GetBytes(userName).CopyTo(block, 265);
        Encoding.ASCII.GetBytes(groupName).CopyTo(block, 297);
        return Block(block, content);
    }

    /// <summary>A header as given, with its checksum made right, and its content.</summary>
    internal RawTar Block(byte[] block, byte[] content)
    {
        block.AsSpan(148, 8).Fill((byte)' ');
        Octal(block, 148, 7, block.Sum(b => b));
        _bytes.AddRange(block);
        _bytes.AddRange(content);
        _bytes.AddRange(new byte[-content.Length & 511]);
        return this;
    }

    internal byte[] ToArray(bool endMark = true) => endMark ? [.. _bytes.ToArray(), .. new byte[1024]] : _bytes.ToArray();

    internal byte[] ToGzip()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write(ToArray());
        return packed.ToArray();
    }

    private static int Digits(int number) => number.ToString(CultureInfo.InvariantCulture).Length;

    private static void Octal(byte[] block, int at, int width, long value) =>
        Encoding.ASCII.GetBytes(Convert.ToString(value, 8).PadLeft(width - 1, '0')).CopyTo(block, at);
}
