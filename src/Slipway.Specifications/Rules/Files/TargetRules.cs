using System.Globalization;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Files;

/// <summary>SLW2005, SLW2006 and SLW2012: what the mappings write where.</summary>
internal static class TargetRules
{
    public static void DestinationNamesFile(RuleContext context, RuleReport report)
    {
        foreach (var mapping in context.Mappings)
        {
            var text = AppSpecView.Text(mapping.Destination)!;
            if (mapping.Kind != SourceKind.File || text[text.Length - 1] is '/' or '\\' || context.IsClaimed(mapping.Destination)) continue;
            var linux = context.AppSpec!.IsLinux;
            var slash = linux ? text.LastIndexOf('/') : text.LastIndexOfAny(['/', '\\']);
            var last = text.Substring(slash + 1);
            var same = string.Equals(last, mapping.Name, linux ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);
            if (slash < 0 || (!same && !HaveOneExtension(last, mapping.Name)) || !context.Claim(mapping.Destination)) continue;
            // The root keeps its slash, and so does a drive.
            var parent = text.Substring(0, slash == 0 || text[slash - 1] == ':' ? slash + 1 : slash);
            report.Add(ScalarPart.Of(context, mapping.Destination, mapping.Destination.Value.LastIndexOf(last, StringComparison.Ordinal), last.Length), text, parent, same ? "" : $", and call the source '{last}'")
                .With($"Write '{parent}'", same ? DocumentEdits.ReplaceText(mapping.Destination, parent) : null);
        }
    }

    private static bool HaveOneExtension(string left, string right)
    {
        var (one, other) = (left.LastIndexOf('.'), right.LastIndexOf('.'));
        return one > 0 && other > 0 && one < left.Length - 1 && string.Equals(left.Substring(one), right.Substring(other), StringComparison.OrdinalIgnoreCase);
    }

    public static void SameTargetTwice(RuleContext context, RuleReport report)
    {
        if (context.AppSpec is not { } spec || context.Mappings.Count < 2) return;
        var comparer = spec.IsLinux ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;
        var byPlaces = new Dictionary<(string, string), FileMapping>(new PlacesComparer(comparer));
        var byTarget = new Dictionary<string, FileMapping>(comparer);
        List<(FileMapping Earlier, FileMapping Later, string Target)>? clashes = null;
        foreach (var mapping in context.Mappings)
        {
            if (!byPlaces.TryGetValue((mapping.SourcePath, mapping.DestinationPath), out var earlier)) byPlaces.Add((mapping.SourcePath, mapping.DestinationPath), mapping);
            else if (HasFiles(context, mapping)) (clashes ??= []).Add((earlier, mapping, mapping.Kind == SourceKind.File ? mapping.Target : mapping.DestinationPath));
            if (earlier is not null || mapping.Kind != SourceKind.File) continue;
            if (!byTarget.TryGetValue(mapping.Target, out earlier)) byTarget.Add(mapping.Target, mapping);
            else (clashes ??= []).Add((earlier, mapping, mapping.Target));
        }

        foreach (var mapping in context.Mappings)
        {
            if (Containing(mapping, byPlaces) is not { } outer || !HasFiles(context, mapping)) continue;
            var outerIsLater = outer.Source.Range.Offset > mapping.Source.Range.Offset;
            (clashes ??= []).Add(outerIsLater ? (mapping, outer, mapping.DestinationPath) : (outer, mapping, mapping.Kind == SourceKind.File ? mapping.Target : mapping.DestinationPath));
        }

        foreach (var (earlier, later, target) in clashes ?? [])
        {
            if (!context.Claim(later.Source)) continue;
            var duplicate = earlier.SourcePath == later.SourcePath && earlier.DestinationPath == later.DestinationPath;
            report.Add(later.Source.Range, AppSpecView.Text(later.Source)!, "'" + (spec.IsLinux ? "/" : "") + target + "'", earlier.Source.Range.Line.ToString(CultureInfo.InvariantCulture))
                .See(context.Inputs.File, earlier.Source.Range, "the first mapping")
                .With("Delete the second mapping", duplicate ? Deletion(context, spec, later) : null);
        }
    }

    private static TextChange? Deletion(RuleContext context, AppSpecView spec, FileMapping mapping)
    {
        if (mapping.Item.Entries.Count != 2 || spec.Root.Find("files")?.Value is not YamlSequence list) return null;
        var (low, high) = (0, list.Items.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (list.Items[middle].Range.Offset < mapping.Item.Range.Offset) low = middle + 1;
            else high = middle;
        }

        return low <= high && ReferenceEquals(list.Items[low], mapping.Item) ? context.Edits.Delete(list, low) : null;
    }

    /// <summary>A mapping of a parent directory that brings this source to the same place.</summary>
    private static FileMapping? Containing(FileMapping mapping, Dictionary<(string, string), FileMapping> byPlaces)
    {
        var place = mapping.Kind == SourceKind.File ? mapping.Target : mapping.DestinationPath;
        var source = mapping.SourcePath;
        for (var slash = source.LastIndexOf('/'); source.Length > 0; slash = slash > 0 ? source.LastIndexOf('/', slash - 1) : -1)
        {
            var parent = slash < 0 ? "" : source.Substring(0, slash);
            var rest = slash < 0 ? source : source.Substring(slash + 1);
            var ends = place.Length >= rest.Length && place.EndsWith(rest, StringComparison.Ordinal) && (place.Length == rest.Length || place[place.Length - rest.Length - 1] == '/');
            if (ends && byPlaces.TryGetValue((parent, place.Length == rest.Length ? "" : place.Substring(0, place.Length - rest.Length - 1)), out var outer) && outer.Kind != SourceKind.File) return outer;
            if (slash < 0) return null;
        }

        return null;
    }

    // Directories that two mappings share do no harm: it takes a file.
    private static bool HasFiles(RuleContext context, FileMapping mapping) =>
        context.Listing is not { } listing || !listing.IsComplete(mapping.SourcePath) || listing.Below(mapping.SourcePath).Any();

    public static void NothingToDo(RuleContext context, RuleReport report)
    {
        // A deployment that is refused does not succeed.
        if (context.AppSpec is not { } spec || report.HasErrors) return;
        var root = spec.Root;
        if (root.Find("<<") is not null || IsElsewhere(root, "files") || IsElsewhere(root, "hooks")) return;
        if (root.Find("files") is { Value: var files } && !(files is YamlSequence { Items.Count: 0 } || AppSpecView.IsNull(files))) return;
        if (root.Find("hooks") is { Value: var hooks } && !AppSpecView.IsNull(hooks))
        {
            if (hooks is not YamlMapping events) return;
            foreach (var entry in events.Entries)
            {
                if (!(entry.Value is YamlSequence { Items.Count: 0 } || AppSpecView.IsNull(entry.Value))) return;
            }
        }

        report.Add(root.Find("version") is { } version ? version.Key.Range : AppSpecView.FirstKey(root));
    }

    /// <summary>A misspelt section, or an event outside hooks, is reported as such.</summary>
    private static bool IsElsewhere(YamlMapping root, string key) => Documents.KeyRules.HasMisspelt(root, key, KnownKeys.Root)
        || (key == "hooks" && root.Entries.Any(entry => entry.Name is { } name && AppSpecs.LifecycleEvents.IsScriptable(name)));

    private sealed class PlacesComparer(StringComparer inner) : IEqualityComparer<(string, string)>
    {
        public bool Equals((string, string) x, (string, string) y) => inner.Equals(x.Item1, y.Item1) && inner.Equals(x.Item2, y.Item2);

        public int GetHashCode((string, string) pair) => (inner.GetHashCode(pair.Item1) * 397) ^ inner.GetHashCode(pair.Item2);
    }
}
