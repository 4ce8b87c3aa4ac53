using System.Xml;
using System.Xml.Linq;

namespace Slipway.Checks.Projects;

/// <summary>What a look at a project file tells without evaluating it.</summary>
/// <param name="PublishFolder">Where the publish output stands in the revision; null where the layout of the revision cannot be told.</param>
/// <param name="AllowedSecrets">The file that <c>SlipwayAllowedSecrets</c> names; null without one.</param>
/// <param name="UsesSlipway">Whether the project publishes with the package, which resolves what stands for something in the appspec.</param>
internal sealed record ProjectSettings(string? PublishFolder, string? AllowedSecrets, bool UsesSlipway)
{
    private const string DefaultPublishFolder = "Source";

    // Whatever mentions these lays out the revision in a way that only MSBuild knows.
    private static readonly string[] Items = ["RevisionFile", "SlipwayScript", "SlipwayConfiguration", "EnableDefaultRevisionItems", "AppSpecFile"];

    /// <summary>Reads a project file and the Directory.Build and Directory.Packages files that the SDK imports with it.</summary>
    public static ProjectSettings Read(string projectFile)
    {
        var projects = Load(projectFile);
        var elements = projects.OfType<XDocument>().SelectMany(project => project.Descendants()).ToList();
        // A project that does not use the toolkit packs its revision in its own way.
        var usesSlipway = projects.Exists(project => project is not null && IsUsedBy(project));
        var isKnown = !projects.Contains(null) && usesSlipway && !elements.Exists(element => Items.Contains(element.Name.LocalName));
        var folder = Property(elements, "RevisionPublishFolder", out var isPlain) ?? DefaultPublishFolder;
        return new ProjectSettings(isKnown && isPlain ? folder.Trim('/', '\\').Replace('\\', '/') : null, Property(elements, "SlipwayAllowedSecrets", out var isFile) is { } secrets && isFile ? secrets : null, usesSlipway);
    }

    /// <summary>A project file and those that the SDK imports with it, as far as they can be read.</summary>
    public static IEnumerable<XDocument> Files(string projectFile) => Load(projectFile).OfType<XDocument>();

    private static List<XDocument?> Load(string projectFile) => [.. new[] { projectFile }.Concat(Imported(Path.GetDirectoryName(projectFile)!)).Select(LoadFile)];

    /// <summary>The value of a property that is written once, without a condition and without another property in it.</summary>
    private static string? Property(List<XElement> elements, string name, out bool isPlain)
    {
        var found = elements.Where(element => element.Name.LocalName == name).ToList();
        var value = found.Count == 0 ? null : found[0].Value.Trim();
        isPlain = value is null
            || (found.Count == 1 && found[0].Attribute("Condition") is null && found[0].Parent?.Attribute("Condition") is null && !value.Contains('$', StringComparison.Ordinal));
        return value;
    }

    private static bool IsUsedBy(XDocument project) => project.Descendants().Any(element =>
        (element.Name.LocalName is "PackageReference" or "GlobalPackageReference" && (string?)element.Attribute("Include") == "Slipway")
        || (element.Name.LocalName == "Import" && ((string?)element.Attribute("Project"))?.EndsWith("Slipway.targets", StringComparison.Ordinal) == true));

    /// <summary>The nearest file of each name above the project, as MSBuild looks for it.</summary>
    private static IEnumerable<string> Imported(string folder)
    {
        foreach (var name in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
        {
            for (var above = folder; above is not null; above = Path.GetDirectoryName(above))
            {
                var file = Path.Join(above, name);
                if (!File.Exists(file)) continue;
                yield return file;
                break;
            }
        }
    }

    private static XDocument? LoadFile(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return XDocument.Load(reader);
        }
        catch (Exception e) when (e is XmlException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
