using Slipway.Revisions.Unix;

namespace Slipway.Checks;

/// <summary>
/// The files of one check, each read once. What a fix has changed stands here before it stands on the disk, so that the next round sees it.
/// </summary>
internal sealed class FileContents
{
    private readonly Dictionary<string, byte[]?> _read = new(StringComparer.Ordinal);

    /// <summary>The content of a file; null for what is no regular file, cannot be read, or is longer than <paramref name="limit"/>.</summary>
    public byte[]? Read(string path, long limit)
    {
        if (_read.TryGetValue(path, out var content)) return content is null || content.Length > limit ? null : content;
        try
        {
            var file = new FileInfo(path);
            content = file.Exists && file.Length <= limit && IsRegular(path) ? File.ReadAllBytes(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be read the rules cannot look at; packing will say so.
            content = null;
        }

        return _read[path] = content;
    }

    /// <summary>As <see cref="Read"/>, without keeping what was read: for the many files that are looked through once.</summary>
    public byte[]? ReadOnce(string path, long limit)
    {
        if (_read.ContainsKey(path)) return Read(path, limit);
        var content = Read(path, limit);
        _read.Remove(path);
        return content;
    }

    /// <summary>The beginning of a document, one byte more than <paramref name="limit"/> where it is longer.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
    public byte[] ReadDocument(string path, int limit)
    {
        if (_read.TryGetValue(path, out var known) && known is not null) return known;
        // Opening a FIFO waits for ever, and a device has no end.
        if (File.Exists(path) && !IsRegular(path)) throw new IOException($"{path} is no regular file.");
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        var content = new byte[Math.Min(stream.Length, limit + 1)];
        stream.ReadExactly(content);
        _read[path] = content;
        return content;
    }

    /// <summary>What was last read or set; null for a file that was not read.</summary>
    public byte[]? Current(string path) => _read.GetValueOrDefault(path);

    /// <summary>From now on the file has this content, whatever stands on the disk.</summary>
    public void Set(string path, byte[] content) => _read[path] = content;

    /// <summary>Whether a path leads to a regular file. The BCL takes a FIFO for a file, and reading one would wait for ever.</summary>
    public static bool IsRegular(string path) =>
        !UnixFiles.IsSupported || (UnixFiles.TryStatus(null, path, out var status, follow: true) && status.Kind == FileKind.File);
}
