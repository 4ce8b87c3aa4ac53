using Microsoft.Win32.SafeHandles;

namespace Slipway.Revisions.Packing.Caching;

/// <summary>An open segment: it stays readable while it is open, whoever removes it meanwhile.</summary>
internal sealed class CacheSegment : IDisposable
{
    private readonly SafeFileHandle _file;

    private CacheSegment(string path, SafeFileHandle file, List<KeyValuePair<CacheKey, CachedForm>> forms)
    {
        (Path, _file, Forms) = (path, file, forms);
        Size = RandomAccess.GetLength(file);
    }

    internal string Path { get; }

    internal long Size { get; }

    internal List<KeyValuePair<CacheKey, CachedForm>> Forms { get; }

    public void Dispose() => _file.Dispose();

    /// <summary>Opens a segment; null when it is gone or damaged.</summary>
    internal static CacheSegment? Open(string path)
    {
        SafeFileHandle? file = null;
        try
        {
            file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (SegmentIndex.Read(file) is { } forms) return new(path, file, forms);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // As good as not there.
        }

        file?.Dispose();
        return null;
    }

    /// <summary>Appends a form to the output once its checksum is right; false, and nothing appended, when it is not.</summary>
    internal bool TryRead(in CachedForm form, PooledBuffer output)
    {
        var before = output.Count;
        try
        {
            var bytes = output.Append(form.Length);
            if (SegmentIndex.Fill(_file, bytes, form.Offset) && Crc32.Append(0, bytes) == form.Checksum) return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A disk that fails is a cache that has nothing.
        }

        output.Truncate(before);
        return false;
    }
}
