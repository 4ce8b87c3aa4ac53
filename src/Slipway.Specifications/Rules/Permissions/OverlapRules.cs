using System.Globalization;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Permissions;

/// <summary>SLW3011: two entries for one path.</summary>
internal static class OverlapRules
{
    // Entries times paths: beyond this the check would take longer than it is worth.
    private const int MostSteps = 2_000_000;

    private const int MostAtOnePlace = 50;

    public static void SamePathTwice(RuleContext context, RuleReport report)
    {
        if (context.AppSpec is not { IsLinux: true, Permissions.Count: > 1 } spec) return;
        var entries = new List<PermissionEntry>();
        foreach (var item in spec.Permissions)
        {
            if (PermissionEntry.Of(context, item) is { } entry) entries.Add(entry);
        }

        if (entries.Count < 2) return;
        if (context.Planned.IsComplete) ByPaths(context, report, entries);
        else ByText(context, report, entries);
    }

    private static void ByPaths(RuleContext context, RuleReport report, List<PermissionEntry> entries)
    {
        var owners = new Dictionary<string, PermissionEntry>(StringComparer.Ordinal);
        var steps = 0;
        foreach (var entry in entries)
        {
            (string Path, PermissionEntry First)? clash = null;
            if (context.Planned.IsFile(entry.Path))
            {
                if (entry.Files) Take(owners, entry.Path, entry, ref clash);
            }
            else
            {
                var start = entry.Path.Length == 0 ? 0 : entry.Path.Length + 1;
                foreach (var path in context.Planned.Below(entry.Path))
                {
                    if (++steps > MostSteps) return;
                    if ((path.IsDirectory ? entry.Directories : entry.Files) && entry.Matches(path.Path.Substring(start))) Take(owners, path.Path, entry, ref clash);
                }
            }

            if (clash is { } found) Report(context, report, entry, found.First, found.Path);
        }
    }

    private static void Take(Dictionary<string, PermissionEntry> owners, string path, PermissionEntry entry, ref (string Path, PermissionEntry First)? clash)
    {
        if (!owners.TryGetValue(path, out var first)) owners.Add(path, entry);
        else clash ??= (path, first);
    }

    private static void ByText(RuleContext context, RuleReport report, List<PermissionEntry> entries)
    {
        var byObject = new Dictionary<string, List<PermissionEntry>>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (!byObject.TryGetValue(entry.Path, out var same)) byObject.Add(entry.Path, same = []);
            if (same.Count < MostAtOnePlace) same.Add(entry);
        }

        foreach (var entry in entries)
        {
            foreach (var other in byObject[entry.Path])
            {
                if (other.Object.Range.Offset < entry.Object.Range.Offset && Overlap(context, other, entry)) Report(context, report, entry, other, entry.Path);
            }

            for (var slash = entry.Path.LastIndexOf('/'); slash > 0; slash = entry.Path.LastIndexOf('/', slash - 1))
            {
                if (!byObject.TryGetValue(entry.Path.Substring(0, slash), out var outers)) continue;
                foreach (var outer in outers)
                {
                    if (!Contains(context, outer, entry)) continue;
                    var isLater = outer.Object.Range.Offset > entry.Object.Range.Offset;
                    Report(context, report, isLater ? outer : entry, isLater ? entry : outer, entry.Path);
                }
            }
        }
    }

    /// <summary>Whether two entries with one object surely hit one path, when they hit any.</summary>
    private static bool Overlap(RuleContext context, PermissionEntry one, PermissionEntry other)
    {
        if (!ShareType(one, other) || !context.Planned.IsNearDestination(one.Path)) return false;
        if (context.Planned.IsFile(one.Path)) return one.Files && other.Files;
        return one.Pattern == other.Pattern && one.Except.Count == 0 && other.Except.Count == 0;
    }

    /// <summary>Whether an entry surely hits what one below its object hits.</summary>
    private static bool Contains(RuleContext context, PermissionEntry outer, PermissionEntry inner)
    {
        if (!ShareType(outer, inner) || !context.Planned.IsNearDestination(inner.Path)) return false;
        var below = inner.Path.Substring(outer.Path.Length + 1);
        if (context.Planned.IsFile(inner.Path)) return inner.Files && outer.Files && outer.Matches(below);
        // What excepts the directory by its name spares what is below it only where the object is a file, which is not known.
        return outer.Pattern == "**" && outer.Matches(below);
    }

    private static bool ShareType(PermissionEntry one, PermissionEntry other) => (one.Files && other.Files) || (one.Directories && other.Directories);

    private static void Report(RuleContext context, RuleReport report, PermissionEntry later, PermissionEntry earlier, string path)
    {
        if (!context.Claim(later.Object)) return;
        var advice = later.Path == earlier.Path ? "Merge the two, or give them different types or patterns." : "Give the deeper directory a mapping and an entry of its own that the other does not cover.";
        report.Add(later.Object.Range, "'/" + path + "'", earlier.Object.Range.Line.ToString(CultureInfo.InvariantCulture), advice)
            .See(context.Inputs.File, earlier.Object.Range, "the first entry");
    }
}
