using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Slipway.Revisions.Packing.Caching;

/// <summary>Where a cached form stands.</summary>
/// <param name="Offset">Its first byte in the segment.</param>
/// <param name="Length">Its bytes; 0 for a mark.</param>
/// <param name="Checksum">CRC-32 of them.</param>
/// <param name="RawCrc">CRC-32 of what it is the form of.</param>
internal readonly record struct CachedForm(long Offset, int Length, uint Checksum, uint RawCrc);

/// <summary>
/// The index behind the forms of a segment: 64 bytes a form (key, place, checksums), then the number of forms, the index's own checksum and a
/// magic. A segment without a whole index holds nothing.
/// </summary>
internal static class SegmentIndex
{
    private const int EntrySize = 64, TrailerSize = 16, MostForms = 4_000_000, LargestForm = 4 << 20;

    private static ReadOnlySpan<byte> Magic => "slipway1"u8;

    internal static byte[] Write(IReadOnlyList<KeyValuePair<CacheKey, CachedForm>> forms)
    {
        var bytes = new byte[(forms.Count * EntrySize) + TrailerSize];
        for (var i = 0; i < forms.Count; i++)
        {
            var at = bytes.AsSpan(i * EntrySize, EntrySize);
            var (key, form) = forms[i];
            key.Content.CopyTo(at);
            BinaryPrimitives.WriteUInt64LittleEndian(at[32..], key.Form);
            BinaryPrimitives.WriteInt32LittleEndian(at[40..], key.Part);
            BinaryPrimitives.WriteInt64LittleEndian(at[44..], form.Offset);
            BinaryPrimitives.WriteInt32LittleEndian(at[52..], form.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(at[56..], form.Checksum);
            BinaryPrimitives.WriteUInt32LittleEndian(at[60..], form.RawCrc);
        }

        var trailer = bytes.AsSpan(bytes.Length - TrailerSize);
        BinaryPrimitives.WriteInt32LittleEndian(trailer, forms.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], Crc32.Append(0, bytes.AsSpan(0, bytes.Length - TrailerSize + 4)));
        Magic.CopyTo(trailer[8..]);
        return bytes;
    }

    /// <summary>The forms of a segment; null when it is damaged.</summary>
    internal static List<KeyValuePair<CacheKey, CachedForm>>? Read(SafeFileHandle file)
    {
        var length = RandomAccess.GetLength(file);
        Span<byte> trailer = stackalloc byte[TrailerSize];
        if (length < TrailerSize || RandomAccess.Read(file, trailer, length - TrailerSize) != TrailerSize || !trailer[8..].SequenceEqual(Magic)) return null;
        var count = BinaryPrimitives.ReadInt32LittleEndian(trailer);
        if (count is < 0 or > MostForms || ((long)count * EntrySize) + TrailerSize > length) return null;
        var bytes = new byte[(count * EntrySize) + 4];
        var end = length - TrailerSize - ((long)count * EntrySize);
        if (!Fill(file, bytes, end) || Crc32.Append(0, bytes) != BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..])) return null;
        var forms = new List<KeyValuePair<CacheKey, CachedForm>>(count);
        for (var i = 0; i < count; i++)
        {
            var at = bytes.AsSpan(i * EntrySize, EntrySize);
            var key = new CacheKey(Digest.Of(at), BinaryPrimitives.ReadUInt64LittleEndian(at[32..]), BinaryPrimitives.ReadInt32LittleEndian(at[40..]));
            var form = new CachedForm(
                BinaryPrimitives.ReadInt64LittleEndian(at[44..]), BinaryPrimitives.ReadInt32LittleEndian(at[52..]),
                BinaryPrimitives.ReadUInt32LittleEndian(at[56..]), BinaryPrimitives.ReadUInt32LittleEndian(at[60..]));
            if (form.Offset < 0 || form.Length is < 0 or > LargestForm || form.Offset > end - form.Length) return null;
            forms.Add(new(key, form));
        }

        return forms;
    }

    /// <summary>Reads exactly so many bytes; false where the file ends before.</summary>
    internal static bool Fill(SafeFileHandle file, Span<byte> buffer, long offset)
    {
        while (!buffer.IsEmpty)
        {
            var read = RandomAccess.Read(file, buffer, offset);
            if (read == 0) return false;
            offset += read;
            buffer = buffer[read..];
        }

        return true;
    }
}
