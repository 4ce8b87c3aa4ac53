using System.Buffers;
using Slipway.Revisions.Packing.Caching;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Packing;

/// <summary>One pack: what it was asked for, what is remembered, and the one way in which contents are read, on any thread.</summary>
internal sealed class PackRun
{
    private readonly List<PackItem> _items;
    private readonly Lazy<PackedAppSpec> _appSpec;
    private readonly List<PackItem> _suspicious = [];
    private int _filesRead;
    private long _bytesRead, _bytesCompressed, _bytesFromCache;

    internal PackRun(List<PackItem> items, PackOptions options, PackCache? cache, SourceMemory? memory, CancellationToken cancellation)
    {
        (_items, Options, Cache, Memory, Cancellation) = (items, options, cache, memory, cancellation);
        Forms = new(options.Compression);
        _appSpec = new(() => PackedAppSpec.Of(items));
        foreach (var item in items) Plan(item);
    }

    internal PackOptions Options { get; }

    internal PackCache? Cache { get; }

    internal CacheForms Forms { get; }

    internal CancellationToken Cancellation { get; }

    internal bool Compresses => Options.Compression != RevisionCompression.Store;

    internal PackEffort Effort => new(_filesRead, _bytesRead, _bytesCompressed, _bytesFromCache);

    private SourceMemory? Memory { get; }

    /// <summary>What is known of a file without reading it; null when it must be read, be it only to be inspected.</summary>
    internal ContentFacts? Known(PackItem item) =>
        Memory?.FactsOf(item) is { } facts && (Options.Inspection is null || IsRememberedClean(item.Path, facts.Sha256)) ? facts : null;

    /// <summary>
    /// Reads a file of at most <see cref="WorkQueue.ChunkSize"/> bytes as it is packed, and learns all about it. The content stands at the beginning of
    /// the buffer.
    /// </summary>
    internal ReadOnlySpan<byte> ReadWhole(PackItem item, PooledBuffer buffer)
    {
        Cancellation.ThrowIfCancellationRequested();
        buffer.Truncate(0);
        using var source = Open(item);
        var content = buffer.Append((int)item.State.Size);
        source.Read(content, 0);
        Learn(item, source);
        if (ReplacesLineEnds(item) && SourceScripts.IsForLinux(item.Lines, content)) content = content[..SourceScripts.ToLf(content)];
        if (content.Length != item.Size) throw RevisionErrors.SourceChanged(item.File.SourcePath);
        var facts = new ContentFacts(content.Length, Digest.OfContent(content), Crc32.Append(0, content), IsStored(content));
        item.Facts = facts;
        Inspect(item, facts, content);
        return content;
    }

    internal SourceFile Open(PackItem item) => new(item.File.SourcePath, item.State.Size, Options.Clock);

    /// <summary>Hashes a larger file, and learns all about it.</summary>
    internal ContentFacts ReadThrough(PackItem item, SourceFile source)
    {
        var inspection = Options.Inspection;
        var inspected = inspection is not null && item.Size <= inspection.LargestContent;
        var buffer = ArrayPool<byte>.Shared.Rent(inspected ? (int)item.Size : WorkQueue.ChunkSize);
        using var hash = System.Security.Cryptography.IncrementalHash.CreateHash(System.Security.Cryptography.HashAlgorithmName.SHA256);
        try
        {
            var (crc, stored) = (0u, false);
            for (long offset = 0; offset < item.Size;)
            {
                Cancellation.ThrowIfCancellationRequested();
                var part = buffer.AsSpan(inspected ? (int)offset : 0, (int)Math.Min(WorkQueue.ChunkSize, item.Size - offset));
                source.Read(part, offset);
                if (offset == 0) stored = IsStored(part);
                hash.AppendData(part);
                crc = Crc32.Append(crc, part);
                offset += part.Length;
            }

            Span<byte> digest = stackalloc byte[Digest.Size];
            hash.GetHashAndReset(digest);
            var facts = new ContentFacts(item.Size, Digest.Of(digest), crc, stored);
            Inspect(item, facts, inspected ? buffer.AsSpan(0, (int)item.Size) : default);
            return facts;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Notes the state in which a source was read.</summary>
    internal void Learn(PackItem item, SourceFile source)
    {
        item.State = source.Finish();
        item.IsSettled = item.State.IsSettled(source.OpenedAt);
        Interlocked.Increment(ref _filesRead);
        Interlocked.Add(ref _bytesRead, item.State.Size);
    }

    internal void CountCompressed(long bytes) => Interlocked.Add(ref _bytesCompressed, bytes);

    internal void CountCached(long bytes) => Interlocked.Add(ref _bytesFromCache, bytes);

    /// <summary>Lets the inspection decide about what was not clean.</summary>
    internal void Judge()
    {
        if (_suspicious.Count == 0) return;
        _suspicious.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        Options.Inspection!.Judge([.. _suspicious.Select(i => i.File)]);

        // What was judged must be what was packed.
        foreach (var item in _suspicious)
        {
            if (SourceKind.Of(item.File.SourcePath).State != item.State) throw RevisionErrors.SourceChanged(item.File.SourcePath);
        }
    }

    /// <summary>Keeps what was made and learned for the next time.</summary>
    internal string? Remember()
    {
        if (Cache is null || Memory is null) return null;
        foreach (var item in Options.Inspection is null ? [] : _items.Where(i => i.Facts is not null))
        {
            var mark = CleanMark(Options.Inspection!, item.Path, item.Facts!.Sha256);
            if (item.IsNewlyClean) Cache.Add(mark, [], 0);
            else if (Cache.Has(mark)) Cache.Use(mark);
        }

        Cache.Commit(Memory, Options.CacheSize);
        return Cache.Warning;
    }

    private static CacheKey CleanMark(IContentInspection inspection, string path, Digest content) => new(content, CacheForms.Clean(inspection.Version, path), 0);

    private static bool ReplacesLineEnds(PackItem item) => item.Lines != LineTreatment.Keep && item.State.Size <= WorkQueue.ChunkSize;

    private bool IsStored(ReadOnlySpan<byte> start) => !Compresses || start.Length <= ZipWriter.Tiny || Compressibility.IsCompressed(start);

    private bool IsRememberedClean(string path, Digest content) => Cache?.Has(CleanMark(Options.Inspection!, path, content)) == true;

    private void Inspect(PackItem item, ContentFacts facts, ReadOnlySpan<byte> content)
    {
        if (Options.Inspection is not { } inspection || IsRememberedClean(item.Path, facts.Sha256)) return;
        item.IsNewlyClean = inspection.IsClean(item.Path, content);
        if (item.IsNewlyClean) return;
        lock (_suspicious) _suspicious.Add(item);
    }

    /// <summary>Headers and parts of an archive are planned by the size that is packed, so replaced line ends must be counted first.</summary>
    private void Plan(PackItem item)
    {
        if (item.Kind == FileKind.Link) item.LinkTarget = SourceKind.LinkTarget(item.File.SourcePath);
        if (item.Kind != FileKind.File) return;
        item.Lines = SourceScripts.TreatmentOf(item.File, path => _appSpec.Value.IsHook(path));
        if (Memory?.FactsOf(item) is { } facts)
        {
            item.Size = facts.Size;
            item.IsSettled = true;
            return;
        }

        if (!ReplacesLineEnds(item)) return;
        using var buffer = new PooledBuffer((int)item.State.Size);
        using var source = Open(item);
        var content = buffer.Append((int)item.State.Size);
        source.Read(content, 0);
        if (SourceScripts.IsForLinux(item.Lines, content)) item.Size = SourceScripts.ToLf(content);
    }
}
