using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Staging;

/// <summary>
/// An archive that holds nothing but one directory with an appspec in it (GitHub's archives do) is taken for that directory's content,
/// as the agent takes it: hidden entries count, anything whose name contains "appspec" will do, and only one level goes.
/// </summary>
internal static class LeadingDirectory
{
    /// <summary>Whether everything that a manifest lists stands in one directory at the top, so that it may be stripped.</summary>
    internal static bool WillGo(RevisionManifest manifest)
    {
        if (manifest.Entries.Count == 0) return false;
        var (first, last) = (manifest.Entries[0].Path, manifest.Entries[^1].Path);
        var slash = first.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && last.StartsWith(first[..(slash + 1)], StringComparison.Ordinal);
    }

    internal static void Strip(DirectoryHandle root)
    {
        var top = UnixFiles.List(root, "");
        if (top.Count != 1 || UnixFiles.Status(root, top[0].Name).Kind != FileKind.Directory) return;
        List<DirectoryEntry> content;
        using (var directory = UnixFiles.OpenDirectory(root, top[0].Name)) content = UnixFiles.List(directory, "");
        if (!content.Exists(e => e.Name.Contains("appspec", StringComparison.OrdinalIgnoreCase))) return;

        // The directory may contain its own name: it steps aside under one that nothing in it has.
        var aside = ".leading";
        while (content.Exists(e => e.Name == aside)) aside += "-";
        UnixFiles.Rename(root, top[0].Name, root, aside);
        using (var directory = UnixFiles.OpenDirectory(root, aside))
        {
            foreach (var entry in content) UnixFiles.Rename(directory, entry.Name, root, entry.Name);
        }

        UnixFiles.RemoveDirectory(root, aside);
    }
}
