namespace Slipway.Checks.Projects;

/// <summary>The properties that a project sets, as far as a look at its files tells.</summary>
public static class ProjectProperties
{
    /// <summary>Their names, to suggest one for a name that is misspelt.</summary>
    /// <param name="projectFile">Full path of the project.</param>
    public static IEnumerable<string> Names(string projectFile) => ProjectSettings.Files(projectFile)
        .SelectMany(project => project.Descendants()).Where(element => element.Name.LocalName == "PropertyGroup").SelectMany(group => group.Elements())
        .Select(element => element.Name.LocalName).Distinct(StringComparer.OrdinalIgnoreCase);
}
