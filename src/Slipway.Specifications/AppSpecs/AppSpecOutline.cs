using Slipway.Specifications.Resolving;
using Slipway.Specifications.Rules;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.AppSpecs;

/// <summary>
/// What an appspec says in outline, read as far as it can be read: names that a program may want to use. Unlike the agents' readings it does
/// not fail as a whole, so that names do not vanish while somebody types. Values with placeholders, which only packing knows, are left out.
/// </summary>
/// <param name="Platform"><c>Server</c>, <c>Lambda</c> or <c>ECS</c>.</param>
/// <param name="Os"><c>linux</c> or <c>windows</c>; null when the file does not say so.</param>
/// <param name="Destinations">The destinations of <c>files</c>, each once, in order.</param>
/// <param name="Hooks">The events that have scripts or functions, in order.</param>
/// <param name="Properties">The single values under <c>Properties</c> of the resource (Lambda, ECS), nested keys joined by a dot.</param>
public sealed record AppSpecOutline(
    string Platform, string? Os, IReadOnlyList<string> Destinations, IReadOnlyList<HookOutline> Hooks, IReadOnlyList<KeyValuePair<string, string>> Properties)
{
    // Nobody nests properties deeper than this.
    private const int MaxDepth = 8;

    /// <summary>The outline of a parsed file; empty where it cannot be read.</summary>
    /// <param name="document">The file.</param>
    /// <param name="file">Its name, which decides where the content does not.</param>
    public static AppSpecOutline Of(YamlDocument document, string file)
    {
        var kind = DocumentKinds.Recognise(document, file);
        var root = document.Fault is null ? document.Root as YamlMapping : null;
        var platform = kind switch { DocumentKind.LambdaAppSpec => "Lambda", DocumentKind.EcsAppSpec => "ECS", _ => "Server" };
        if (root is null || !kind.IsAppSpec()) return new(platform, null, [], [], []);
        return platform == "Server" ? OfServer(new AppSpecView(root)) : new(platform, null, [], Functions(root), PropertiesOf(root));
    }

    private static AppSpecOutline OfServer(AppSpecView spec)
    {
        var destinations = spec.Files.Select(item => Text(item.Find("destination")?.Value)).OfType<string>().Where(text => text.Length > 0).Distinct(StringComparer.Ordinal);
        var hooks = spec.Events.Where(item => LifecycleEvents.IsScriptable(item.Name)).Select(item => new HookOutline(item.Name,
            [.. item.Scripts.Select(script => Text(script.Find("location")?.Value)?.Trim()).OfType<string>().Where(text => text.Length > 0)]));
        return new("Server", spec.Os, [.. destinations], [.. hooks.Where(hook => hook.Targets.Count > 0)], []);
    }

    // What packing will put in place of a placeholder is not known here, and a name for the placeholder itself would be a wrong path.
    private static string? Text(YamlNode? node) => AppSpecView.Text(node) is { } text && !PropertyReference.MayBeIn(text) ? text : null;

    private static List<HookOutline> Functions(YamlMapping root)
    {
        var hooks = new List<HookOutline>();
        if ((root.Find("Hooks") ?? root.Find("hooks"))?.Value is not YamlSequence list) return hooks;
        foreach (var entry in list.Items.OfType<YamlMapping>().SelectMany(item => item.Entries))
        {
            if (entry.Name is { Length: > 0 } name && Text(entry.Value) is { Length: > 0 } function) hooks.Add(new HookOutline(name, [function]));
        }

        return hooks;
    }

    private static List<KeyValuePair<string, string>> PropertiesOf(YamlMapping root)
    {
        var found = new List<KeyValuePair<string, string>>();
        if ((root.Find("Resources") ?? root.Find("resources"))?.Value is not YamlSequence { Items.Count: > 0 } list || list.Items[0] is not YamlMapping { Entries.Count: > 0 } resource) return found;
        if (resource.Entries[0].Value is YamlMapping body && (body.Find("Properties") ?? body.Find("properties"))?.Value is YamlMapping properties) Add(found, properties, "", 0);
        return found;
    }

    private static void Add(List<KeyValuePair<string, string>> found, YamlMapping mapping, string prefix, int depth)
    {
        foreach (var entry in mapping.Entries)
        {
            if (entry.Name is not { Length: > 0 } name) continue;
            if (entry.Value is YamlMapping below && depth < MaxDepth) Add(found, below, prefix + name + ".", depth + 1);
            else if (Text(entry.Value) is { } text) found.Add(new(prefix + name, text));
        }
    }
}

/// <summary>An event and what runs at it.</summary>
/// <param name="Event">Its name.</param>
/// <param name="Targets">The locations of its scripts; for Lambda and ECS the function.</param>
public sealed record HookOutline(string Event, IReadOnlyList<string> Targets);
