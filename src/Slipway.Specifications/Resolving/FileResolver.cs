using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Resolving;

/// <summary>Writes plain items of <c>files</c> in place of those with a pattern or an <c>exclude</c>.</summary>
/// <param name="document">The appspec.</param>
/// <param name="values">Its values with properties replaced.</param>
/// <param name="listing">The revision; null where it is not known, and only what is written can be looked at.</param>
/// <param name="isWindows">Whether a backslash separates names.</param>
/// <param name="remarks">Gets what is wrong.</param>
/// <param name="counts">Gets how much was resolved.</param>
internal sealed class FileResolver(YamlDocument document, ValueResolver values, Lazy<RevisionListing>? listing, bool isWindows, RemarkList remarks, ResolvingCounts counts)
{
    /// <summary>The key for what is left out.</summary>
    public const string Exclude = "exclude";

    // Each goes through the whole revision. Nobody writes more, and a hostile file could keep a build server busy for ever.
    private const int MostPatterns = 1000;

    private readonly string _newLine = document.Text.IndexOf('\n') is var at && at > 0 && document.Text[at - 1] == '\r' ? "\r\n" : "\n";
    private long _length;
    private int _patterns;

    /// <summary>The edits of all items.</summary>
    public List<ResolvingEdit> Edits(YamlSequence files)
    {
        var edits = new List<ResolvingEdit>();
        for (var i = 0; i < files.Items.Count; i++)
        {
            if (files.Items[i] is YamlMapping item) Add(edits, files, i, item);
        }

        return edits;
    }

    private void Add(List<ResolvingEdit> edits, YamlSequence files, int index, YamlMapping item)
    {
        if (item.Find("source")?.Value is not YamlScalar source) return;
        var exclude = item.Find(Exclude);
        var excludes = exclude is null ? [] : Patterns(exclude);
        var text = values.TextOf(source);
        var path = text is null ? null : RevisionListing.Normalize(text, isWindows);
        var isPattern = text is not null && IsPattern(path ?? text);
        if (isPattern && GlobPattern.Problem(path ?? text!) is { } problem)
        {
            remarks.Add(ResolvingErrors.NoMatch, Severity.Error, source.Range, text!, problem, "Correct it.");
            return;
        }

        if (exclude is null && !isPattern) return;
        counts.Mappings++;
        var before = _patterns;
        _patterns += excludes.Count + (isPattern ? 1 : 0);
        if (_patterns > MostPatterns)
        {
            // Told of once.
            if (before <= MostPatterns)
                remarks.Add(ResolvingErrors.NoMatch, Severity.Error, source.Range, text ?? "source", $"and what stands before it make more than {MostPatterns} patterns", "Name whole folders.");
            return;
        }

        if (path is null || listing is null || item.Find("destination")?.Value is not YamlScalar destination || values.TextOf(destination) is not { } target) return;

        var expansion = new MappingExpansion(listing.Value, path, isPattern, [.. excludes.Select(pattern => pattern.Text)]);
        foreach (var unused in listing.Value.Exists(path) || isPattern ? expansion.Unused : []) Tell(excludes[unused].Scalar, excludes[unused].Text, text!, expansion);
        if (expansion.Entries.Count == 0 && (isPattern || expansion.IsFolder))
        {
            remarks.Add(ResolvingErrors.NoMatch, Severity.Error, source.Range, text!, Nothing(path, excludes.Count > 0), Advice(path));
            return;
        }

        if (exclude is not null) edits.Add(EntryRemoval.Of(document.Text, item, exclude));
        // A file that is not there, or one that stays one entry: the rules say what is wrong with it.
        if (expansion.Entries.Count == 0 || (expansion.Entries.Count == 1 && expansion.Entries[0].Source == path)) return;
        var isLast = exclude is not null && ReferenceEquals(item.Entries[item.Entries.Count - 1], exclude);
        Write(edits, new Place(files, index, item, source, destination), target, expansion.Entries, endsInRemoval: isLast);
    }

    private bool IsPattern(string path) => GlobPattern.IsPattern(path) && listing?.Value.Exists(path) != true;

    /// <summary>The patterns of an <c>exclude</c> that can be used.</summary>
    private List<(YamlScalar Scalar, string Text)> Patterns(YamlEntry exclude)
    {
        var patterns = new List<(YamlScalar, string)>();
        foreach (var node in exclude.Value is YamlSequence list ? list.Items : [exclude.Value])
        {
            if (node is not YamlScalar scalar || (scalar.IsAbsent && exclude.Value is YamlSequence))
            {
                var place = node.Range.Length > 0 ? node.Range : exclude.Key.Range;
                remarks.Add(ResolvingErrors.NoMatch, Severity.Error, place, Exclude, "takes a path or pattern, or a list of them", "Write '- \"**/*.pdb\"', for example.");
                continue;
            }

            if (scalar.IsAbsent || values.WrittenTextOf(scalar) is not { } text) continue;
            if (isWindows) text = text.Replace('\\', '/');
            if (GlobPattern.Problem(text) is { } problem) remarks.Add(ResolvingErrors.NoMatch, Severity.Error, scalar.Range, text, problem, "Correct it.");
            else if (RevisionListing.Normalize(text) is { Length: > 0 } pattern) patterns.Add((scalar, pattern));
        }

        return patterns;
    }

    private void Tell(YamlScalar scalar, string pattern, string source, MappingExpansion expansion) => remarks.Add(
        ResolvingErrors.NothingExcluded, Severity.Warning, scalar.Range, pattern, source,
        expansion.WouldMatchDeeper(pattern) ? $"Patterns count from the source: write '**/{pattern}' for any depth." : "Correct it, or remove it.");

    private static string Nothing(string path, bool isExcluded) => isExcluded ? "stands for nothing: 'exclude' leaves out all that is there"
        : path.EndsWith("/*", StringComparison.Ordinal) ? "matches no file directly in that folder of the revision" : "matches no file of the revision";

    private string Advice(string path)
    {
        var folder = GlobPattern.FolderOf(path);
        if (folder.Length > 0 && !listing!.Value.Exists(folder))
            return listing.Value.InOtherCase(folder) is { } other ? $"Did you mean the folder '{other}'?" : $"There is no folder '{folder}'.";
        return "Files are compared with their case; '**' as a name stands for any number of folders.";
    }

    private void Write(List<ResolvingEdit> edits, Place place, string target, IReadOnlyList<ExpandedMapping> entries, bool endsInRemoval)
    {
        var (files, _, item, source, destination) = place;
        var written = values.TextOf(source)!;
        var (first, style) = (entries[0], new PathStyle(isWindows && written.IndexOf('\\') >= 0, isWindows && target.IndexOf('\\') >= 0));
        edits.Add(ResolvingEdit.Replace(source.Range, ScalarText.Write(style.Source(first.Source), "source", item.IsFlow)));
        if (first.Folder.Length > 0)
            edits.Add(ResolvingEdit.Replace(destination.Range, ScalarText.Write(style.Destination(target, first.Folder), "destination", item.IsFlow)));
        if (entries.Count == 1) return;

        var pieces = new List<TextPiece>((entries.Count - 1) * 3);
        var end = EntryRemoval.EndOf(item);
        var insertion = files.IsFlow ? end : EntryRemoval.NextLine(document.Text, end);
        // The last line of the file may have no end; then the next one begins with it.
        var isOpen = !files.IsFlow && !endsInRemoval && insertion == document.Text.Length && document.Text[document.Text.Length - 1] is not ('\n' or '\r');
        var (before, between, after) = Around(place, isOpen);
        foreach (var entry in entries.Skip(1))
        {
            var from = ScalarText.Write(style.Source(entry.Source), "source", files.IsFlow);
            var to = ScalarText.Write(style.Destination(target, entry.Folder), "destination", files.IsFlow);
            pieces.Add(new TextPiece(before + from, source.Range));
            pieces.Add(new TextPiece(between, source.Range));
            pieces.Add(new TextPiece(to + after, destination.Range));
            _length += before.Length + from.Length + between.Length + to.Length + after.Length;
            if (document.Text.Length + _length <= AppSpecCheck.MaxBytes) continue;
            var problem = $"stands for {entries.Count} mappings, and the appspec would have more than {AppSpecCheck.MaxBytes} bytes";
            remarks.Add(ResolvingErrors.NoMatch, Severity.Error, source.Range, written, problem, "Name whole folders.");
            return;
        }

        edits.Add(new ResolvingEdit(insertion, 0, pieces));
    }

    /// <summary>What stands before, between and behind the two paths of a further item, in the form of its neighbours.</summary>
    private (string Before, string Between, string After) Around(Place place, bool isOpen)
    {
        if (place.Files.IsFlow) return (", {source: ", ", destination: ", "}");
        var indent = new string(' ', place.Files.Dashes[place.Index].Column - 1);
        return ($"{(isOpen ? _newLine : "")}{indent}- source: ", $"{_newLine}{indent}  destination: ", isOpen ? "" : _newLine);
    }

    /// <summary>An item of <c>files</c>.</summary>
    private readonly record struct Place(YamlSequence Files, int Index, YamlMapping Item, YamlScalar Source, YamlScalar Destination);

    /// <summary>How the author separates names.</summary>
    private readonly record struct PathStyle(bool BackslashInSource, bool BackslashInDestination)
    {
        // Agent 2 refuses an empty source.
        public string Source(string path) => path.Length == 0 ? "/" : BackslashInSource ? path.Replace('/', '\\') : path;

        public string Destination(string target, string folder)
        {
            if (folder.Length == 0) return target;
            var separator = target.Length > 0 && target[target.Length - 1] is '/' or '\\' ? "" : BackslashInDestination ? "\\" : "/";
            return target + separator + (BackslashInDestination ? folder.Replace('/', '\\') : folder);
        }
    }
}
