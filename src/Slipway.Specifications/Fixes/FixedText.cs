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
        var taken = new List<TextChange>();
        foreach (var fix in fixes.OrderBy(fix => fix.Changes.Count == 0 ? 0 : fix.Changes[0].Offset))
        {
            if (fix.Encoding != FixEncoding.Keep && chosen.Exists(other => other.Encoding != FixEncoding.Keep)) continue;
            if (fix.Changes.Any(change => taken.Exists(other => Touch(change, other)))) continue;
            chosen.Add(fix);
            taken.AddRange(fix.Changes);
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

    // Two insertions at one place have no order of their own, so they count as touching.
    private static bool Touch(TextChange left, TextChange right) =>
        left.Offset < right.End && right.Offset < left.End || left.Offset == right.Offset
        || (left.Length == 0 && left.Offset > right.Offset && left.Offset < right.End) || (right.Length == 0 && right.Offset > left.Offset && right.Offset < left.End);
}
