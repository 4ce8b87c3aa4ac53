using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Inventory;

/// <summary>How an entry differs between two revisions.</summary>
public enum DifferenceKind
{
    /// <summary>Only the second has it.</summary>
    Added,

    /// <summary>Only the first has it.</summary>
    Removed,

    /// <summary>Content or link target differs, or one is a file and the other is not.</summary>
    Changed,

    /// <summary>Only the mode differs.</summary>
    Mode,
}

/// <summary>An entry that two revisions do not have alike.</summary>
/// <param name="Kind">How it differs.</param>
/// <param name="Path">Its path.</param>
/// <param name="Before">In the first; null when it is added.</param>
/// <param name="After">In the second; null when it is removed.</param>
public sealed record RevisionDifference(DifferenceKind Kind, string Path, RevisionEntry? Before, RevisionEntry? After)
{
    /// <summary>Bytes that the second has more.</summary>
    public long Growth => (After?.Size ?? 0) - (Before?.Size ?? 0);

    /// <summary>What differs, the largest change in size first, then by path. Manifests are enough: no content is compared.</summary>
    public static IReadOnlyList<RevisionDifference> Of(RevisionManifest before, RevisionManifest after)
    {
        var left = after.Entries.ToDictionary(e => e.Path, StringComparer.Ordinal);
        var differences = new List<RevisionDifference>();
        foreach (var old in before.Entries)
        {
            if (!left.Remove(old.Path, out var changed)) differences.Add(new(DifferenceKind.Removed, old.Path, old, null));
            else if (old.Kind != changed.Kind || old.Sha256 != changed.Sha256 || old.LinkTarget != changed.LinkTarget)
                differences.Add(new(DifferenceKind.Changed, old.Path, old, changed));
            else if (old.Kind == FileKind.File && old.Mode != changed.Mode) differences.Add(new(DifferenceKind.Mode, old.Path, old, changed));
        }

        differences.AddRange(left.Values.Select(added => new RevisionDifference(DifferenceKind.Added, added.Path, null, added)));
        return [.. differences.OrderByDescending(d => Math.Abs(d.Growth)).ThenBy(d => d.Path, StringComparer.Ordinal)];
    }
}
