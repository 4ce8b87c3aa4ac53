using System.Text;

namespace Slipway.Specifications.Fixes;

/// <summary>Applies changes to a text.</summary>
public static class FixedText
{
    /// <summary>
    /// The fixes that can be applied together, in the order of their places: one that touches a stretch which an earlier one changes is left for
    /// the next round.
    /// </summary>
    /// <param name="fixes">Fixes of one text.</param>
    public static IReadOnlyList<Fix> WithoutOverlaps(IEnumerable<Fix> fixes)
    {
        var chosen = new List<Fix>();
        var taken = new SortedSet<TextChange>(Comparer<TextChange>.Create((left, right) => left.Offset != right.Offset ? left.Offset.CompareTo(right.Offset) : left.End.CompareTo(right.End)));
        foreach (var fix in fixes.OrderBy(fix => fix.Changes.Count == 0 ? 0 : fix.Changes[0].Offset))
        {
            if (fix.Encoding != FixEncoding.Keep && chosen.Exists(other => other.Encoding != FixEncoding.Keep)) continue;
            if (fix.Changes.Any(change => IsTaken(taken, change))) continue;
            chosen.Add(fix);
            foreach (var change in fix.Changes) taken.Add(change);
        }

        return chosen;
    }

    /// <summary>The text after changes that do not overlap.</summary>
    /// <param name="text">The text.</param>
    /// <param name="changes">The changes, in any order.</param>
    public static string Apply(string text, IEnumerable<TextChange> changes)
    {
        var result = new StringBuilder(text.Length + 64);
        var at = 0;
        foreach (var change in changes.OrderBy(change => change.Offset))
        {
            result.Append(text, at, change.Offset - at).Append(change.NewText);
            at = change.End;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }

    // What is taken does not overlap, so only the last change that begins before the end of the new one can reach into it.
    private static bool IsTaken(SortedSet<TextChange> taken, TextChange change)
    {
        if (taken.Count == 0 || taken.Min.Offset > change.End) return false;
        foreach (var other in taken.GetViewBetween(taken.Min, new TextChange(change.End, int.MaxValue - change.End, "")).Reverse())
        {
            if (Touch(change, other)) return true;
            if (other.End < change.Offset) return false;
        }

        return false;
    }

    // Two insertions at one place have no order of their own, so they count as touching.
    private static bool Touch(TextChange left, TextChange right) =>
        left.Offset < right.End && right.Offset < left.End || left.Offset == right.Offset
        || (left.Length == 0 && left.Offset > right.Offset && left.Offset < right.End) || (right.Length == 0 && right.Offset > left.Offset && right.Offset < left.End);
}
