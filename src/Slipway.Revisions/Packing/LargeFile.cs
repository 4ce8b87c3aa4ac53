using System.Diagnostics.CodeAnalysis;
using Slipway.Revisions.Packing.Caching;

namespace Slipway.Revisions.Packing;

/// <summary>How an archive holds the parts of a large file.</summary>
internal enum PartForm
{
    /// <summary>As they are.</summary>
    Raw,

    /// <summary>In stored blocks of deflate.</summary>
    StoredBlocks,

    /// <summary>Deflated, each by itself.</summary>
    Deflated,
}

/// <summary>
/// A file of more than <see cref="WorkQueue.ChunkSize"/> bytes, which is packed in parts. Its hash is known before its first part, so that each part
/// can come out of the cache; what is read a second time for it is held to be the same by its checksum.
/// </summary>
internal sealed class LargeFile : IDisposable
{
    private readonly PackRun _run;
    private readonly Lazy<SourceFile> _source;
    private uint _crc;

    internal LargeFile(PackRun run, PackItem item)
    {
        (_run, Item) = (run, item);
        _source = new(() => run.Open(item));
        item.Facts = run.Known(item) ?? run.ReadThrough(item, _source.Value);
    }

    internal PackItem Item { get; }

    internal ContentFacts Facts => Item.Facts!;

    public void Dispose()
    {
        if (_source.IsValueCreated) _source.Value.Dispose();
    }

    /// <summary>The form of its parts in an archive that deflates.</summary>
    internal PartForm Deflated(PartForm otherwise) => Facts.Stored ? otherwise : PartForm.Deflated;

    /// <summary>Adds its parts to the queue, then a check that they were the parts of what was hashed; <paramref name="output"/> gets them.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The queue takes the work over.")]
    internal void AddTo(WorkQueue queue, PartForm form, Stream output)
    {
        for (long offset = 0; offset < Item.Size; offset += WorkQueue.ChunkSize)
        {
            _run.Cancellation.ThrowIfCancellationRequested();
            queue.Add(new Part(this, form, offset, (int)Math.Min(WorkQueue.ChunkSize, Item.Size - offset), output));
        }

        queue.Then(Finish);
    }

    private void Finish()
    {
        if (_crc != Facts.Crc) throw RevisionErrors.SourceChanged(Item.File.SourcePath);
        if (_source.IsValueCreated) _run.Learn(Item, _source.Value);
        Dispose();
    }

    private sealed class Part(LargeFile file, PartForm form, long offset, int length, Stream output) : PackWork
    {
        private readonly PooledBuffer _bytes = new(form == PartForm.Deflated ? (length / 2) + 64 : length + 128);
        private readonly CacheKey _key = new(file.Facts.Sha256, file._run.Forms.Part, (int)(offset / WorkQueue.ChunkSize));
        private bool _isNew;
        private uint _crc;

        internal override int Cost => 2 * length;

        public override void Dispose() => _bytes.Dispose();

        internal override void Run()
        {
            var run = file._run;
            run.Cancellation.ThrowIfCancellationRequested();
            if (form == PartForm.Deflated && run.Cache?.TryRead(_key, _bytes, out var crc) == true)
            {
                _crc = crc;
                run.CountCached(_bytes.Count);
                return;
            }

            if (form == PartForm.Raw)
            {
                Read(_bytes);
                return;
            }

            using var raw = new PooledBuffer(length);
            Read(raw);
            if (form == PartForm.StoredBlocks)
            {
                Deflater.AppendStored(raw.Written, _bytes);
                return;
            }

            Deflater.Append(raw.Written, run.Options.Compression, final: false, _bytes);
            run.CountCompressed(length);
            _isNew = true;
        }

        internal override void Write()
        {
            output.Write(_bytes.Written);
            file._crc = Crc32.Combine(file._crc, _crc, length);
            if (_isNew) file._run.Cache?.Add(_key, _bytes.Written, _crc);
            else if (form == PartForm.Deflated) file._run.Cache?.Use(_key);
        }

        private void Read(PooledBuffer raw)
        {
            var content = raw.Append(length);
            file._source.Value.Read(content, offset);
            _crc = Crc32.Append(0, content);
        }
    }
}
