using System.Globalization;
using Slipway.Specifications;
using Slipway.Specifications.Yaml;

namespace Slipway.Proxy.Configuration;

/// <summary>A mapping of proxy.yml, read strictly: a key that it does not know is a mistake, not a comment.</summary>
internal sealed class Section
{
    private readonly string file;
    private readonly YamlMapping mapping;
    private readonly string name;

    public Section(string file, YamlNode node, string name, params string[] keys)
    {
        this.file = file;
        this.name = name;
        mapping = node as YamlMapping ?? throw Error(file, node, $"{name} is a mapping with {string.Join(", ", keys)}.");
        foreach (var entry in mapping.Entries)
        {
            if (!keys.Contains(entry.Name)) throw Error(file, entry.Key, $"{name} has no '{entry.Name}'; it has {string.Join(", ", keys)}.");
            if (mapping.Entries.Count(other => other.Name == entry.Name) > 1) throw Error(file, entry.Key, $"'{entry.Name}' stands twice; write it once.");
        }
    }

    public int Line => mapping.Range.Line;

    public YamlNode? Find(string key) => mapping.Entries.FirstOrDefault(entry => entry.Name == key)?.Value is { } value && value is not YamlScalar { IsAbsent: true } ? value : null;

    public string? Text(string key) =>
        Find(key) switch
        {
            null => null,
            YamlScalar { Value.Length: > 0 } scalar => scalar.Value,
            var other => throw Error(other, $"'{key}' is a text."),
        };

    public string Required(string key) => Text(key) ?? throw Error(mapping, $"{name} needs '{key}'.");

    public IReadOnlyList<YamlNode> Items(string key) => Find(key) switch { null => [], YamlSequence list => list.Items, var other => throw Error(other, $"'{key}' is a list.") };

    public TimeSpan Seconds(string key, TimeSpan otherwise, double least)
    {
        if (Text(key) is not { } text) return otherwise;
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds >= least && seconds <= 86_400
            ? TimeSpan.FromSeconds(seconds)
            : throw Error(key, $"'{key}' is a number of seconds from {least.ToString(CultureInfo.InvariantCulture)} to 86400, not '{text}'.");
    }

    public int Count(string key, int otherwise)
    {
        if (Text(key) is not { } text) return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 100 ? count
            : throw Error(key, $"'{key}' is a number from 1 to 100, not '{text}'.");
    }

    public SlipwayException Error(string key, string message) => Error(Find(key) ?? mapping, message);

    public SlipwayException Error(YamlNode node, string message) => Error(file, node, message);

    public static SlipwayException Error(string file, YamlNode node, string message) => new(new SlipwayError("SLW0501", message, file, node.Range.Line, node.Range.Column));
}
