namespace Slipway.Revisions.Packing.Caching;

/// <summary>
/// Writes a new segment: under a name that nobody reads, and under its own once the index stands behind the forms. Whoever is killed before leaves
/// a file that is cleaned away later.
/// </summary>
internal sealed class SegmentWriter : IDisposable
{
    internal const string Extension = ".forms", Unfinished = ".tmp";

    private const int Buffer = 1 << 20;

    private readonly string _path;
    private readonly FileStream _file;
    private readonly List<KeyValuePair<CacheKey, CachedForm>> _forms = [];
    private readonly HashSet<CacheKey> _keys = [];
    private bool _published;

    internal SegmentWriter(string folder)
    {
        _path = Path.Join(folder, Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal));
        _file = new FileStream(_path + Unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete, Buffer);
    }

    internal long Size => _file.Position;

    public void Dispose()
    {
        try
        {
            _file.Dispose();
        }
        catch (IOException)
        {
            // A full disk refuses what the buffer still held; the file goes now anyway.
        }

        if (!_published) CacheFiles.TryDelete(_path + Unfinished);
    }

    internal void Add(CacheKey key, ReadOnlySpan<byte> form, uint rawCrc)
    {
        if (!_keys.Add(key)) return;
        _forms.Add(new(key, new(_file.Position, form.Length, Crc32.Append(0, form), rawCrc)));
        _file.Write(form);
    }

    /// <summary>Makes the segment one that others read.</summary>
    internal void Publish()
    {
        _file.Write(SegmentIndex.Write(_forms));
        _file.Dispose();
        File.Move(_path + Unfinished, _path + Extension);
        _published = true;
    }
}
