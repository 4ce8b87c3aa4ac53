namespace Slipway.Revisions.Objects;

/// <summary>Finds the files of a manifest by folder and name, without making a path of them. (The BCL's dictionaries of our types are not compiled ahead of time.)</summary>
internal sealed class PathIndex
{
    private readonly IReadOnlyList<RevisionEntry> _entries;
    private readonly int[] _buckets;
    private readonly int[] _nexts;

    internal PathIndex(IReadOnlyList<RevisionEntry> entries)
    {
        _entries = entries;
        _buckets = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, entries.Count))];
        _nexts = new int[entries.Count];
        Array.Fill(_buckets, -1);
        for (var i = 0; i < entries.Count; i++)
        {
            if (!entries[i].HasContent) continue;
            var path = entries[i].Path;
            var slash = path.LastIndexOf('/');
            ref var bucket = ref Bucket(slash < 0 ? [] : path.AsSpan(0, slash), path.AsSpan(slash + 1));
            _nexts[i] = bucket;
            bucket = i;
        }
    }

    /// <summary>The entry, or -1. The name may hold slashes when the folder is empty.</summary>
    internal int Find(ReadOnlySpan<char> folder, ReadOnlySpan<char> name)
    {
        if (folder.IsEmpty && name.LastIndexOf('/') is >= 0 and var slash)
        {
            folder = name[..slash];
            name = name[(slash + 1)..];
        }

        for (var i = Bucket(folder, name); i >= 0; i = _nexts[i])
        {
            var path = _entries[i].Path.AsSpan();
            if (folder.IsEmpty ? path.SequenceEqual(name)
                : path.Length == folder.Length + 1 + name.Length && path.EndsWith(name) && path[folder.Length] == '/' && path.StartsWith(folder)) return i;
        }

        return -1;
    }

    // Both seeded anew in every process: no revision can choose names that all fall together.
    private ref int Bucket(ReadOnlySpan<char> folder, ReadOnlySpan<char> name) =>
        ref _buckets[((string.GetHashCode(folder) * 31) ^ string.GetHashCode(name)) & (_buckets.Length - 1)];
}
