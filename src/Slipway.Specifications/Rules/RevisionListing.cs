namespace Slipway.Specifications.Rules;

/// <summary>The contents of a revision for look-ups by path; directories exist also where only their files are listed.</summary>
internal sealed class RevisionListing
{
    private readonly Dictionary<string, RevisionItem> _items = new(StringComparer.Ordinal);
    private readonly List<string> _produced = [];
    private Dictionary<string, string>? _ignoringCase;

    public RevisionListing(IReadOnlyList<RevisionItem> items)
    {
        foreach (var item in items)
        {
            var path = Normalize(item.Path);
            if (path is null) continue;
            if (path.Length == 0)
            {
                if (item.Kind == RevisionItemKind.Produced) _produced.Add(path);
                continue;
            }

            if (item.Kind == RevisionItemKind.Produced) _produced.Add(path);
            _items[path] = item.Kind == RevisionItemKind.Produced ? item with { Kind = RevisionItemKind.Directory } : item;
            for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
            {
                var parent = path.Substring(0, slash);
                if (_items.ContainsKey(parent)) break;
                _items[parent] = new RevisionItem(parent, RevisionItemKind.Directory);
            }
        }

        var files = new List<string>(_items.Count);
        var folders = new List<string>();
        foreach (var pair in _items) (pair.Value.Kind == RevisionItemKind.Directory ? folders : files).Add(pair.Key);
        files.Sort(string.CompareOrdinal);
        folders.Sort(string.CompareOrdinal);
        Files = files;
        Directories = folders;
    }

    /// <summary>The paths of everything but directories, in ordinal order.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Whether a path of the revision exists, or may exist once the build has run; the empty path is the root.</summary>
    public bool Exists(string path) => path.Length == 0 || _items.ContainsKey(path) || IsProduced(path);

    /// <summary>Whether a path lies in a directory that only the build fills: nothing is known of it.</summary>
    public bool IsProduced(string path) => _produced.Count > 0 && _produced.Exists(folder => folder.Length == 0 || path == folder || (path.Length > folder.Length && path[folder.Length] == '/' && path.StartsWith(folder, StringComparison.Ordinal)));

    /// <summary>Whether everything at and below a path is listed.</summary>
    public bool IsComplete(string path) => _produced.Count == 0 || (!IsProduced(path) && !_produced.Exists(folder => path.Length == 0 || folder.StartsWith(path + "/", StringComparison.Ordinal)));

    public bool IsDirectory(string path) => path.Length == 0 || (_items.TryGetValue(path, out var item) && item.Kind == RevisionItemKind.Directory);

    public bool IsFile(string path) => _items.TryGetValue(path, out var item) && item.Kind != RevisionItemKind.Directory;

    /// <summary>The item of a path; null for the root and for what is not listed.</summary>
    public RevisionItem? Find(string path) => _items.TryGetValue(path, out var item) ? item : null;

    /// <summary>The path that differs only in case, or null.</summary>
    public string? InOtherCase(string path)
    {
        if (Exists(path)) return null;
        if (_ignoringCase is not { } all)
        {
            all = new Dictionary<string, string>(_items.Count, StringComparer.OrdinalIgnoreCase);
            foreach (var item in _items.Keys) all[item] = item;
            _ignoringCase = all;
        }

        return all.TryGetValue(path, out var other) ? other : null;
    }

    /// <summary>The paths of all directories, in ordinal order.</summary>
    public IReadOnlyList<string> Directories { get; }

    /// <summary>All files at or below a path.</summary>
    public IEnumerable<string> Below(string path) => IsFile(path) ? [path] : Under(Files, path);

    /// <summary>All directories below a path.</summary>
    public IEnumerable<string> DirectoriesBelow(string path) => Under(Directories, path);

    private static IEnumerable<string> Under(IReadOnlyList<string> sorted, string path)
    {
        var prefix = path.Length == 0 ? "" : path + "/";
        var low = 0;
        var high = sorted.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(sorted[middle], prefix) < 0) low = middle + 1;
            else high = middle;
        }

        for (; low < sorted.Count && sorted[low].StartsWith(prefix, StringComparison.Ordinal); low++) yield return sorted[low];
    }

    /// <summary>Whether a path has no part that goes away but perhaps one leading slash, as most have not.</summary>
    private static bool IsNormal(string path)
    {
        for (var i = 0; i < path.Length; i++)
        {
            // A point or a slash right behind a slash, or at the start, and a slash at the end.
            if (path[i] is not ('.' or '/')) continue;
            if (path[i] == '/' && (i == path.Length - 1 || (i > 0 && path[i - 1] == '/'))) return false;
            if (path[i] == '.' && (i == 0 || path[i - 1] == '/')) return false;
        }

        return true;
    }

    /// <summary>
    /// A path as the agent finds it: relative to the root of the revision, without <c>.</c>, empty parts and inner <c>..</c>; null when it
    /// climbs out.
    /// </summary>
    public static string? Normalize(string path, bool backslash = false)
    {
        if (backslash) path = path.Replace('\\', '/');
        if (IsNormal(path)) return path.Length > 0 && path[0] == '/' ? path.Substring(1) : path;
        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part.Length == 0 || part == ".") continue;
            if (part != "..")
            {
                parts.Add(part);
                continue;
            }

            if (parts.Count == 0) return null;
            parts.RemoveAt(parts.Count - 1);
        }

        return string.Join("/", parts);
    }
}
