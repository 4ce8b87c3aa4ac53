using System.Diagnostics.CodeAnalysis;
using Slipway.Revisions.Manifest;
using Slipway.Revisions.Tar;

namespace Slipway.Revisions.Packing;

/// <summary>
/// Writes a tar, stretch by stretch. With gzip the member is put together from parts that are deflated by themselves: small entries together, so that
/// they share what they have in common, and large files in the parts that a zip has too.
/// </summary>
internal sealed class TarWriter(PackRun run, TarOutput output) : IBundleWriter
{
    private readonly WorkQueue _queue = new();
    private readonly List<LargeFile> _large = [];

    public void Dispose()
    {
        _queue.Dispose();
        _large.ForEach(f => f.Dispose());
    }

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The queue takes the work over; files are disposed with the writer.")]
    public void AddAll(IReadOnlyList<PackItem> items)
    {
        output.Begin();
        var isFirst = true;
        foreach (var stretch in TarPlan.Of(items))
        {
            run.Cancellation.ThrowIfCancellationRequested();
            _queue.Add(new TarGroup(run, stretch, isFirst, output));
            isFirst = false;
            if (stretch.Large is not { } item) continue;
            if (item.Size <= WorkQueue.ChunkSize)
            {
                _queue.Add(new SharedFile(run, item, output));
                continue;
            }

            var file = new LargeFile(run, item);
            _large.Add(file);
            file.AddTo(_queue, !output.IsGzip ? PartForm.Raw : file.Deflated(otherwise: PartForm.StoredBlocks), output.Stream);
            _queue.Then(() => output.Count(file.Facts.Crc, item.Size));
        }
    }

    public void Complete() => _queue.Complete();

    public void Finish(byte[] manifest)
    {
        using var raw = new PooledBuffer(manifest.Length + (4 * TarHeader.BlockSize));
        raw.Append(2 * TarHeader.BlockSize).Clear();
        raw.Write(TarManifest.Blocks(manifest));
        if (output.IsGzip)
        {
            using var packed = new PooledBuffer(raw.Count + 128);
            if (output.IsDeflated) Deflater.Append(raw.Written, run.Options.Compression, final: false, packed);
            else Deflater.AppendStored(raw.Written, packed);
            output.WriteDeflated(packed.Written, Crc32.Append(0, raw.Written), raw.Count);
        }
        else
        {
            output.Write(raw.Written);
        }

        output.End();
        output.Stream.Flush();
    }
}
