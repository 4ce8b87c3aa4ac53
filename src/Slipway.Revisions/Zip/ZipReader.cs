using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using Slipway.Revisions.Staging;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Zip;

/// <summary>
/// Reads a zip by its central directory, names as bytes. Everything that the directory claims is checked before any content is read:
/// names, kinds, methods, sizes, and that no two entries share bytes.
/// </summary>
internal sealed class ZipReader(string bundle, SafeFileHandle file, ZipDirectory directory)
{
    /// <summary>The entries in the directory's order; <paramref name="read"/> is told of each before the next is parsed.</summary>
    internal List<ZipEntry> ReadEntries(Action<ZipEntry> read)
    {
        if (directory.Size > Array.MaxLength) throw Damaged("its directory is too large");
        var bytes = new byte[directory.Size];
        ZipDirectory.ReadExactly(bundle, file, bytes, directory.Offset);
        var entries = new List<ZipEntry>((int)directory.Entries);
        ReadOnlySpan<byte> rest = bytes;
        for (long i = 0; i < directory.Entries; i++)
        {
            var entry = Parse(ref rest);
            read(entry);
            entries.Add(entry);
        }

        RefuseOverlaps(entries);
        return entries;
    }

    /// <summary>Where an entry's packed bytes begin: behind its local header, which must tell the same name and method.</summary>
    internal long FindContent(ZipEntry entry)
    {
        var header = new byte[ZipFormat.LocalHeaderSize + entry.RawName.Length];
        ZipDirectory.ReadExactly(bundle, file, header, entry.Offset);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != ZipFormat.LocalHeader
            || BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(8)) != entry.Method
            || BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(26)) != entry.RawName.Length
            || !header.AsSpan(ZipFormat.LocalHeaderSize).SequenceEqual(entry.RawName))
            throw Damaged($"the header of '{RevisionErrors.Shown(entry.Path)}' is not what the directory says");
        var content = entry.Offset + header.Length + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(28));
        return content + entry.PackedSize <= directory.Offset ? content : throw Damaged($"'{RevisionErrors.Shown(entry.Path)}' reaches into the directory");
    }

    private ZipEntry Parse(ref ReadOnlySpan<byte> rest)
    {
        if (rest.Length < ZipFormat.CentralHeaderSize || BinaryPrimitives.ReadUInt32LittleEndian(rest) != ZipFormat.CentralHeader)
            throw Damaged("its directory is malformed");
        var header = rest;
        var nameLength = BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        var extraLength = BinaryPrimitives.ReadUInt16LittleEndian(header[30..]);
        var length = ZipFormat.CentralHeaderSize + nameLength + extraLength + BinaryPrimitives.ReadUInt16LittleEndian(header[32..]);
        if (length > rest.Length) throw Damaged("its directory is malformed");
        rest = rest[length..];
        var name = header.Slice(ZipFormat.CentralHeaderSize, nameLength);
        var extra = new ZipExtra(header.Slice(ZipFormat.CentralHeaderSize + nameLength, extraLength));
        var (packed, size, offset) = extra.Sizes(
            BinaryPrimitives.ReadUInt32LittleEndian(header[20..]), BinaryPrimitives.ReadUInt32LittleEndian(header[24..]),
            BinaryPrimitives.ReadUInt32LittleEndian(header[42..]));
        var path = ZipAttributes.PathOf(name, host: header[5]);
        var attributes = new ZipAttributes(header[5], BinaryPrimitives.ReadUInt32LittleEndian(header[38..]), path is [.., (byte)'/']);
        var entry = new ZipEntry(
            name.ToArray(), BundlePath.Clean(bundle, path), attributes.Kind, attributes.Mode,
            BinaryPrimitives.ReadUInt16LittleEndian(header[10..]), BinaryPrimitives.ReadUInt32LittleEndian(header[16..]), packed, size, offset,
            extra.Modified ?? ZipAttributes.Time(BinaryPrimitives.ReadUInt16LittleEndian(header[14..]), BinaryPrimitives.ReadUInt16LittleEndian(header[12..])));
        return Checked(entry, BinaryPrimitives.ReadUInt16LittleEndian(header[8..]));
    }

    private ZipEntry Checked(ZipEntry entry, ushort flags)
    {
        if ((flags & ZipFormat.Encrypted) != 0) throw RevisionErrors.Unsupported(bundle, entry.Path, "is encrypted");
        if (entry.Method is not (ZipFormat.Stored or ZipFormat.Deflated))
            throw RevisionErrors.Unsupported(bundle, entry.Path, $"is compressed by zip method {entry.Method}, and only deflate is supported");
        if (entry.Kind is FileKind.Fifo or FileKind.Socket or FileKind.Device)
            throw RevisionErrors.SpecialFile(bundle, entry.Path, RevisionErrors.KindName(entry.Kind));
        if (entry.Path.Length == 0 && entry.Kind != FileKind.Directory) throw RevisionErrors.BadPath(bundle, "", "has no name");
        if (entry.Size < 0 || entry.PackedSize < 0 || entry.Offset < 0 || entry.Offset > directory.Offset || entry.PackedSize > directory.Offset - entry.Offset)
            throw Damaged($"'{RevisionErrors.Shown(entry.Path)}' lies outside the file");
        if (entry.Method == ZipFormat.Stored && entry.Size != entry.PackedSize) throw Damaged($"'{RevisionErrors.Shown(entry.Path)}' is stored with two sizes");
        return entry;
    }

    private void RefuseOverlaps(List<ZipEntry> entries)
    {
        var end = 0L;

        // Most archives are written in the order of their directory.
        var isSorted = true;
        for (var i = 1; i < entries.Count && isSorted; i++) isSorted = entries[i - 1].Offset <= entries[i].Offset;
        foreach (var entry in isSorted ? entries : entries.OrderBy(e => e.Offset).ToList())
        {
            if (entry.Offset < end) throw Damaged($"'{RevisionErrors.Shown(entry.Path)}' shares its bytes with another entry");
            end = entry.Offset + ZipFormat.LocalHeaderSize + entry.RawName.Length + entry.PackedSize;
        }
    }

    private Specifications.SlipwayException Damaged(string what) => RevisionErrors.Damaged(bundle, what);
}
