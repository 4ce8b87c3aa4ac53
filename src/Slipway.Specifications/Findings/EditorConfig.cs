namespace Slipway.Specifications.Findings;

/// <summary>An <c>.editorconfig</c> or <c>.globalconfig</c>: what it sets, where, in the order of the file. Lines that are neither section nor entry say nothing.</summary>
public sealed class EditorConfig
{
    private readonly List<Section> _sections = [];

    private EditorConfig(string folder) => Folder = folder;

    /// <summary>The folder that its sections count from, with <c>/</c> and without one at the end.</summary>
    public string Folder { get; }

    /// <summary>Whether files of the folders above do not count: <c>root = true</c> before the first section.</summary>
    public bool IsRoot => Preamble.TryGetValue("root", out var value) && IsTrue(value);

    /// <summary>Whether it speaks for the whole compilation: <c>is_global = true</c>.</summary>
    public bool IsGlobal => Preamble.TryGetValue("is_global", out var value) && IsTrue(value);

    /// <summary>What stands before the first section; keys in any case.</summary>
    public IReadOnlyDictionary<string, string> Preamble { get; private set; } = new Dictionary<string, string>();

    /// <summary>Reads a text.</summary>
    /// <param name="folder">Full path of the file's folder.</param>
    /// <param name="text">What stands in it.</param>
    public static EditorConfig Parse(string folder, string text)
    {
        var config = new EditorConfig(folder.Replace('\\', '/').TrimEnd('/'));
        var entries = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        config.Preamble = entries;
        foreach (var raw in text.Split('\n'))
        {
            var line = raw.Trim().TrimStart('\uFEFF');
            if (line.Length == 0 || line[0] is '#' or ';') continue;
            if (line[0] == '[')
            {
                var end = line.LastIndexOf(']');
                if (end < 2) continue;
                entries = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
                config._sections.Add(new Section(EditorConfigGlob.Parse(line.Substring(1, end - 1)), entries));
                continue;
            }

            var equals = line.IndexOfAny(['=', ':']);
            if (equals <= 0) continue;
            var value = line.Substring(equals + 1);
            var comment = value.IndexOfAny(['#', ';']);
            entries[line.Substring(0, equals).Trim()] = (comment < 0 ? value : value.Substring(0, comment)).Trim();
        }

        return config;
    }

    /// <summary>What the sections set under a key for a file; the last one wins. Null when none does or the file stands elsewhere.</summary>
    /// <param name="path">Full path of the file, with <c>/</c>.</param>
    /// <param name="key">The key, in any case.</param>
    public string? Find(string path, string key)
    {
        if (!Covers(path)) return null;
        var relative = path.Substring(Folder.Length + 1);
        for (var i = _sections.Count - 1; i >= 0; i--)
        {
            if (_sections[i].Entries.TryGetValue(key, out var value) && _sections[i].Glob.Matches(relative)) return value;
        }

        return null;
    }

    /// <summary>Whether a file stands below the folder.</summary>
    /// <param name="path">Full path of the file, with <c>/</c>.</param>
    public bool Covers(string path) => path.Length > Folder.Length && path[Folder.Length] == '/' && path.StartsWith(Folder, StringComparison.Ordinal);

    private static bool IsTrue(string value) => string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);

    private sealed record Section(EditorConfigGlob Glob, Dictionary<string, string> Entries);
}
