using Slipway.Specifications.Findings;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Functions;

/// <summary>
/// An appspec for Lambda or ECS as the rules look at it: whatever has the right shape, with its place. Keys count in the spelling of the
/// templates and in the small letters of AWS's reference.
/// </summary>
internal sealed class ResourcesView
{
    public ResourcesView(YamlMapping root, bool isEcs)
    {
        Root = root;
        IsEcs = isEcs;
        Section = Find(root, "Resources");
        Resources = ItemsOf(Section?.Value).Where(item => item.Entries.Count > 0).Select(item => new ResourceView(item)).ToList();
        // Beside 'Resources' the small spelling is the section of a Server appspec.
        HooksSection = root.Find("Hooks") ?? (root.Find("resources") is null ? null : root.Find("hooks"));
        Hooks = ItemsOf(HooksSection?.Value).SelectMany(item => item.Entries).Where(entry => entry.Name is not null).ToList();
    }

    public YamlMapping Root { get; }

    public bool IsEcs { get; }

    /// <summary>How messages call the platform.</summary>
    public string Platform => IsEcs ? "Amazon ECS" : "AWS Lambda";

    /// <summary>The entry <c>Resources</c>.</summary>
    public YamlEntry? Section { get; }

    public IReadOnlyList<ResourceView> Resources { get; }

    /// <summary>The entry <c>Hooks</c>.</summary>
    public YamlEntry? HooksSection { get; }

    /// <summary>Events with their functions, from the list or from the mapping that should be one.</summary>
    public IReadOnlyList<YamlEntry> Hooks { get; }

    /// <summary>An entry in either spelling.</summary>
    public static YamlEntry? Find(YamlMapping? mapping, string key) => mapping?.Find(key) ?? mapping?.Find(key.ToLowerInvariant());

    /// <summary>The text of a scalar that says something; null for everything else.</summary>
    public static string? Text(YamlEntry? entry) => entry?.Value is YamlScalar scalar && !AppSpecView.IsNull(scalar) && scalar.Value.Trim().Length > 0 ? scalar.Value : null;

    /// <summary>Whether an entry is there and says nothing.</summary>
    public static bool IsBlank(YamlEntry entry) => entry.Value is YamlScalar scalar && (AppSpecView.IsNull(scalar) || scalar.Value.Trim().Length == 0);

    /// <summary>The first token of a value; of a flow collection all of it.</summary>
    public static SourceRange FirstToken(YamlNode node) => node switch
    {
        YamlMapping { IsFlow: false, Entries.Count: > 0 } mapping => mapping.Entries[0].Key.Range,
        YamlSequence { IsFlow: false, Dashes.Count: > 0 } list => list.Dashes[0],
        _ => node.Range,
    };

    private static IEnumerable<YamlMapping> ItemsOf(YamlNode? node) => node switch
    {
        YamlSequence list => list.Items.OfType<YamlMapping>(),
        YamlMapping mapping => [mapping],
        _ => [],
    };
}

/// <summary>The first resource of an item of <c>Resources</c>.</summary>
internal sealed class ResourceView
{
    public ResourceView(YamlMapping item)
    {
        Item = item;
        Name = item.Entries[0];
        // Written beside its name instead of below it, a resource is still read: only its place is wrong.
        Body = Name.Value as YamlMapping ?? (item.Entries.Count > 1 ? item : null);
        Type = ResourcesView.Find(Body, "Type");
        PropertiesEntry = ResourcesView.Find(Body, "Properties");
        Properties = PropertiesEntry?.Value as YamlMapping;
    }

    public YamlMapping Item { get; }

    /// <summary>The name of the resource and what stands behind it.</summary>
    public YamlEntry Name { get; }

    public YamlMapping? Body { get; }

    public YamlEntry? Type { get; }

    public YamlEntry? PropertiesEntry { get; }

    public YamlMapping? Properties { get; }
}
