using System.Globalization;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Ruby;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.AppSpecs;

/// <summary>A mapping whose fields were looked up.</summary>
internal sealed record Agent2Fields(YamlMapping Node, IReadOnlyDictionary<string, YamlEntry> Found)
{
    /// <summary>The value of a field, or the key where it is not written, or the first key without such a field.</summary>
    public SourceRange PlaceOf(string name)
    {
        if (!Found.TryGetValue(name, out var entry)) return Node.Entries.Count > 0 ? Node.Entries[0].Key.Range : Node.Range;
        return entry.Value.Range.Length > 0 ? entry.Value.Range : entry.Key.Range;
    }
}

internal sealed record Agent2Hook(string Event, SourceRange Range, IReadOnlyList<Agent2Script> Scripts);

internal sealed record Agent2Script(Agent2Fields Fields, AppSpecText? Location, AppSpecText? RunAs, bool? Sudo, uint? Timeout);

/// <summary>The types that agent 2 declares for its fields, and how YAML fits them (YAML 1.2 core schema, decided by the declared type).</summary>
internal sealed class Agent2Types
{
    private const int MaxAliases = 10_000;

    /// <summary>Aliases may repeat lists; so many scripts are no appspec but an attack.</summary>
    private const int MaxScripts = 200_000;
    private readonly Dictionary<string, YamlNode> _anchors = new(StringComparer.Ordinal);
    private int _aliases;
    private int _scripts;

    public Agent2Types(YamlNode root) => Collect(root);

    /// <summary>The known fields of a mapping. Unknown keys are ignored; a known one twice is refused.</summary>
    public Agent2Fields Fields(YamlNode node, string what, params string[] names)
    {
        if (Follow(node) is not YamlMapping mapping) throw Mismatch(node, $"{what} must be a mapping", "invalid type: expected struct");
        var found = new Dictionary<string, YamlEntry>(StringComparer.Ordinal);
        foreach (var entry in mapping.Entries)
        {
            if (entry.Name is not { } name || Array.IndexOf(names, name) < 0) continue;
            if (found.ContainsKey(name)) throw Mismatch(entry.Key, $"'{name}' is written twice; merge the two", $"duplicate field `{name}`");
            found.Add(name, entry);
        }

        return new Agent2Fields(mapping, found);
    }

    public static AgentRefusalException Missing(Agent2Fields fields, string name) =>
        new($"There is no '{name}'; add it.", Parsing($"missing field `{name}`"), fields.PlaceOf(name));

    public double Number(Agent2Fields fields, string name)
    {
        if (!fields.Found.TryGetValue(name, out var entry)) throw Missing(fields, name);
        if (Follow(entry.Value) is YamlScalar { IsQuoted: false, IsAbsent: false } scalar && IsPlainNumber(scalar.Value)
            && RubyText.TryDouble(scalar.Value.TrimStart('+'), out var number) && !double.IsInfinity(number)) return number;
        throw Mismatch(entry, $"'{name}' must be a number without quotes", "invalid type, expected f64");
    }

    /// <summary>A text that must be there, null when the field is absent.</summary>
    public AppSpecText? Text(Agent2Fields fields, string name) =>
        fields.Found.TryGetValue(name, out var entry) ? TextOf(entry.Value, name) : null;

    /// <summary>A text that may be null.</summary>
    public AppSpecText? OptionalText(Agent2Fields fields, string name) =>
        fields.Found.TryGetValue(name, out var entry) && !IsNull(entry.Value) ? TextOf(entry.Value, name) : null;

    public IReadOnlyList<AppSpecText>? OptionalTexts(Agent2Fields fields, string name)
    {
        if (!fields.Found.TryGetValue(name, out var entry) || IsNull(entry.Value)) return null;
        return Follow(entry.Value) is YamlSequence list ? list.Items.Select(item => TextOf(item, name)).ToList()
            : throw Mismatch(entry, $"'{name}' must be a list", "invalid type, expected a sequence");
    }

    /// <summary>The items of a list; none when the field is absent.</summary>
    public IReadOnlyList<YamlNode> Items(Agent2Fields fields, string name)
    {
        if (!fields.Found.TryGetValue(name, out var entry)) return [];
        return Follow(entry.Value) is YamlSequence list ? list.Items
            : throw Mismatch(entry, $"'{name}' must be a list; remove the key if there is nothing to list", "invalid type, expected a sequence");
    }

    public List<Agent2Hook> Hooks(Agent2Fields root)
    {
        var hooks = new List<Agent2Hook>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        if (!root.Found.TryGetValue("hooks", out var entry)) return hooks;
        if (Follow(entry.Value) is not YamlMapping events)
        {
            throw Mismatch(entry, "'hooks' must be a mapping of lifecycle events; remove the key if there are none", "invalid type, expected a map");
        }

        foreach (var item in events.Entries)
        {
            if (Follow(item.Key) is not YamlScalar name) throw Mismatch(item.Key, "an event must be a name", "invalid type, expected a string");
            var scripts = IsNull(item.Value) ? [] : Follow(item.Value) is YamlSequence list ? list.Items.Select(Script).ToList()
                : throw Mismatch(item, $"'{name.Value}' must be a list of scripts", "invalid type, expected a sequence");
            var hook = new Agent2Hook(name.Value, name.Range, scripts);
            if (places.TryGetValue(name.Value, out var place))
            {
                hooks[place] = hook;
                continue;
            }

            places.Add(name.Value, hooks.Count);
            hooks.Add(hook);
        }

        return hooks;
    }

    private Agent2Script Script(YamlNode node)
    {
        if (++_scripts > MaxScripts) throw Mismatch(node, "there are far too many scripts", "repetition limit exceeded");
        var fields = Fields(node, "a script", "location", "runas", "sudo", "timeout");
        return new Agent2Script(fields, OptionalText(fields, "location"), OptionalText(fields, "runas"), Boolean(fields, "sudo"), Seconds(fields));
    }

    private bool? Boolean(Agent2Fields fields, string name)
    {
        if (!fields.Found.TryGetValue(name, out var entry) || IsNull(entry.Value)) return null;
        var text = Follow(entry.Value) is YamlScalar { IsQuoted: false } scalar ? scalar.Value : null;
        return text switch
        {
            "true" or "True" or "TRUE" => true,
            "false" or "False" or "FALSE" => false,
            _ => throw Mismatch(entry, $"'{name}' must be true or false without quotes", "invalid type, expected a boolean"),
        };
    }

    private uint? Seconds(Agent2Fields fields)
    {
        if (!fields.Found.TryGetValue("timeout", out var entry) || IsNull(entry.Value)) return null;
        var text = Follow(entry.Value) is YamlScalar { IsQuoted: false } scalar ? scalar.Value : "";
        if (text.StartsWith("+", StringComparison.Ordinal)) text = text.Substring(1);
        if (text.StartsWith("0x", StringComparison.Ordinal)
            && uint.TryParse(text.Substring(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hexadecimal)) return hexadecimal;
        // "010" is no number in YAML 1.2.
        if ((text.Length == 1 || !text.StartsWith("0", StringComparison.Ordinal))
            && uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return seconds;
        throw Mismatch(entry, "the timeout must be a plain number of seconds", "invalid type, expected u32");
    }

    /// <summary>The node behind an alias.</summary>
    public YamlNode Follow(YamlNode node)
    {
        while (node is YamlAlias alias)
        {
            if (++_aliases > MaxAliases || !_anchors.TryGetValue(alias.Name, out var target) || ReferenceEquals(target, node))
            {
                throw Mismatch(node, $"the alias '*{alias.Name}' cannot be followed", "unknown anchor or repetition limit exceeded");
            }

            node = target;
        }

        return node;
    }

    private AppSpecText TextOf(YamlNode node, string name) => Follow(node) is YamlScalar scalar
        ? new AppSpecText(scalar.Value, scalar.Value, node.Range.Length > 0 ? node.Range : scalar.Range)
        : throw Mismatch(node, $"'{name}' must be a text", "invalid type, expected a string");

    private bool IsNull(YamlNode node) => Follow(node) is YamlScalar { IsQuoted: false, Value: "" or "~" or "null" or "Null" or "NULL" };

    private static bool IsPlainNumber(string text) => text.All(c => RubyText.IsDigit(c) || c is '.' or '+' or '-' or 'e' or 'E') && text.Any(RubyText.IsDigit);

    private void Collect(YamlNode node)
    {
        if (node.Anchor is { } anchor) _anchors[anchor] = node;
        switch (node)
        {
            case YamlSequence list:
                foreach (var item in list.Items) Collect(item);
                break;
            case YamlMapping mapping:
                foreach (var entry in mapping.Entries)
                {
                    Collect(entry.Key);
                    Collect(entry.Value);
                }

                break;
        }
    }

    private static AgentRefusalException Mismatch(YamlEntry entry, string explanation, string problem) =>
        Mismatch(entry.Value.Range.Length > 0 ? entry.Value : entry.Key, explanation, problem);

    private static AgentRefusalException Mismatch(YamlNode node, string explanation, string problem) =>
        new($"For agent 2 {explanation}.", Parsing(problem), node.Range);

    private static string Parsing(string problem) => $"The deployment failed because of a YAML parsing error: {problem}";
}
