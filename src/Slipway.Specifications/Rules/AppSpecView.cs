using Slipway.Specifications.Findings;
using Slipway.Specifications.Ruby;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules;

/// <summary>
/// A Server appspec as the rules look at it: whatever has the right shape, with its place; what has not is left to the rules about shapes.
/// </summary>
internal sealed class AppSpecView
{
    public AppSpecView(YamlMapping root)
    {
        Root = root;
        Os = root.Find("os")?.Value is YamlScalar os && ScalarValue.Of(os) is RubyString { Value: "linux" or "windows" } name ? name.Value : null;
        Files = Items(root, "files");
        Permissions = Items(root, "permissions");
        Hooks = root.Find("hooks")?.Value as YamlMapping;
        Events = Hooks is null ? [] : Hooks.Entries.Where(entry => entry.Name is not null)
            .Select(entry => new EventView(entry.Name!, entry, ScriptsOf(entry.Value))).ToList();
    }

    public YamlMapping Root { get; }

    /// <summary><c>linux</c> or <c>windows</c>; null when the file does not say so.</summary>
    public string? Os { get; }

    /// <summary>Rules about Linux hosts run unless the file is for Windows.</summary>
    public bool IsLinux => Os != "windows";

    public IReadOnlyList<YamlMapping> Files { get; }

    public IReadOnlyList<YamlMapping> Permissions { get; }

    public YamlMapping? Hooks { get; }

    public IReadOnlyList<EventView> Events { get; }

    public IEnumerable<YamlMapping> Scripts => Events.SelectMany(item => item.Scripts);

    /// <summary>The text that agent 1.8 takes a node for; null when it is absent, null or no scalar.</summary>
    public static string? Text(YamlNode? node) => node is YamlScalar scalar && ScalarValue.Of(scalar) is { } value and not RubyNil ? value.Text : null;

    /// <summary>Whether an entry is there but says nothing: no value, <c>null</c> or <c>~</c>.</summary>
    public static bool IsNull(YamlNode node) => node is YamlScalar scalar && ScalarValue.Of(scalar) is RubyNil;

    /// <summary>The value where one is written, else the key.</summary>
    public static SourceRange PlaceOf(YamlEntry entry) => entry.Value.Range.Length > 0 ? entry.Value.Range : entry.Key.Range;

    /// <summary>The first key of an item, on which missing keys are reported.</summary>
    public static SourceRange FirstKey(YamlMapping item) => item.Entries.Count > 0 ? item.Entries[0].Key.Range : item.Range;

    private static List<YamlMapping> Items(YamlMapping root, string key) =>
        root.Find(key)?.Value is YamlSequence list ? list.Items.OfType<YamlMapping>().ToList() : [];

    private static List<YamlMapping> ScriptsOf(YamlNode node) => node is YamlSequence list ? list.Items.OfType<YamlMapping>().ToList() : [];
}

/// <summary>An event under <c>hooks</c> and those of its items that are mappings.</summary>
internal sealed record EventView(string Name, YamlEntry Entry, IReadOnlyList<YamlMapping> Scripts);
