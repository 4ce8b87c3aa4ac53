using System.Text;
using Slipway.Revisions.Manifest;
using Slipway.Revisions.Packing.Caching;
using Slipway.Revisions.Unix;
using Slipway.Revisions.Zip;

namespace Slipway.Revisions.Packing;

/// <summary>Some consecutive small entries of a zip, made at once: headers and contents, ready to be written in one piece.</summary>
internal sealed class ZipBatch(PackRun run, List<PackItem> items, Stream output, List<WrittenEntry> entries) : PackWork
{
    /// <summary>From here on a file has the form that a tgz can use too; below, its last bytes would cost more than sharing saves.</summary>
    internal const int SharedFrom = 128 * 1024;

    private const uint FileType = 0x8000, LinkType = 0xa000, DirectoryType = 0x4000, DosDirectory = 0x10;

    private readonly PooledBuffer _bytes = new(256 * 1024);
    private readonly List<WrittenEntry> _made = new(items.Count);
    private readonly List<(CacheKey Key, int Start, int Length, uint RawCrc, bool IsNew)> _forms = new(items.Count);

    internal override int Cost { get; } = (int)items.Sum(i => Math.Min(i.Size, WorkQueue.ChunkSize)) * 2;

    public override void Dispose() => _bytes.Dispose();

    /// <summary>The external attributes: Unix mode in the upper half, DOS attributes in the lower.</summary>
    internal static uint AttributesOf(PackItem item) => item.Kind switch
    {
        FileKind.Directory => ((DirectoryType | ManifestText.DirectoryMode) << 16) | DosDirectory,
        FileKind.Link => (LinkType | ManifestText.LinkMode) << 16,
        _ => (FileType | (uint)item.Mode) << 16,
    };

    internal override void Run()
    {
        using var raw = new PooledBuffer((int)Math.Max(64, items.Max(i => i.Size)));
        foreach (var item in items)
        {
            var name = Encoding.UTF8.GetBytes(item.Kind == FileKind.Directory ? item.Path + "/" : item.Path);
            var entry = new WrittenEntry(name, AttributesOf(item), item.Size) { Offset = _bytes.Count };
            _bytes.Append(ZipFormat.LocalHeaderSize + name.Length);
            var start = _bytes.Count;
            if (item.Kind == FileKind.File)
            {
                entry.Method = AppendFile(item, raw) ? ZipFormat.Deflated : ZipFormat.Stored;
                (entry.Crc, entry.Size) = (item.Facts!.Crc, item.Facts.Size);
            }
            else if (item.Kind == FileKind.Link)
            {
                var target = Encoding.UTF8.GetBytes(item.LinkTarget!);
                _bytes.Write(target);
                (entry.Crc, entry.Size) = (Crc32.Append(0, target), target.Length);
            }

            entry.PackedSize = _bytes.Count - start;
            ZipRecords.LocalHeader(entry).CopyTo(_bytes.Written[(int)entry.Offset..]);
            _made.Add(entry);
        }
    }

    internal override void Write()
    {
        var at = output.Position;
        output.Write(_bytes.Written);
        foreach (var entry in _made)
        {
            entry.Offset += at;
            entries.Add(entry);
        }

        foreach (var (key, start, length, rawCrc, isNew) in _forms)
        {
            if (isNew) run.Cache?.Add(key, _bytes.Written.Slice(start, length), rawCrc);
            else run.Cache?.Use(key);
        }
    }

    /// <summary>Appends a file as the zip holds it, read only when it has to be.</summary>
    /// <returns>Whether it is deflated.</returns>
    private bool AppendFile(PackItem item, PooledBuffer raw)
    {
        var known = run.Known(item);
        if (known is { Stored: false } && TryCached(item, known))
        {
            item.Facts = known;
            return true;
        }

        var content = run.ReadWhole(item, raw);

        // What did not shrink the last time need not be tried again.
        if (known is { Stored: true } && known.Sha256 == item.Facts!.Sha256) item.Facts = known;
        var facts = item.Facts!;
        if (!facts.Stored && TryCached(item, facts)) return true;
        if (!facts.Stored)
        {
            var start = _bytes.Count;
            var isShared = IsShared(item);
            Deflater.Append(content, run.Options.Compression, final: !isShared, _bytes);
            run.CountCompressed(content.Length);
            var length = _bytes.Count - start;
            if (isShared) _bytes.Write(Deflater.End);
            if (_bytes.Count - start < content.Length)
            {
                _forms.Add((KeyOf(item, facts), start, length, facts.Crc, true));
                return true;
            }

            _bytes.Truncate(start);
            item.Facts = facts with { Stored = true };
        }

        _bytes.Write(content);
        return false;
    }

    private bool TryCached(PackItem item, ContentFacts facts)
    {
        var (key, start) = (KeyOf(item, facts), _bytes.Count);
        if (run.Cache?.TryRead(key, _bytes, out _) != true) return false;
        _forms.Add((key, start, _bytes.Count - start, facts.Crc, false));
        run.CountCached(_bytes.Count - start);
        if (IsShared(item)) _bytes.Write(Deflater.End);
        return true;
    }

    private static bool IsShared(PackItem item) => item.Size >= SharedFrom;

    private CacheKey KeyOf(PackItem item, ContentFacts facts) => new(facts.Sha256, IsShared(item) ? run.Forms.Part : run.Forms.Whole, 0);
}
