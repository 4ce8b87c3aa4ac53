using System.Xml.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Slipway.Checks.Resolving;
using Slipway.Specifications.Resolving;

namespace Slipway.Tasks;

/// <summary>
/// Which properties the appspec names, and the values that are at hand. A task cannot ask for a property by a name that it learns while it runs: for the
/// others it writes a target that returns exactly these, for another evaluation of the project to import.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class FindAppSpecValues : SlipwayTask
{
    /// <summary>The target that is written.</summary>
    public const string TargetName = "_SlipwayAppSpecValues";

    /// <summary>Full path of the appspec.</summary>
    [Required]
    public string AppSpecFile { get; set; } = "";

    /// <summary>Properties with their values, the less important ones first.</summary>
    public ITaskItem[] Known { get; set; } = [];

    /// <summary>The property <c>SlipwayTokens</c>: what stays as it is.</summary>
    public string Tokens { get; set; } = "";

    /// <summary>Full path of the file that the other evaluation imports.</summary>
    [Required]
    public string TargetsFile { get; set; } = "";

    /// <summary>The properties that are at hand.</summary>
    [Output]
    public ITaskItem[] Values { get; set; } = [];

    /// <summary>Whether another evaluation must be asked.</summary>
    [Output]
    public bool IsMore { get; set; }

    /// <inheritdoc />
    protected override void Run(CancellationToken cancellation)
    {
        var names = AppSpecPacking.PropertyNames(AppSpecFile).Except(PlaceholderTokens.Parse(Tokens), StringComparer.Ordinal).ToList();
        if (names.Count == 0) return;
        var known = PropertyValues.Of(Known);
        foreach (var (name, value) in GlobalProperties())
        {
            // These come escaped: of one with an escape the other evaluation knows the value.
            if (value.Length > 0 && !value.Contains('%', StringComparison.Ordinal)) known.TryAdd(name, value);
        }

        Values = [.. names.Where(known.ContainsKey).Select(name => new TaskItem(name, new Dictionary<string, string> { [PropertyValues.Value] = Escaped(known[name]) }))];
        var others = names.Where(name => !known.ContainsKey(name)).ToList();
        if (others.Count == 0) return;
        Write(others);
        IsMore = true;
    }

    // What stands on the command line.
    private IEnumerable<KeyValuePair<string, string>> GlobalProperties() => BuildEngine is IBuildEngine6 engine ? engine.GetGlobalProperties() : [];

    // What is read from an item is unescaped, and what is put into one is not escaped.
    private static string Escaped(string value) => value.Replace("%", "%25", StringComparison.Ordinal);

    private void Write(List<string> names)
    {
        var items = names.Select(name => new XElement("_SlipwayAppSpecValue", new XAttribute("Include", name), new XAttribute(PropertyValues.Value, $"$({name})")));
        var target = new XElement("Target", new XAttribute("Name", TargetName), new XAttribute("Returns", "@(_SlipwayAppSpecValue)"), new XElement("ItemGroup", items));
        Directory.CreateDirectory(Path.GetDirectoryName(TargetsFile)!);
        var text = new XElement("Project", target).ToString();
        if (!File.Exists(TargetsFile) || File.ReadAllText(TargetsFile) != text) File.WriteAllText(TargetsFile, text);
    }
}
