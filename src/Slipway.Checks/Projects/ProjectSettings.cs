using System.Xml;
using System.Xml.Linq;

namespace Slipway.Checks.Projects;

/// <summary>What a look at a project file tells without evaluating it.</summary>
/// <param name="PublishFolder">Where the publish output stands in the revision; null where the layout of the revision cannot be told.</param>
internal sealed record ProjectSettings(string? PublishFolder)
{
    private const string DefaultPublishFolder = "Source";

    private static readonly ProjectSettings Unknown = new((string?)null);

    // Whatever mentions these lays out the revision in a way that only MSBuild knows.
    private static readonly string[] Items = ["RevisionFile", "SlipwayScript", "SlipwayConfiguration", "EnableDefaultRevisionItems", "AppSpecFile"];

    /// <summary>Reads a project file and the Directory.Build and Directory.Packages files that the SDK imports with it.</summary>
    public static ProjectSettings Read(string projectFile)
    {
        var projects = new[] { projectFile }.Concat(Imported(Path.GetDirectoryName(projectFile)!)).Select(Load).ToList();
        // A project that does not use the toolkit packs its revision in its own way.
        if (projects.Contains(null) || !projects.Exists(project => UsesSlipway(project!))) return Unknown;
        var elements = projects.SelectMany(project => project!.Descendants()).ToList();
        if (elements.Exists(element => Items.Contains(element.Name.LocalName))) return Unknown;
        var folders = elements.Where(element => element.Name.LocalName == "RevisionPublishFolder").ToList();
        if (folders.Count == 0) return new ProjectSettings(DefaultPublishFolder);
        var folder = folders[0].Value.Trim();
        var isPlain = folders.Count == 1 && folders[0].Attribute("Condition") is null && folders[0].Parent?.Attribute("Condition") is null && !folder.Contains('$', StringComparison.Ordinal);
        return isPlain ? new ProjectSettings(folder.Trim('/', '\\').Replace('\\', '/')) : Unknown;
    }

    private static bool UsesSlipway(XDocument project) => project.Descendants().Any(element =>
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

    private static XDocument? Load(string file)
    {
        try
        {
            using var reader = XmlReader.Create(file, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return XDocument.Load(reader);
        }
        catch (Exception e) when (e is XmlException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
