using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.DeployFiles;

/// <summary>
/// Aliases and merge keys of a document that the toolkit itself reads. A document that would expand to more than <see cref="LargestExpansion"/>
/// nodes is not followed.
/// </summary>
internal sealed class YamlReferences
{
    private const long LargestExpansion = 1_000_000;

    private readonly Dictionary<YamlAlias, YamlNode> _targets = [];
    private readonly Dictionary<string, (YamlNode Node, long Size)> _anchors = new(StringComparer.Ordinal);

    private YamlReferences()
    {
    }

    /// <summary>The references of a document; null where following them would never end, or end too late.</summary>
    public static YamlReferences? Of(YamlNode root)
    {
        var references = new YamlReferences();
        return references.Measure(root) <= LargestExpansion ? references : null;
    }

    /// <summary>What stands at the anchor of an alias; any other node itself. An alias that leads nowhere stays one.</summary>
    public YamlNode Resolve(YamlNode node) => node is YamlAlias alias && _targets.TryGetValue(alias, out var target) ? target : node;

    /// <summary>The entry of a key, also of one that is merged in.</summary>
    public YamlEntry? Find(YamlMapping? mapping, string key)
    {
        if (mapping is null) return null;
        if (mapping.Find(key) is { } own) return own;
        if (mapping.Find("<<") is not { } merge) return null;
        foreach (var source in Sources(merge))
        {
            if (Find(source, key) is { } merged) return merged;
        }

        return null;
    }

    /// <summary>All entries of a mapping, those that are merged in behind its own.</summary>
    public IEnumerable<YamlEntry> Entries(YamlMapping mapping)
    {
        foreach (var entry in mapping.Entries)
        {
            if (entry.Name != "<<") yield return entry;
        }

        if (mapping.Find("<<") is not { } merge) yield break;
        var own = new HashSet<string?>(mapping.Entries.Select(entry => entry.Name), StringComparer.Ordinal);
        foreach (var entry in Sources(merge).SelectMany(Entries))
        {
            if (entry.Name is not { } name || !own.Contains(name)) yield return entry;
        }
    }

    /// <summary>The mapping behind an entry.</summary>
    public YamlMapping? Mapping(YamlEntry? entry) => entry is null ? null : Resolve(entry.Value) as YamlMapping;

    /// <summary>The items of the list behind an entry.</summary>
    public IReadOnlyList<YamlNode> Items(YamlEntry? entry) => entry is null ? [] : Items(entry.Value);

    /// <summary>The items of a list.</summary>
    public IReadOnlyList<YamlNode> Items(YamlNode node) => Resolve(node) is not YamlSequence list ? []
        : _targets.Count == 0 ? list.Items : [.. list.Items.Select(Resolve)];

    /// <summary>The scalar behind an entry that says something.</summary>
    public YamlScalar? Scalar(YamlEntry? entry) => entry is null ? null : Scalar(entry.Value);

    /// <summary>The scalar that a node is or stands for, when it says something.</summary>
    public YamlScalar? Scalar(YamlNode node) => Resolve(node) is YamlScalar scalar && !AppSpecView.IsNull(scalar) ? scalar : null;

    /// <summary>The text behind an entry.</summary>
    public string? Text(YamlMapping? mapping, string key) => Scalar(Find(mapping, key))?.Value;

    private IEnumerable<YamlMapping> Sources(YamlEntry merge) =>
        Resolve(merge.Value) is YamlMapping one ? [one] : Items(merge.Value).OfType<YamlMapping>();

    /// <summary>The number of nodes after expansion. The document's depth is limited by its reader, so this may call itself.</summary>
    private long Measure(YamlNode node)
    {
        long size = 1;
        switch (node)
        {
            case YamlAlias alias:
                // An anchor that is not known yet belongs to a node around the alias.
                if (!_anchors.TryGetValue(alias.Name, out var anchor)) return 1;
                if (anchor.Size < 0) return LargestExpansion + 1;
                _targets[alias] = anchor.Node;
                return anchor.Size;
            case YamlSequence list:
                if (node.Anchor is not null) _anchors[node.Anchor] = (node, -1);
                foreach (var item in list.Items) size = Sum(size, Measure(item));
                break;
            case YamlMapping mapping:
                if (node.Anchor is not null) _anchors[node.Anchor] = (node, -1);
                foreach (var entry in mapping.Entries) size = Sum(Sum(size, Measure(entry.Key)), Measure(entry.Value));
                break;
        }

        if (node.Anchor is not null) _anchors[node.Anchor] = (node, size);
        return size;
    }

    private static long Sum(long left, long right) => Math.Min(LargestExpansion + 1, left + right);
}
