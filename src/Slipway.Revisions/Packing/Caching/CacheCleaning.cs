namespace Slipway.Revisions.Packing.Caching;

/// <summary>
/// Keeps a cache folder within its size: what the packs of the latest trees needed stays, the newest first; then, while there is room, what no tree
/// needs any more. Segments are never changed: what stays of one is copied to a new one, and the old one is removed.
/// </summary>
internal static class CacheCleaning
{
    /// <summary>Opening many segments costs more than copying small ones together once in a while.</summary>
    internal const int MostSegments = 48;

    /// <summary>Trees that are remembered: a build server that packs in another folder each time must not leave one behind for ever.</summary>
    internal const int MostTrees = 200;

    private const long SmallSegment = 8 << 20;

    // Cut back to less than the limit, or every pack that follows would have to clean again.
    private const double Kept = 0.75;

    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(6);

    /// <summary>Cleans where there is need, unless somebody else does at the moment.</summary>
    /// <param name="cache">The cache folder.</param>
    /// <param name="limit">Bytes that it may have.</param>
    /// <param name="size">Bytes that it has, about.</param>
    /// <param name="segments">Segments that it has, about.</param>
    internal static void Run(string cache, long limit, long size, int segments)
    {
        if (size <= limit && segments <= MostSegments && CacheFiles.In(CacheFiles.Trees(cache), SourceMemory.Extension).Length <= MostTrees) return;
        FileStream held;
        try
        {
            held = new FileStream(CacheFiles.Lock(cache), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (IOException)
        {
            return;
        }

        using (held) Clean(cache, limit);
    }

    private static void Clean(string cache, long limit)
    {
        foreach (var folder in (string[])[CacheFiles.Forms(cache), CacheFiles.Trees(cache)])
        {
            foreach (var file in CacheFiles.In(folder, SegmentWriter.Unfinished))
            {
                if (DateTime.UtcNow - File.GetLastWriteTimeUtc(file) > Abandoned) CacheFiles.TryDelete(file);
            }
        }

        var segments = new List<CacheSegment>();
        try
        {
            foreach (var path in CacheFiles.In(CacheFiles.Forms(cache), SegmentWriter.Extension).OrderByDescending(File.GetLastWriteTimeUtc))
            {
                if (CacheSegment.Open(path) is { } segment) segments.Add(segment);
                else CacheFiles.TryDelete(path);
            }

            var over = segments.Sum(s => s.Size) > limit;
            var kept = Choose(cache, segments, over ? (long)(limit * Kept) : long.MaxValue);
            Rewrite(cache, segments, kept, joins: segments.Count > MostSegments / 2);
        }
        finally
        {
            segments.ForEach(s => s.Dispose());
        }
    }

    /// <summary>The forms that stay.</summary>
    private static HashSet<CacheKey> Choose(string cache, List<CacheSegment> segments, long room)
    {
        var forms = new Dictionary<CacheKey, int>();
        foreach (var segment in segments)
        {
            foreach (var (key, form) in segment.Forms) forms.TryAdd(key, form.Length);
        }

        var kept = new HashSet<CacheKey>();
        var trees = CacheFiles.In(CacheFiles.Trees(cache), SourceMemory.Extension).OrderByDescending(File.GetLastWriteTimeUtc).ToList();
        foreach (var tree in trees.Take(MostTrees / 2))
        {
            foreach (var key in SourceMemory.UsedIn(tree)) Keep(key);
        }

        foreach (var tree in trees.Skip(MostTrees / 2)) CacheFiles.TryDelete(tree);

        foreach (var segment in segments)
        {
            foreach (var (key, _) in segment.Forms) Keep(key);
        }

        return kept;

        void Keep(CacheKey key)
        {
            const int CostOfEntry = 64;
            if (kept.Contains(key) || !forms.TryGetValue(key, out var length) || length + CostOfEntry > room) return;
            room -= length + CostOfEntry;
            kept.Add(key);
        }
    }

    private static void Rewrite(string cache, List<CacheSegment> segments, HashSet<CacheKey> kept, bool joins)
    {
        var done = new HashSet<CacheKey>();
        var copied = new List<CacheSegment>();
        foreach (var segment in segments)
        {
            var whole = segment.Forms.TrueForAll(f => kept.Contains(f.Key) && !done.Contains(f.Key));
            if (!whole || (joins && segment.Size < SmallSegment)) copied.Add(segment);
            else done.UnionWith(segment.Forms.Select(f => f.Key));
        }

        if (copied.Count == 0) return;
        using var writer = new SegmentWriter(CacheFiles.Forms(cache));
        using var form = new PooledBuffer(WorkQueue.ChunkSize);
        foreach (var segment in copied)
        {
            foreach (var (key, place) in segment.Forms)
            {
                if (!kept.Contains(key) || !done.Add(key)) continue;
                form.Truncate(0);
                if (segment.TryRead(place, form)) writer.Add(key, form.Written, place.RawCrc);
            }
        }

        writer.Publish();
        foreach (var segment in copied) CacheFiles.TryDelete(segment.Path);
    }
}
