using Slipway.Revisions;
using Slipway.Specifications;

namespace Slipway.Checks.Contents;

/// <summary>A file of the project that goes into the revision (an item of <c>@(RevisionFile)</c>).</summary>
/// <param name="Identity">The item as the project names it.</param>
/// <param name="FullPath">Where it stands.</param>
/// <param name="RecursiveDirectory">What <c>**</c> stood for; empty without a wildcard.</param>
/// <param name="RevisionPath">The item's metadata; empty for the path in the project.</param>
public sealed record ProjectFile(string Identity, string FullPath, string RecursiveDirectory = "", string RevisionPath = "");

/// <summary>Decides which file stands where in a revision: <c>/appspec.yml</c>, the project's files, and the publish output in a folder of its own.</summary>
public static class RevisionLayout
{
    /// <summary>The files of the revision in ordinal order of their paths.</summary>
    /// <param name="projectFolder">Paths of project files are relative to it.</param>
    /// <param name="appSpecFile">Stored as <c>appspec.yml</c>, whatever its name; null when there is none.</param>
    /// <param name="projectFiles">Scripts, configuration and whatever else the project adds.</param>
    /// <param name="published">The publish output with paths relative to the publish folder.</param>
    /// <param name="publishFolderInRevision">Where the publish output stands; empty for the root.</param>
    /// <exception cref="SlipwayException">SLW0053 to SLW0054.</exception>
    public static IReadOnlyList<RevisionFile> Compose(
        string projectFolder, string? appSpecFile, IReadOnlyList<ProjectFile> projectFiles, IReadOnlyList<RevisionFile> published, string publishFolderInRevision)
    {
        var files = new SortedDictionary<string, RevisionFile>(StringComparer.Ordinal);
        var ownPlaces = new HashSet<string>(StringComparer.Ordinal) { "appspec.yml", "appspec.yaml" };
        if (appSpecFile is not null) Add(files, new RevisionFile("appspec.yml", appSpecFile));

        foreach (var file in projectFiles)
        {
            if (appSpecFile is not null && file.FullPath == appSpecFile) continue;
            Add(files, new RevisionFile(PlaceOf(file, projectFolder), file.FullPath));
            if (InsideProject(file.FullPath, projectFolder) is { } inProject) ownPlaces.Add(inProject);
        }

        var prefix = Normalize(publishFolderInRevision, publishFolderInRevision);
        if (prefix.Length > 0) prefix += "/";
        foreach (var file in published)
        {
            // The SDK publishes *.json and *.config of the project as content: what stands in the revision already is not packed twice.
            if (!ownPlaces.Contains(file.Path)) Add(files, file with { Path = prefix + file.Path });
        }

        return [.. files.Values];
    }

    private static void Add(SortedDictionary<string, RevisionFile> files, RevisionFile file)
    {
        if (files.TryAdd(file.Path, file)) return;
        var first = files[file.Path].SourcePath;
        if (first != file.SourcePath) throw new SlipwayException(LayoutErrors.SamePlace(file.Path, first, file.SourcePath));
    }

    private static string PlaceOf(ProjectFile file, string projectFolder)
    {
        if (file.RevisionPath.Length == 0)
        {
            return InsideProject(file.FullPath, projectFolder) ?? throw new SlipwayException(LayoutErrors.FileNeedsRevisionPath(file.Identity));
        }

        var path = file.RevisionPath.Replace('\\', '/');
        var place = path.EndsWith('/') ? path + file.RecursiveDirectory.Replace('\\', '/') + Path.GetFileName(file.FullPath) : path;
        var normalized = Normalize(place, file.Identity);
        return normalized.Length > 0 ? normalized : throw new SlipwayException(LayoutErrors.BadRevisionPath(file.RevisionPath, file.Identity));
    }

    private static string? InsideProject(string fullPath, string projectFolder)
    {
        var relative = Path.GetRelativePath(projectFolder, fullPath).Replace(Path.DirectorySeparatorChar, '/');
        return relative is ".." || relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? null : relative;
    }

    private static string Normalize(string path, string identity)
    {
        var parts = path.Replace('\\', '/').Split('/').Where(part => part is not ("" or ".")).ToArray();
        if (parts.Contains("..") || parts is [{ Length: 2 } drive, ..] && drive[1] == ':') throw new SlipwayException(LayoutErrors.BadRevisionPath(path, identity));
        return string.Join('/', parts);
    }
}
