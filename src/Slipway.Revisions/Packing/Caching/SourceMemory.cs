using System.Text;

namespace Slipway.Revisions.Packing.Caching;

/// <summary>
/// What was learned of the files below a folder the last time they were packed in this way, by their paths: an unchanged file need not be read. Also
/// the record of which cached forms that pack needed, and by its time when. A file that is damaged or of another version is as good as none.
/// </summary>
internal sealed class SourceMemory
{
    internal const string Extension = ".tree";

    private const string Version = "slipway sources 1";

    private readonly string _root;
    private readonly string _file;
    private readonly List<PackItem> _items;
    private readonly Dictionary<string, Known>.AlternateLookup<ReadOnlySpan<char>> _known;

    private sealed record Known(SourceState State, LineTreatment Lines, ContentFacts Facts);

    /// <param name="cache">The cache folder.</param>
    /// <param name="way">How the bundle is packed, as a text: facts depend on it.</param>
    /// <param name="items">What is packed now.</param>
    internal SourceMemory(string cache, string way, List<PackItem> items)
    {
        _items = items;
        _root = CommonFolder(items);
        _file = Path.Join(CacheFiles.Trees(cache), Digest.OfContent(Encoding.UTF8.GetBytes($"{way}\n{Path.GetFullPath(_root.Length == 0 ? "." : _root)}")).ToString()[..32] + Extension);
        _known = Load(_file).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>What is known of a file in the state it has now; null when it must be read.</summary>
    internal ContentFacts? FactsOf(PackItem item) =>
        _known.TryGetValue(item.File.SourcePath.AsSpan(_root.Length), out var known) && known.State == item.State && known.Lines == item.Lines
            ? known.Facts : null;

    /// <summary>Writes what was learned in place of what was known.</summary>
    internal void Save(IReadOnlyCollection<CacheKey> used)
    {
        using var bytes = new MemoryStream(_items.Count * 160);
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(Version);
        var settled = _items.Where(i => i is { Facts: not null, IsSettled: true }).ToList();
        writer.Write(settled.Count);
        Span<byte> digest = stackalloc byte[Digest.Size];
        foreach (var item in settled)
        {
            writer.Write(item.File.SourcePath[_root.Length..]);
            writer.Write(item.State.Size);
            writer.Write(item.State.Modified);
            writer.Write(item.State.Changed);
            writer.Write(item.State.Inode);
            writer.Write(item.State.Device);
            writer.Write((byte)item.Lines);
            writer.Write(item.Facts!.Stored);
            writer.Write(item.Facts.Size);
            writer.Write(item.Facts.Crc);
            item.Facts.Sha256.CopyTo(digest);
            writer.Write(digest);
        }

        writer.Write(used.Count);
        foreach (var key in used)
        {
            key.Content.CopyTo(digest);
            writer.Write(digest);
            writer.Write(key.Form);
            writer.Write(key.Part);
        }

        writer.Flush();
        writer.Write(Crc32.Append(0, bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
        writer.Flush();
        var temporary = $"{_file}.{Path.GetRandomFileName()}{SegmentWriter.Unfinished}";
        try
        {
            using (var file = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write)) RandomAccess.Write(file, bytes.GetBuffer().AsSpan(0, (int)bytes.Length), 0);
            File.Move(temporary, _file, overwrite: true);
        }
        catch
        {
            CacheFiles.TryDelete(temporary);
            throw;
        }
    }

    /// <summary>The forms that the pack recorded in a file needed; none when it is damaged.</summary>
    internal static List<CacheKey> UsedIn(string file)
    {
        var keys = new List<CacheKey>();
        Read(file, (_, _) => { }, keys.Add);
        return keys;
    }

    private static Dictionary<string, Known> Load(string file)
    {
        var known = new Dictionary<string, Known>(StringComparer.Ordinal);
        if (!Read(file, (path, source) => known[path] = source, null)) known.Clear();
        return known;
    }

    private static bool Read(string file, Action<string, Known> source, Action<CacheKey>? key)
    {
        try
        {
            if (!File.Exists(file)) return false;
            var bytes = File.ReadAllBytes(file);
            if (bytes.Length < 4 || BitConverter.ToUInt32(bytes, bytes.Length - 4) != Crc32.Append(0, bytes.AsSpan(0, bytes.Length - 4))) return false;
            using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
            if (reader.ReadString() != Version) return false;
            for (var count = reader.ReadInt32(); count > 0; count--)
            {
                var path = reader.ReadString();
                var state = new SourceState(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadUInt64(), reader.ReadUInt64());
                var (lines, stored, size, crc) = ((LineTreatment)reader.ReadByte(), reader.ReadBoolean(), reader.ReadInt64(), reader.ReadUInt32());
                source(path, new(state, lines, new(size, Digest.Of(reader.ReadBytes(Digest.Size)), crc, stored)));
            }

            if (key is null) return true;
            for (var count = reader.ReadInt32(); count > 0; count--) key(new(Digest.Of(reader.ReadBytes(Digest.Size)), reader.ReadUInt64(), reader.ReadInt32()));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>The longest beginning that all source paths share, up to a separator.</summary>
    private static string CommonFolder(List<PackItem> items)
    {
        var common = items[0].File.SourcePath;
        var length = common.LastIndexOf(Path.DirectorySeparatorChar) + 1;
        foreach (var item in items)
        {
            length = Math.Min(length, item.File.SourcePath.AsSpan().CommonPrefixLength(common));
            while (length > 0 && common[length - 1] != Path.DirectorySeparatorChar) length--;
        }

        return common[..length];
    }
}
