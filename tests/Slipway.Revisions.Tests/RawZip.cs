using System.IO.Compression;
using System.Text;

namespace Slipway.Revisions.Tests;

/// <summary>Makes zips record by record, honest or hostile.</summary>
internal sealed class RawZip
{
    private readonly List<byte> _bytes = [];
    private readonly List<byte[]> _directory = [];

    internal int Position => _bytes.Count;

    internal RawZip File(string name, string content, string mode = "100644") => Add(name, Encoding.UTF8.GetBytes(content), Convert.ToUInt32(mode, 8) << 16);

    internal RawZip Directory(string name) => Add(name + "/", [], (Convert.ToUInt32("40755", 8) << 16) | 0x10);

    internal RawZip Link(string name, string target) => Add(name, Encoding.UTF8.GetBytes(target), Convert.ToUInt32("120777", 8) << 16);

    internal RawZip Add(
        string name, byte[] content, uint attributes, byte host = 3, ushort flags = 0x800, ushort method = 8, byte[]? rawName = null, string? localName = null,
        uint? crc = null, uint? size = null, uint? packedSize = null, uint? offset = null, byte[]? extra = null, ushort date = 0x5762, ushort time = 0)
    {
        var bytes = rawName ?? Encoding.UTF8.GetBytes(name);
        var local = localName is null ? bytes : Encoding.UTF8.GetBytes(localName);
        var packed = method == 8 ? Deflate(content) : content;
        var at = (uint)_bytes.Count;
        var sum = crc ?? ReferenceCrc(content);
        _bytes.AddRange(Record(w =>
        {
            w.Write(0x04034b50u);
            w.Write((ushort)20);
            Common(w, local.Length, 0);
            w.Write(local);
        }));
        _bytes.AddRange(packed);
        _directory.Add(Record(w =>
        {
            w.Write(0x02014b50u);
            w.Write((ushort)(20 | (host << 8)));
            w.Write((ushort)20);
            Common(w, bytes.Length, extra?.Length ?? 0);
            w.Write((ushort)0);
            w.Write((ushort)0);
            w.Write((ushort)0);
            w.Write(attributes);
            w.Write(offset ?? at);
            w.Write(bytes);
            w.Write(extra ?? []);
        }));
        return this;

        void Common(BinaryWriter w, int nameLength, int extraLength)
        {
            w.Write(flags);
            w.Write(method);
            w.Write(time);
            w.Write(date);
            w.Write(sum);
            w.Write(packedSize ?? (uint)packed.Length);
            w.Write(size ?? (uint)content.Length);
            w.Write((ushort)nameLength);
            w.Write((ushort)extraLength);
        }
    }

    internal byte[] ToArray(ushort? entries = null, string comment = "")
    {
        var directory = _directory.SelectMany(d => d).ToArray();
        return
        [
            .. _bytes.ToArray(), .. directory, .. Record(w =>
            {
                w.Write(0x06054b50u);
                w.Write(0u);
                w.Write(entries ?? (ushort)_directory.Count);
                w.Write(entries ?? (ushort)_directory.Count);
                w.Write((uint)directory.Length);
                w.Write((uint)_bytes.Count);
                w.Write((ushort)comment.Length);
                w.Write(Encoding.ASCII.GetBytes(comment));
            }),
        ];
    }

    internal static byte[] Deflate(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal)) deflate.Write(content);
        return packed.ToArray();
    }

    /// <summary>Bit by bit, as the format's definition has it.</summary>
    internal static uint ReferenceCrc(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var b in data)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }

    private static byte[] Record(Action<BinaryWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes)) write(writer);
        return bytes.ToArray();
    }
}
