using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Resolving;

/// <summary>
/// Which plain mappings a source with a pattern, or with paths left out, stands for. Pure: from the list of the revision to entries in ordinal
/// order of their paths. A folder of which nothing is left out stays one entry, which keeps the empty folders below it too.
/// </summary>
internal sealed class MappingExpansion
{
    // As many links as a Linux kernel follows.
    private const int MostLinks = 40;

    private readonly RevisionListing _listing;
    private readonly string _folder;
    private readonly GlobPattern? _pattern;
    private readonly (string Text, GlobPattern Pattern)[] _excludes;
    private readonly bool[] _used;

    /// <summary>An expansion.</summary>
    /// <param name="listing">The revision.</param>
    /// <param name="source">The normalised source: a folder, a file or a pattern.</param>
    /// <param name="isPattern">Whether it is a pattern.</param>
    /// <param name="excludes">Patterns, relative to the folder, without <see cref="GlobPattern.Problem"/>.</param>
    public MappingExpansion(RevisionListing listing, string source, bool isPattern, IReadOnlyList<string> excludes)
    {
        _listing = listing;
        _folder = isPattern ? GlobPattern.FolderOf(source) : source;
        _excludes = [.. excludes.Select(text => (text, GlobPattern.Parse(text)))];
        _used = new bool[_excludes.Length];
        // Everything below a folder is the folder.
        IsFolder = listing.IsDirectory(_folder) && (!isPattern || source == Below(_folder, "**"));
        _pattern = isPattern && !IsFolder ? GlobPattern.Parse(source) : null;
        Entries = IsFolder ? OfFolder() : OfFiles();
    }

    /// <summary>Whether the source is a folder, or a pattern for all of one.</summary>
    public bool IsFolder { get; }

    /// <summary>The mappings; none when nothing matches or all is left out.</summary>
    public IReadOnlyList<ExpandedMapping> Entries { get; }

    /// <summary>The patterns that left out nothing, by their place in the list.</summary>
    public IEnumerable<int> Unused => Enumerable.Range(0, _used.Length).Where(i => !_used[i]);

    /// <summary>Whether a pattern would leave out something if it were meant at any depth.</summary>
    public bool WouldMatchDeeper(string pattern)
    {
        if (pattern.StartsWith("**/", StringComparison.Ordinal) || pattern.Length + 3 > GlobPattern.MaxLength) return false;
        var deeper = GlobPattern.Parse("**/" + pattern);
        return _listing.Below(_folder).Any(file => file.Length > _folder.Length && deeper.MatchesWithin(Relative(file)));
    }

    private List<ExpandedMapping> OfFiles()
    {
        var entries = new List<ExpandedMapping>();
        foreach (var file in _pattern is null && _listing.IsFile(_folder) ? [_folder] : _listing.Below(_folder))
        {
            if (_pattern?.Matches(file) == false || (file.Length > _folder.Length && IsExcluded(Relative(file)))) continue;
            entries.Add(Entry(file));
        }

        return entries;
    }

    private List<ExpandedMapping> OfFolder()
    {
        var broken = new HashSet<string>(StringComparer.Ordinal);
        var files = new List<string>();
        foreach (var file in _listing.Below(_folder))
        {
            if (IsExcluded(Relative(file))) Break(broken, file);
            else files.Add(file);
        }

        var folders = _listing.DirectoriesBelow(_folder).ToList();
        var kept = new List<string>(folders.Count);
        foreach (var folder in folders)
        {
            if (IsExcluded(Relative(folder))) Break(broken, folder);
            else kept.Add(folder);
        }

        if (!broken.Contains(_folder)) return [new ExpandedMapping(_folder, "")];
        var entries = new List<ExpandedMapping>();
        entries.AddRange(files.Where(file => broken.Contains(Parent(file))).Select(Entry));
        entries.AddRange(kept.Where(folder => !broken.Contains(folder) && broken.Contains(Parent(folder))).Select(folder => new ExpandedMapping(folder, Relative(folder))));
        entries.Sort((left, right) => string.CompareOrdinal(left.Source, right.Source));
        return entries;
    }

    /// <summary>A folder of which something is left out cannot be named as a whole, and neither can those above it.</summary>
    private void Break(HashSet<string> broken, string path)
    {
        for (var above = Parent(path); broken.Add(above) && above.Length > _folder.Length; above = Parent(above))
        {
        }
    }

    private bool IsExcluded(string relative)
    {
        var isExcluded = false;
        for (var i = 0; i < _excludes.Length; i++)
        {
            // All are asked, so that none is said to leave out nothing because another one did.
            if (!_excludes[i].Pattern.MatchesWithin(relative)) continue;
            isExcluded = _used[i] = true;
        }

        return isExcluded;
    }

    /// <summary>A file goes into the folder that it lies in; of a link to a folder the agents copy what is in that folder, so it must name its own.</summary>
    private ExpandedMapping Entry(string file) => new(file, LeadsToFolder(file) ? Relative(file) : file.Length > _folder.Length ? Parent(Relative(file)) : "");

    private bool LeadsToFolder(string path)
    {
        for (var links = 0; links < MostLinks; links++)
        {
            if (_listing.IsDirectory(path)) return true;
            if (_listing.Find(path) is not { Kind: RevisionItemKind.Link, LinkTarget: { Length: > 0 } target } || target[0] == '/') return false;
            if (RevisionListing.Normalize(Below(Parent(path), target)) is not { } next) return false;
            path = next;
        }

        return false;
    }

    private string Relative(string path) => _folder.Length == 0 ? path : path.Substring(_folder.Length + 1);

    private static string Parent(string path) => path.LastIndexOf('/') is > 0 and var slash ? path.Substring(0, slash) : "";

    private static string Below(string folder, string name) => folder.Length == 0 ? name : folder + "/" + name;
}
