using Slipway.Specifications.Rules.Files;

namespace Slipway.Specifications.Rules.Permissions;

/// <summary>A path that the mappings put on the host, without its leading slash.</summary>
internal readonly record struct PlannedPath(string Path, bool IsDirectory);

/// <summary>What the mappings put on the host, as far as the list of the revision or the names tell.</summary>
internal sealed class PlannedPaths
{
    private const int MostPaths = 200_000;

    private readonly List<PlannedPath> _paths = [];
    private readonly List<string> _folders = [];
    private readonly HashSet<string> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _destinations = new(StringComparer.Ordinal);
    private readonly HashSet<string> _above = new(StringComparer.Ordinal);

    public PlannedPaths(RuleContext context)
    {
        var spec = context.AppSpec;
        IsUnderstood = spec is not null && context.Mappings.Count == spec.Files.Count;
        IsComplete = IsUnderstood && context.Listing is not null;
        Mappings = context.Mappings;
        foreach (var mapping in Mappings)
        {
            if (mapping.Kind == SourceKind.Unknown) IsUnderstood = IsComplete = false;
            if (mapping.Kind == SourceKind.Directory) _folders.Add(mapping.DestinationPath);
            if (context.Listing is { } listing) Add(listing, mapping);
            else if (mapping.Kind == SourceKind.File) _files.Add(mapping.Target);
            if (!_destinations.Add(mapping.DestinationPath)) continue;
            for (var slash = mapping.DestinationPath.LastIndexOf('/'); slash > 0; slash = mapping.DestinationPath.LastIndexOf('/', slash - 1))
            {
                if (!_above.Add(mapping.DestinationPath.Substring(0, slash))) break;
            }
        }

        _paths.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path));
        _folders.Sort(string.CompareOrdinal);
    }

    public IReadOnlyList<FileMapping> Mappings { get; }

    /// <summary>Whether every item of files says what it copies where.</summary>
    public bool IsUnderstood { get; }

    /// <summary>Whether every path is known.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Whether a path is that of a copied file.</summary>
    public bool IsFile(string path) => _files.Contains(path);

    /// <summary>Whether a path is a destination, or lies above or below one.</summary>
    public bool IsNearDestination(string path)
    {
        if (path.Length == 0 || _destinations.Contains(path) || _above.Contains(path) || _destinations.Contains("")) return true;
        for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
        {
            if (_destinations.Contains(path.Substring(0, slash))) return true;
        }

        return false;
    }

    /// <summary>Whether a destination lies below a path, so that its directories may be made there.</summary>
    public bool HasDestinationBelow(string path) => path.Length == 0 || _above.Contains(path);

    /// <summary>The known paths below a directory.</summary>
    public IEnumerable<PlannedPath> Below(string path)
    {
        var prefix = path.Length == 0 ? "" : path + "/";
        var low = 0;
        var high = _paths.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(_paths[middle].Path, prefix) < 0) low = middle + 1;
            else high = middle;
        }

        for (; low < _paths.Count && _paths[low].Path.StartsWith(prefix, StringComparison.Ordinal); low++) yield return _paths[low];
    }

    /// <summary>The destinations of directories at and below a path.</summary>
    public IEnumerable<string> FoldersAtOrBelow(string path)
    {
        var at = _folders.BinarySearch(path, StringComparer.Ordinal);
        if (at < 0) at = ~at;
        else while (at > 0 && _folders[at - 1] == path) at--;
        for (; at < _folders.Count && _folders[at].StartsWith(path, StringComparison.Ordinal); at++)
        {
            // Between a directory and what is below it others may stand whose names go on where its own ends.
            if (_folders[at].Length == path.Length || path.Length == 0 || _folders[at][path.Length] == '/') yield return _folders[at];
        }
    }

    private void Add(RevisionListing listing, FileMapping mapping)
    {
        IsComplete &= listing.IsComplete(mapping.SourcePath) && _paths.Count < MostPaths;
        if (mapping.Kind == SourceKind.File)
        {
            if (_files.Add(mapping.Target)) _paths.Add(new PlannedPath(mapping.Target, false));
            return;
        }

        if (mapping.Kind != SourceKind.Directory || _paths.Count >= MostPaths) return;
        foreach (var file in listing.Below(mapping.SourcePath)) AddBelow(mapping, file, isDirectory: false);
        foreach (var directory in listing.DirectoriesBelow(mapping.SourcePath)) AddBelow(mapping, directory, isDirectory: true);
    }

    private void AddBelow(FileMapping mapping, string path, bool isDirectory)
    {
        var relative = mapping.SourcePath.Length == 0 ? path : path.Substring(mapping.SourcePath.Length + 1);
        var target = mapping.DestinationPath.Length == 0 ? relative : mapping.DestinationPath + "/" + relative;
        if (!isDirectory && !_files.Add(target)) return;
        _paths.Add(new PlannedPath(target, isDirectory));
    }
}
