using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Yaml;

/// <summary>A node of a YAML document as it is written: nothing resolved, nothing merged, nothing dropped.</summary>
public abstract class YamlNode
{
    /// <summary>Where the value stands, without its tag and anchor. Empty for a value that is not there.</summary>
    public SourceRange Range { get; internal set; }

    // Few nodes have any, so they do not make every node larger.
    private Properties? _properties;

    /// <summary>The tag after expansion of its handle (<c>tag:yaml.org,2002:str</c>, <c>!Ref</c>), null without one.</summary>
    public string? Tag => _properties?.Tag;

    /// <summary>Where the tag stands; meaningless without one.</summary>
    public SourceRange TagRange => _properties?.TagRange ?? default;

    /// <summary>The name after <c>&amp;</c>, null without one.</summary>
    public string? Anchor => _properties?.Anchor;

    internal void SetProperties(string? anchor, string? tag, SourceRange tagRange) => _properties = new Properties(anchor, tag, tagRange);

    private sealed record Properties(string? Anchor, string? Tag, SourceRange TagRange);
}

/// <summary>A scalar.</summary>
public sealed class YamlScalar : YamlNode
{
    /// <summary>The text after folding and unescaping.</summary>
    public string Value { get; internal set; } = "";

    /// <summary>What a loader made of it, or why it refused: the answer is the same however often it is asked for.</summary>
    internal object? Loaded { get; set; }

    /// <summary>How it is written.</summary>
    public YamlScalarStyle Style { get; internal set; }

    /// <summary>Whether nothing is written where the value should be (<c>key:</c>).</summary>
    public bool IsAbsent => Style == YamlScalarStyle.Plain && Range.Length == 0;

    /// <summary>Whether the text stands in quotes or in a block.</summary>
    public bool IsQuoted => Style != YamlScalarStyle.Plain;
}

/// <summary>A list.</summary>
public sealed class YamlSequence : YamlNode
{
    private readonly List<YamlNode> _items = [];
    private readonly List<SourceRange> _dashes = [];

    /// <summary>The items in order.</summary>
    public IReadOnlyList<YamlNode> Items => _items;

    /// <summary>The dash of each item; in a flow list the item itself.</summary>
    public IReadOnlyList<SourceRange> Dashes => _dashes;

    /// <summary>Whether it is written with brackets.</summary>
    public bool IsFlow { get; internal set; }

    internal void Add(YamlNode item, SourceRange dash)
    {
        _items.Add(item);
        _dashes.Add(dash);
    }
}

/// <summary>A mapping; equal keys are all kept.</summary>
public sealed class YamlMapping : YamlNode
{
    private readonly List<YamlEntry> _entries = [];

    /// <summary>The entries in order.</summary>
    public IReadOnlyList<YamlEntry> Entries => _entries;

    /// <summary>Whether it is written with braces.</summary>
    public bool IsFlow { get; internal set; }

    /// <summary>The last entry with that key text, which is the one that counts.</summary>
    public YamlEntry? Find(string key)
    {
        if (_entries.Count > LongestScan) return FindByName(key);
        for (var i = _entries.Count - 1; i >= 0; i--)
        {
            if (_entries[i].Key is YamlScalar scalar && scalar.Value == key) return _entries[i];
        }

        return null;
    }

    // A mapping is searched often; a long one by name.
    private const int LongestScan = 24;

    private Dictionary<string, YamlEntry>? _byName;

    private YamlEntry? FindByName(string key)
    {
        if (_byName is not { } byName)
        {
            byName = new Dictionary<string, YamlEntry>(_entries.Count, StringComparer.Ordinal);
            foreach (var entry in _entries)
            {
                if (entry.Name is { } name) byName[name] = entry;
            }

            _byName = byName;
        }

        return byName.TryGetValue(key, out var found) ? found : null;
    }

    internal void Add(YamlEntry entry)
    {
        _entries.Add(entry);
        _byName = null;
    }
}

/// <summary>A key and its value.</summary>
public sealed record YamlEntry(YamlNode Key, YamlNode Value)
{
    /// <summary>The text of the key, null when it is no scalar.</summary>
    public string? Name => (Key as YamlScalar)?.Value;
}

/// <summary>A reference to an anchor. It is never expanded.</summary>
public sealed class YamlAlias : YamlNode
{
    /// <summary>The name after the asterisk.</summary>
    public string Name { get; internal set; } = "";
}
