using System.Diagnostics.CodeAnalysis;

namespace Slipway.Revisions.Packing.Caching;

/// <summary>
/// Packed forms by content, in segments that are written once and never changed: each pack publishes what it made as one more, so that any number
/// of them can share the folder. Nothing in it is believed: a form whose checksum is wrong is not there, and a cache that fails is no cache.
/// </summary>
internal sealed class PackCache : IDisposable
{
    private readonly string _folder;
    private readonly List<CacheSegment> _segments = [];
    private readonly Dictionary<CacheKey, (CacheSegment Segment, CachedForm Form)> _forms;
    private readonly HashSet<CacheKey> _used = [];
    private SegmentWriter? _writer;
    private bool _readOnly;

    /// <summary>Opens a cache, which may be empty, or not there yet.</summary>
    internal PackCache(string folder)
    {
        _folder = folder;
        foreach (var path in CacheFiles.In(CacheFiles.Forms(folder), SegmentWriter.Extension))
        {
            if (CacheSegment.Open(path) is { } segment) _segments.Add(segment);
        }

        _forms = new(_segments.Sum(s => s.Forms.Count));
        foreach (var segment in _segments)
        {
            foreach (var (key, form) in segment.Forms) _forms.TryAdd(key, (segment, form));
        }
    }

    /// <summary>Why it cannot be written; null when nothing is known to be wrong.</summary>
    internal string? Warning { get; private set; }

    /// <summary>What this pack needed, for the record of its tree.</summary>
    internal IReadOnlyCollection<CacheKey> Used => _used;

    public void Dispose()
    {
        _writer?.Dispose();
        _segments.ForEach(s => s.Dispose());
    }

    /// <summary>Whether it says that it holds a form. On any thread.</summary>
    internal bool Has(CacheKey key) => _forms.ContainsKey(key);

    /// <summary>Appends a form; false when there is none that is whole. On any thread.</summary>
    internal bool TryRead(CacheKey key, PooledBuffer output, out uint rawCrc)
    {
        var found = _forms.TryGetValue(key, out var place);
        rawCrc = place.Form.RawCrc;
        return found && place.Segment.TryRead(place.Form, output);
    }

    /// <summary>Notes that a form was used. On the writing thread.</summary>
    internal void Use(CacheKey key) => _used.Add(key);

    /// <summary>Keeps a form. On the writing thread.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "Disposed with the cache.")]
    internal void Add(CacheKey key, ReadOnlySpan<byte> form, uint rawCrc)
    {
        _used.Add(key);
        if (_readOnly) return;
        try
        {
            if (_writer is null)
            {
                CacheFiles.Create(_folder);
                _writer = new SegmentWriter(CacheFiles.Forms(_folder));
            }

            _writer.Add(key, form, rawCrc);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            GiveUp(e);
        }
    }

    /// <summary>Publishes what was kept, remembers the tree, and cuts the folder back to its size.</summary>
    internal void Commit(SourceMemory memory, long limit)
    {
        if (_readOnly) return;
        try
        {
            var grown = _writer?.Size ?? 0;
            _writer?.Publish();
            CacheFiles.Create(_folder);
            memory.Save(_used);
            CacheCleaning.Run(_folder, limit, _segments.Sum(s => s.Size) + grown, _segments.Count + (grown > 0 ? 1 : 0));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            GiveUp(e);
        }
    }

    private void GiveUp(Exception e)
    {
        Warning = e.Message;
        _readOnly = true;
        _writer?.Dispose();
        _writer = null;
    }
}
