using Slipway.Specifications.Rules.DeployFiles;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.DeployFiles;

/// <summary>A mapping whose shape has been checked, read by its keys. What is not written, and what is null, is not there.</summary>
internal sealed class Section(YamlMapping mapping, DeployFileSource source)
{
    /// <summary>The node.</summary>
    public YamlMapping Mapping => mapping;

    private YamlReferences References => source.References;

    /// <summary>Whether the key says something.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>What stands behind a key; null when nothing does.</summary>
    public YamlNode? Find(string key) =>
        References.Find(mapping, key) is { } entry && References.Resolve(entry.Value) is var node && !Rules.AppSpecView.IsNull(node) ? node : null;

    /// <summary>A text.</summary>
    public string? Text(string key) => (Find(key) as YamlScalar)?.Value;

    /// <summary>A text that must be there.</summary>
    /// <exception cref="SlipwayException">SLW0414: it is not, or empty.</exception>
    public string Needed(string key, string what) =>
        Text(key) is { } text && text.Trim().Length > 0 ? text : throw Refused(key, $"{what} needs '{key}'.");

    /// <summary>A whole number; its range has been checked with the shape.</summary>
    public int? Number(string key) => Find(key) is YamlScalar scalar && DeployFileView.Whole(scalar) is { } number ? (int)number : null;

    /// <summary>Whether a switch is on.</summary>
    public bool Flag(string key) => Find(key) is YamlScalar scalar && (DeployFileView.IsTrue(scalar) || scalar.Value is "true" or "True" or "TRUE");

    /// <summary>A number of seconds.</summary>
    public TimeSpan? Seconds(string key) => Number(key) is { } number ? TimeSpan.FromSeconds(number) : null;

    /// <summary>A number of minutes.</summary>
    public TimeSpan? Minutes(string key) => Number(key) is { } number ? TimeSpan.FromMinutes(number) : null;

    /// <summary>The mapping behind a key.</summary>
    public Section? Child(string key) => Find(key) is YamlMapping child ? new Section(child, source) : null;

    /// <summary>The mappings in the list behind a key.</summary>
    public IReadOnlyList<Section> List(string key) =>
        Find(key) is { } list ? [.. References.Items(list).OfType<YamlMapping>().Select(item => new Section(item, source))] : [];

    /// <summary>The texts in the list behind a key.</summary>
    public IReadOnlyList<YamlScalar> Texts(string key) => Find(key) is { } list ? [.. References.Items(list).OfType<YamlScalar>().Where(text => !Rules.AppSpecView.IsNull(text))] : [];

    /// <summary>The entries with their texts, as tags and variables are written.</summary>
    public IReadOnlyList<(YamlNode Key, string Name, YamlNode Value, string Text)> Pairs() =>
    [
        .. References.Entries(mapping).Where(entry => entry.Name is not null)
            .Select(entry => (entry.Key, entry.Name!, entry.Value, (References.Resolve(entry.Value) as YamlScalar)?.Value ?? "")),
    ];

    /// <summary>A program with its arguments, written as a text or as a list.</summary>
    /// <exception cref="SlipwayException">SLW0414: it names none.</exception>
    public IReadOnlyList<string>? Program(string key)
    {
        if (Find(key) is not { } node) return null;
        IReadOnlyList<string> words = node is YamlScalar text
            ? ProgramWords.Split(text.Value) ?? throw Refused(key, $"'{key}' has a quote that is not closed. Close it, or write the program as a list: [ program, argument ].")
            : [.. Texts(key).Select(word => word.Value)];
        if (words.Count == 0 || words[0].Length == 0) throw Refused(key, $"'{key}' names no program. Write 'program argument' or [ program, argument ].");
        if (words.Any(word => word.Contains('\0'))) throw Refused(key, $"'{key}' has a character in it that no program can be given.");

        // A name alone is looked for on the PATH; one with a folder counts from the file's, as every path does.
        return words[0].IndexOfAny(['/', '\\']) < 0 ? words : [source.FullPath(node, words[0]), .. words.Skip(1)];
    }

    /// <summary>An address to call.</summary>
    /// <exception cref="SlipwayException">SLW0414: it is none.</exception>
    public string? Url(string key)
    {
        if (Text(key) is not { } url) return null;
        return Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? url
            : throw Refused(key, $"'{url}' is no address. Write http://… or https://….");
    }

    /// <summary>An error at a key, or at the mapping when the key is not there.</summary>
    public SlipwayException Refused(string key, string message) =>
        source.Refused(References.Find(mapping, key) is { } entry ? entry.Value.Range.Length > 0 ? entry.Value : entry.Key : mapping, message);

    /// <summary>An error at the name of a key.</summary>
    public SlipwayException RefusedKey(string key, string message) => source.Refused(References.Find(mapping, key)?.Key ?? mapping, message);
}
