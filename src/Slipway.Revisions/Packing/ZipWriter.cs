using System.Buffers;
using System.Text;
using Slipway.Revisions.Manifest;
using Slipway.Revisions.Zip;

namespace Slipway.Revisions.Packing;

/// <summary>
/// Writes a zip with Unix modes. A file is read chunk by chunk on this thread, deflated on all of them and written in order; a header
/// whose sizes were not known when it was written is filled in at the end.
/// </summary>
internal sealed class ZipWriter(FileStream output) : IBundleWriter
{
    private const uint FileType = 0x8000, LinkType = 0xa000, DirectoryType = 0x4000, DosDirectory = 0x10;

    // Below this, deflate's own marks cost more than it wins.
    private const int Tiny = 64;

    private readonly DeflateQueue _queue = new();
    private readonly List<WrittenEntry> _entries = [];
    private readonly List<WrittenEntry> _unfinished = [];

    public void Dispose() => _queue.Dispose();

    public void AddDirectory(string path) =>
        AddStored(path + "/", (DirectoryType | ManifestText.DirectoryMode) << 16 | DosDirectory, []);

    public void AddLink(string path, string target) => AddStored(path, (LinkType | ManifestText.LinkMode) << 16, Encoding.UTF8.GetBytes(target));

    public void AddFile(SourceFile source)
    {
        var entry = new WrittenEntry(Encoding.UTF8.GetBytes(source.Path), (FileType | (uint)source.Mode) << 16, source.Length);
        if (source.Length <= DeflateQueue.ChunkSize) AddSmall(entry, source);
        else AddLarge(entry, source);
    }

    public void Finish(byte[] manifest)
    {
        _queue.Complete();
        output.Write(ZipManifest.Block(manifest));
        var start = output.Position;
        foreach (var entry in _entries) output.Write(ZipRecords.CentralHeader(entry));
        output.Write(ZipRecords.End(_entries.Count, output.Position - start, start));
        output.Flush();
        foreach (var entry in _unfinished) RandomAccess.Write(output.SafeFileHandle, ZipRecords.LocalHeader(entry), entry.Offset);
    }

    private void AddStored(string name, uint attributes, byte[] content)
    {
        var entry = new WrittenEntry(Encoding.UTF8.GetBytes(name), attributes, content.Length) { Crc = Crc32.Append(0, content) };
        _queue.Then(() => WriteWhole(entry, content, ZipFormat.Stored, content.Length));
    }

    private void AddSmall(WrittenEntry entry, SourceFile source)
    {
        var length = (int)source.Length;
        var chunk = ArrayPool<byte>.Shared.Rent(length);
        source.Read(chunk.AsSpan(0, length));
        entry.Crc = Crc32.Append(0, chunk.AsSpan(0, length));
        var deflate = length > Tiny && !Compressibility.IsCompressed(chunk.AsSpan(0, length));
        _queue.Add(chunk, length, deflate, final: true, (raw, deflated) =>
        {
            var smaller = deflate && deflated.Length < raw.Length;
            WriteWhole(entry, smaller ? deflated : raw, smaller ? ZipFormat.Deflated : ZipFormat.Stored, raw.Length);
        });
    }

    private void AddLarge(WrittenEntry entry, SourceFile source)
    {
        var deflate = true;
        for (var first = true; source.Remaining > 0; first = false)
        {
            var length = (int)Math.Min(source.Remaining, DeflateQueue.ChunkSize);
            var chunk = ArrayPool<byte>.Shared.Rent(length);
            source.Read(chunk.AsSpan(0, length));
            if (first)
            {
                deflate = !Compressibility.IsCompressed(chunk.AsSpan(0, length));
                entry.Method = deflate ? ZipFormat.Deflated : ZipFormat.Stored;
                _queue.Then(() => BeginLarge(entry));
            }

            entry.Crc = Crc32.Append(entry.Crc, chunk.AsSpan(0, length));
            _queue.Add(chunk, length, deflate, final: source.Remaining == 0, (raw, deflated) =>
            {
                var bytes = deflate ? deflated : raw;
                output.Write(bytes.Span);
                entry.PackedSize += bytes.Length;
                entry.Size += raw.Length;
            });
        }
    }

    private void BeginLarge(WrittenEntry entry)
    {
        entry.Offset = output.Position;
        output.Write(ZipRecords.LocalHeader(entry));
        _entries.Add(entry);
        _unfinished.Add(entry);
    }

    private void WriteWhole(WrittenEntry entry, ReadOnlyMemory<byte> bytes, ushort method, long size)
    {
        (entry.Method, entry.PackedSize, entry.Size, entry.Offset) = (method, bytes.Length, size, output.Position);
        output.Write(ZipRecords.LocalHeader(entry));
        output.Write(bytes.Span);
        _entries.Add(entry);
    }
}
