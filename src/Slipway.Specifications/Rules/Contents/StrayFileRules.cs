using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Rules.Contents;

/// <summary>SLW9017: what belongs to a repository, an editor or an operating system.</summary>
internal static class StrayFileRules
{
    public static void Stray(RuleContext context, RuleReport report)
    {
        if (context.Kind != DocumentKind.ServerAppSpec || context.Listing is not { } listing) return;
        var findings = new MappingFindings(report);
        foreach (var path in listing.Directories)
        {
            var name = path.Substring(path.LastIndexOf('/') + 1);
            if (OfDirectory(name, path) is { } what && !IsBelowStray(path)) findings.Add(context.MappedPaths?.Of(path), report.DefaultSeverity, name, ShownName.Of(path), what);
        }

        foreach (var path in listing.Files)
        {
            if (OfFile(path.Substring(path.LastIndexOf('/') + 1)) is not var (what, severity) || IsBelowStray(path)) continue;
            findings.Add(context.MappedPaths?.Of(path), severity, what, ShownName.Of(path), what);
        }

        findings.Report();
    }

    /// <summary>Whether a directory above is one itself, which says it all.</summary>
    private static bool IsBelowStray(string path)
    {
        for (int from = 0, slash; (slash = path.IndexOf('/', from)) >= 0; from = slash + 1)
        {
            if (OfDirectory(path.Substring(from, slash - from), path.Substring(0, slash)) is not null) return true;
        }

        return false;
    }

    private static string? OfDirectory(string name, string path) => name switch
    {
        ".git" => "the history of git",
        ".svn" => "the data of Subversion",
        ".hg" => "the history of Mercurial",
        ".vs" or ".idea" or ".vscode" => "settings of an editor",
        "obj" when !IsWebContent(path) => "intermediate files of the build",
        "TestResults" => "results of tests",
        "__MACOSX" => "attributes that macOS adds to zip files",
        _ => null,
    };

    /// <summary>Models of three dimensions lie in directories called <c>obj</c>, too.</summary>
    private static bool IsWebContent(string path) => path.StartsWith("wwwroot/", StringComparison.Ordinal) || path.IndexOf("/wwwroot/", StringComparison.Ordinal) >= 0;

    private static (string What, Severity Severity)? OfFile(string name) => name switch
    {
        // In a work tree and a submodule .git is a file.
        ".git" => ("a link to the history of git", Severity.Warning),
        ".gitignore" => ("a setting of git", Severity.Info),
        ".DS_Store" or "Thumbs.db" => ("a cache of the desktop", Severity.Info),
        _ when name.EndsWith(".user", StringComparison.Ordinal) && !name.EndsWith(".pubxml.user", StringComparison.Ordinal) => ("settings of an editor", Severity.Info),
        _ => null,
    };
}
