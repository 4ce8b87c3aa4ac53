using System.Diagnostics.CodeAnalysis;
using System.Text;
using Slipway.Revisions.Manifest;
using Slipway.Revisions.Unix;
using Slipway.Revisions.Zip;

namespace Slipway.Revisions.Packing;

/// <summary>
/// Writes a zip with Unix modes. Small entries are made by the batch, headers and all, a large file in parts; the headers of large files, whose
/// packed sizes are not known when they are written, are filled in at the end.
/// </summary>
internal sealed class ZipWriter(PackRun run, FileStream output) : IBundleWriter
{
    /// <summary>Below this, deflate's own marks cost more than it wins.</summary>
    internal const int Tiny = 64;

    // Enough that starting work costs nothing beside it, little enough to keep every processor busy to the end.
    private const long BatchSize = 256 * 1024;

    private readonly WorkQueue _queue = new();
    private readonly List<WrittenEntry> _entries = [];
    private readonly List<WrittenEntry> _unfinished = [];
    private readonly List<LargeFile> _large = [];

    public void Dispose()
    {
        _queue.Dispose();
        _large.ForEach(f => f.Dispose());
    }

    public void AddAll(IReadOnlyList<PackItem> items)
    {
        var batch = new List<PackItem>();
        var size = 0L;
        foreach (var item in items)
        {
            run.Cancellation.ThrowIfCancellationRequested();
            var isLarge = item.Kind == FileKind.File && item.Size > WorkQueue.ChunkSize;
            if (isLarge || (batch.Count > 0 && size + item.Size > BatchSize))
            {
                Add(batch);
                (batch, size) = ([], 0);
            }

            if (isLarge)
            {
                AddLarge(item);
                continue;
            }

            batch.Add(item);
            size += item.Size + ZipFormat.LocalHeaderSize + item.Path.Length;
        }

        Add(batch);
    }

    public void Complete() => _queue.Complete();

    public void Finish(byte[] manifest)
    {
        output.Write(ZipManifest.Block(manifest));
        var start = output.Position;
        foreach (var entry in _entries) output.Write(ZipRecords.CentralHeader(entry));
        output.Write(ZipRecords.End(_entries.Count, output.Position - start, start));
        output.Flush();
        foreach (var entry in _unfinished) RandomAccess.Write(output.SafeFileHandle, ZipRecords.LocalHeader(entry), entry.Offset);
    }

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The queue takes the work over.")]
    private void Add(List<PackItem> batch)
    {
        if (batch.Count > 0) _queue.Add(new ZipBatch(run, batch, output, _entries));
    }

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "Disposed with the writer.")]
    private void AddLarge(PackItem item)
    {
        var file = new LargeFile(run, item);
        _large.Add(file);
        var form = file.Deflated(otherwise: PartForm.Raw);
        var entry = new WrittenEntry(Encoding.UTF8.GetBytes(item.Path), ZipBatch.AttributesOf(item), item.Size)
        {
            Method = form == PartForm.Deflated ? ZipFormat.Deflated : ZipFormat.Stored,
            Size = item.Size,
            Crc = file.Facts.Crc,
        };
        _queue.Then(() =>
        {
            entry.Offset = output.Position;
            output.Write(ZipRecords.LocalHeader(entry));
            entry.PackedSize = -output.Position;
            _entries.Add(entry);
            _unfinished.Add(entry);
        });
        file.AddTo(_queue, form, output);
        _queue.Then(() =>
        {
            if (form == PartForm.Deflated) output.Write(Deflater.End);
            entry.PackedSize += output.Position;
        });
    }
}
