using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Slipway.Revisions.Attachments;

/// <summary>
/// Attachments as bytes: deflated records of name and content, then a trailer that one finds going backwards: unpacked and packed length, the SHA-256 of
/// the packed bytes, and a magic that is no UTF-8, so that it can stand in no manifest.
/// </summary>
internal static class AttachmentBlock
{
    internal const int TrailerSize = 8 + 8 + 32 + 16;

    /// <summary>Bytes of all attachments together: a bill of materials of a thousand packages has one megabyte.</summary>
    internal const long MaximumBytes = 64L << 20;

    private const int MaximumAttachments = 200, MaximumName = 200;

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_./");

    private static readonly byte[] Magic = [.. "slipway-attach"u8, 0xff, 1];

    /// <summary>The block; the same attachments in any order give the same bytes.</summary>
    /// <exception cref="Specifications.SlipwayException">SLW0141: a name, the number or the size is none that <see cref="Read"/> takes.</exception>
    internal static byte[] Write(string bundle, IEnumerable<BundleAttachment> attachments)
    {
        var sorted = attachments.OrderBy(a => a.Name, StringComparer.Ordinal).ToList();
        if (sorted.Count > MaximumAttachments) throw RevisionErrors.CannotAttach(bundle, $"there are more than {MaximumAttachments} attachments");
        if (sorted.Sum(a => (long)a.Content.Length) > MaximumBytes - (MaximumAttachments * 256L))
            throw RevisionErrors.CannotAttach(bundle, $"the attachments have more than {MaximumBytes >> 20} MiB");
        using var body = new MemoryStream();
        using (var writer = new BinaryWriter(body, Encoding.UTF8, leaveOpen: true))
        {
            for (var i = 0; i < sorted.Count; i++)
            {
                var (name, content) = sorted[i];
                if (!IsName(name)) throw RevisionErrors.CannotAttach(bundle, $"'{RevisionErrors.Shown(name)}' is no name of an attachment");
                if (i > 0 && sorted[i - 1].Name == name) throw RevisionErrors.CannotAttach(bundle, $"two attachments are called '{name}'");
                writer.Write((ushort)name.Length);
                writer.Write(Encoding.ASCII.GetBytes(name));
                writer.Write(content.Length);
                writer.Write(content.Span);
            }
        }

        using var block = new MemoryStream();
        using (var deflate = new DeflateStream(block, CompressionLevel.Optimal, leaveOpen: true)) deflate.Write(body.GetBuffer(), 0, (int)body.Length);
        Span<byte> trailer = stackalloc byte[TrailerSize];
        BinaryPrimitives.WriteInt64LittleEndian(trailer, body.Length);
        BinaryPrimitives.WriteInt64LittleEndian(trailer[8..], block.Length);
        SHA256.HashData(block.GetBuffer().AsSpan(0, (int)block.Length), trailer[16..]);
        Magic.CopyTo(trailer[48..]);
        block.Write(trailer);
        return block.ToArray();
    }

    internal static bool IsTrailer(ReadOnlySpan<byte> trailer) => trailer[48..].SequenceEqual(Magic);

    /// <summary>How many packed bytes stand before a trailer.</summary>
    /// <exception cref="Specifications.SlipwayException">SLW0140: none that can be.</exception>
    internal static int PackedLength(string bundle, ReadOnlySpan<byte> trailer, long before)
    {
        var length = BinaryPrimitives.ReadInt64LittleEndian(trailer);
        var packed = BinaryPrimitives.ReadInt64LittleEndian(trailer[8..]);
        if (length is < 0 or > MaximumBytes || packed < 0 || packed > before || packed > MaximumBytes || packed * 1100 < length)
            throw RevisionErrors.AttachmentsDamaged(bundle, "their lengths cannot be");
        return (int)packed;
    }

    /// <summary>The attachments of a block, in ordinal order of their names.</summary>
    /// <exception cref="Specifications.SlipwayException">SLW0140: damaged.</exception>
    internal static IReadOnlyList<BundleAttachment> Read(string bundle, byte[] packed, ReadOnlySpan<byte> trailer)
    {
        if (!SHA256.HashData(packed).AsSpan().SequenceEqual(trailer.Slice(16, 32))) throw RevisionErrors.AttachmentsDamaged(bundle, "their checksum is wrong");
        var body = new byte[BinaryPrimitives.ReadInt64LittleEndian(trailer)];
        try
        {
            using var inflate = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress);
            inflate.ReadExactly(body);
            if (inflate.ReadByte() >= 0) throw RevisionErrors.AttachmentsDamaged(bundle, "there are more bytes than they say");
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw RevisionErrors.AttachmentsDamaged(bundle, "their deflated data is wrong", e);
        }

        return Parse(body) ?? throw RevisionErrors.AttachmentsDamaged(bundle, "their list is malformed");
    }

    private static List<BundleAttachment>? Parse(byte[] body)
    {
        var attachments = new List<BundleAttachment>();
        for (ReadOnlyMemory<byte> rest = body; !rest.IsEmpty;)
        {
            if (attachments.Count == MaximumAttachments || rest.Length < 2) return null;
            var nameLength = BinaryPrimitives.ReadUInt16LittleEndian(rest.Span);
            if (rest.Length < 2 + nameLength + 4) return null;
            var name = Encoding.ASCII.GetString(rest.Span.Slice(2, nameLength));
            var length = BinaryPrimitives.ReadInt32LittleEndian(rest.Span[(2 + nameLength)..]);
            rest = rest[(2 + nameLength + 4)..];
            if (length < 0 || length > rest.Length || !IsName(name)) return null;

            // In order and each once: there is one spelling of a list only.
            if (attachments.Count > 0 && string.CompareOrdinal(attachments[^1].Name, name) >= 0) return null;
            attachments.Add(new(name, rest[..length]));
            rest = rest[length..];
        }

        return attachments;
    }

    // A name may become that of a file: no segment leads anywhere.
    private static bool IsName(string name) =>
        name.Length is > 0 and <= MaximumName && name.AsSpan().IndexOfAnyExcept(NameCharacters) < 0 && !name.Split('/').Any(s => s is "" or "." or "..");
}
