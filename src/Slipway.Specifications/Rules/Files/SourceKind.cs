namespace Slipway.Specifications.Rules.Files;

/// <summary>What a source is.</summary>
internal enum SourceKind
{
    /// <summary>It cannot be told.</summary>
    Unknown,

    /// <summary>A file: it lands under its own name in the destination.</summary>
    File,

    /// <summary>A directory: its contents land in the destination.</summary>
    Directory,
}

/// <summary>Tells what sources are, by the list of the revision or else by their names.</summary>
internal static class SourceKinds
{
    // Only extensions that no directory has: sites are called example.com, versions v1.0, and snippets live in conf.d.
    private static readonly HashSet<string> FileExtensions = new(StringComparer.OrdinalIgnoreCase)
    {
        "conf", "cfg", "ini", "json", "yml", "yaml", "xml", "toml", "properties", "config", "service", "timer", "socket", "sh", "py", "rb", "pl", "ps1", "bat", "cmd", "jar", "war", "ear",
        "zip", "tar", "gz", "tgz", "bz2", "xz", "txt", "md", "html", "htm", "css", "php", "pem", "crt", "cer", "key", "sql", "log", "dll", "exe", "so", "deb", "rpm", "repo", "rules", "list",
    };

    /// <summary>The kind of a path of the revision.</summary>
    /// <param name="context">The run.</param>
    /// <param name="path">The path in normal form; empty for the whole revision.</param>
    public static SourceKind Of(RuleContext context, string path)
    {
        if (path.Length == 0) return SourceKind.Directory;
        if (context.Listing is not { } listing) return ByName(path);
        if (listing.IsFile(path)) return SourceKind.File;
        if (listing.IsDirectory(path)) return SourceKind.Directory;
        return listing.IsProduced(path) ? ByName(path) : SourceKind.Unknown;
    }

    private static SourceKind ByName(string path)
    {
        var name = path.Substring(path.LastIndexOf('/') + 1);
        var dot = name.LastIndexOf('.');
        if (dot < 0) return SourceKind.Directory;
        return dot > 0 && FileExtensions.Contains(name.Substring(dot + 1)) ? SourceKind.File : SourceKind.Unknown;
    }
}
