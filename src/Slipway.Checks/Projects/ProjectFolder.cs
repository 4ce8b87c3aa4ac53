using System.Collections.Immutable;
using Slipway.Checks.Contents;
using Slipway.Revisions;
using Slipway.Revisions.Unix;

namespace Slipway.Checks.Projects;

/// <summary>
/// A folder with a project file, looked at without MSBuild: its documents, and what its revision will hold as far as that can be told. What
/// the build decides (the publish output, items and imports that a look at the text cannot follow) counts as not known.
/// </summary>
public static class ProjectFolder
{
    private static readonly string[] ProjectFiles = [".csproj", ".fsproj", ".vbproj"];

    /// <summary>The project file of a folder; null where there is none.</summary>
    public static string? ProjectFile(string folder) =>
        Directory.EnumerateFiles(folder).Where(file => ProjectFiles.Contains(Path.GetExtension(file))).Order(StringComparer.Ordinal).FirstOrDefault();

    /// <summary>The project's documents: its appspec, its deploy.yml, and the branch policy of the repository that it stands in.</summary>
    public static IReadOnlyList<CheckedDocument> Documents(string folder)
    {
        var documents = new List<CheckedDocument>();
        if (Named(folder, "appspec.yml", "appspec.yaml") is { } appSpec) documents.Add(new CheckedDocument(appSpec, "appspec.yml"));
        if (Named(folder, "deploy.yml", "deploy.yaml") is { } deploy) documents.Add(new CheckedDocument(deploy));
        if (BranchPolicy(folder) is { } policy) documents.Add(new CheckedDocument(policy));
        return documents;
    }

    /// <summary>The branch policy at the root of the git checkout that a folder stands in; without a checkout, the folder's own.</summary>
    public static string? BranchPolicy(string folder)
    {
        for (var above = folder; above is not null; above = Path.GetDirectoryName(above))
        {
            // In a worktree .git is a file.
            if (Path.Exists(Path.Join(above, ".git"))) return Named(above, "branch-policy.yml", "branch-policy.yaml");
        }

        return Named(folder, "branch-policy.yml", "branch-policy.yaml");
    }

    /// <summary>The first of some files that exists.</summary>
    public static string? Named(string folder, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (File.Exists(Path.Join(folder, name))) return Path.Join(folder, name);
        }

        return null;
    }

    /// <summary>What the revision will hold.</summary>
    /// <param name="folder">The project folder.</param>
    /// <param name="settings">What the project file says.</param>
    /// <param name="appSpec">The appspec; null without one.</param>
    /// <param name="scripts">Gets the paths, in the revision, of the files of the scripts folder.</param>
    internal static RevisionContents Revision(string folder, ProjectSettings settings, string? appSpec, out IReadOnlySet<string> scripts)
    {
        var files = new List<ProjectFile>();
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var top in Directory.EnumerateDirectories(folder))
        {
            var name = Path.GetFileName(top);
            var isScripts = name.Equals("Scripts", StringComparison.OrdinalIgnoreCase);
            if (!isScripts && !name.Equals("Config", StringComparison.OrdinalIgnoreCase)) continue;
            foreach (var file in FilesBelow(new DirectoryInfo(top), [IdentityOf(folder)]))
            {
                var path = Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/');
                files.Add(new ProjectFile(path, file));
                if (isScripts) found.Add(path);
            }
        }

        scripts = found;
        IReadOnlyList<RevisionFile> composed = RevisionLayout.Compose(folder, appSpec, files, [], "");
        return RevisionContents.OfFiles(composed, settings.PublishFolder is { } publish ? publish : "");
    }

    /// <summary>The files of a folder and of those below it, through links as MSBuild follows them, but not round in a circle.</summary>
    private static IEnumerable<string> FilesBelow(DirectoryInfo folder, ImmutableHashSet<string> above)
    {
        var own = IdentityOf(folder.FullName);
        if (above.Contains(own)) yield break;
        foreach (var entry in folder.EnumerateFileSystemInfos("*", new EnumerationOptions { IgnoreInaccessible = true, AttributesToSkip = 0 }))
        {
            if (entry is not DirectoryInfo below)
            {
                yield return entry.FullName;
                continue;
            }

            // Where directories cannot be told apart, a link might lead anywhere.
            if (entry.LinkTarget is not null && !UnixFiles.IsSupported) continue;
            foreach (var file in FilesBelow(below, above.Add(own))) yield return file;
        }
    }

    private static string IdentityOf(string folder) =>
        UnixFiles.IsSupported && UnixFiles.TryStatus(null, folder, out var status, follow: true) ? $"{status.Device}:{status.Inode}" : folder;
}
