using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules;

/// <summary>Where the items of <c>files</c> put single files, as far as the listing, or else the names, tell.</summary>
internal sealed class FileTargets
{
    private readonly HashSet<string> _single = new(StringComparer.Ordinal);
    private readonly List<(string Source, string Destination)> _directories = [];
    private readonly RevisionListing? _listing;

    public FileTargets(IReadOnlyList<YamlMapping> files, RevisionListing? listing)
    {
        _listing = listing;
        foreach (var item in files)
        {
            if (AppSpecView.Text(item.Find("source")?.Value) is not { } source || AppSpecView.Text(item.Find("destination")?.Value) is not { } destination) continue;
            if (RevisionListing.Normalize(source) is not { Length: > 0 } path || RevisionListing.Normalize(destination) is not { } target) continue;
            var name = path.Substring(path.LastIndexOf('/') + 1);
            if (listing?.IsFile(path) ?? name.IndexOf('.') > 0) _single.Add(target.Length == 0 ? name : target + "/" + name);
            else if (listing is not null && listing.IsDirectory(path)) _directories.Add((path, target));
        }
    }

    /// <summary>Whether a path, without its leading slash, is the target of a file.</summary>
    public bool IsFile(string target)
    {
        if (_single.Contains(target)) return true;
        foreach (var (source, destination) in _directories)
        {
            if (target.Length > destination.Length && target[destination.Length] == '/' && target.StartsWith(destination, StringComparison.Ordinal)
                && _listing!.IsFile(source + target.Substring(destination.Length))) return true;
        }

        return false;
    }
}
