using Slipway.Checks.Contents;
using Slipway.Checks.Projects;

namespace Slipway.Checks;

/// <summary>Makes a request from a path that somebody names.</summary>
public static class CheckRequests
{
    /// <summary>
    /// A file is what its content says it is, and is checked alone. A folder is a project where a project file makes it one, else the revision
    /// itself: then what it lacks is a finding.
    /// </summary>
    /// <param name="path">Full path of a file or folder.</param>
    /// <returns>Null for a folder without any document.</returns>
    public static CheckRequest? Of(string path)
    {
        if (!Directory.Exists(path)) return new CheckRequest { Subject = path, Documents = [new CheckedDocument(path)], IsResolvedAtPacking = IsOfProject(path) };
        return ProjectFolder.ProjectFile(path) is { } projectFile ? OfProject(path, projectFile) : OfRevision(path);
    }

    /// <summary>A document against the contents of a revision that stands elsewhere.</summary>
    /// <param name="request">The document.</param>
    /// <param name="folder">Full path of the revision's folder.</param>
    public static CheckRequest Against(CheckRequest request, string folder)
    {
        var revision = RevisionContents.OfFolder(folder);
        return request with { Revision = revision, ScriptRoot = null, Scripts = ScriptsOf(revision) };
    }

    /// <summary>The file of accepted secrets that a folder's project names; null without a project, or one that names none.</summary>
    /// <param name="folder">Full path.</param>
    public static string? AllowedSecretsOf(string folder) =>
        ProjectFolder.ProjectFile(folder) is { } projectFile && ProjectSettings.Read(projectFile).AllowedSecrets is { } file ? Path.GetFullPath(file, folder) : null;

    /// <summary>Whether a file is the appspec of the project beside it, and not one that somebody deploys as it is.</summary>
    private static bool IsOfProject(string file) => Path.GetFileName(file) is "appspec.yml" or "appspec.yaml" && Path.GetDirectoryName(file) is { } folder
        && ProjectFolder.ProjectFile(folder) is { } projectFile && ProjectSettings.Read(projectFile).UsesSlipway;

    private static CheckRequest? OfProject(string folder, string projectFile)
    {
        var documents = ProjectFolder.Documents(folder);
        if (documents.Count == 0) return null;
        var appSpec = documents.FirstOrDefault(document => document.NameInRevision is not null)?.File;
        var request = new CheckRequest { Subject = projectFile, Documents = documents, ScriptRoot = folder };
        // A project without an appspec has no revision that could lack something.
        if (appSpec is null) return request;
        var settings = ProjectSettings.Read(projectFile);
        var revision = ProjectFolder.Revision(folder, settings, appSpec, out var scripts);
        return request with { IsResolvedAtPacking = settings.UsesSlipway, Revision = revision, Scripts = scripts, AllowedSecrets = settings.AllowedSecrets is { } file ? Path.GetFullPath(file, folder) : null };
    }

    private static CheckRequest? OfRevision(string folder)
    {
        var documents = new List<CheckedDocument>();
        var appSpec = ProjectFolder.Named(folder, "appspec.yml", "appspec.yaml");
        if (appSpec is not null) documents.Add(new CheckedDocument(appSpec, Path.GetFileName(appSpec)));
        if (ProjectFolder.Named(folder, "deploy.yml", "deploy.yaml") is { } deploy) documents.Add(new CheckedDocument(deploy));
        if (ProjectFolder.Named(folder, "branch-policy.yml", "branch-policy.yaml") is { } policy) documents.Add(new CheckedDocument(policy));
        if (documents.Count == 0) return null;
        var request = new CheckRequest { Subject = folder, Documents = documents };
        return appSpec is null ? request : Against(request, folder);
    }

    private static HashSet<string> ScriptsOf(RevisionContents revision) =>
        [.. revision.Paths.Where(path => path.StartsWith("Scripts/", StringComparison.OrdinalIgnoreCase))];
}
