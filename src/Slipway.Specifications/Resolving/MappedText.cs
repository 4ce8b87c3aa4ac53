using System.Text;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Resolving;

/// <summary>A text made from another by edits, which knows where each of its parts comes from. What no edit touched is the same to the byte.</summary>
internal sealed class MappedText
{
    private readonly List<Stretch> _stretches = [];
    private readonly TextPlaces _places;

    /// <summary>Applies edits.</summary>
    /// <param name="original">The text.</param>
    /// <param name="places">Its lines.</param>
    /// <param name="edits">In the order of the text, without overlaps.</param>
    public MappedText(string original, TextPlaces places, IReadOnlyList<ResolvingEdit> edits)
    {
        _places = places;
        var text = new StringBuilder(original.Length);
        var at = 0;
        foreach (var edit in edits)
        {
            // What lies in a stretch that is gone goes with it.
            if (edit.Offset < at) continue;
            Keep(text, original, at, edit.Offset);
            foreach (var piece in edit.Pieces)
            {
                if (piece.Text.Length > 0) _stretches.Add(new Stretch(text.Length, piece.Text.Length, piece.Origin.Offset, piece.Origin.Length, IsKept: false));
                text.Append(piece.Text);
            }

            at = edit.End;
        }

        Keep(text, original, at, original.Length);
        Text = text.ToString();
    }

    /// <summary>The text after the edits.</summary>
    public string Text { get; }

    /// <summary>The place in the original that a range of this text was made from.</summary>
    public SourceRange Original(SourceRange range)
    {
        if (_stretches.Count == 0) return range;
        var first = StretchAt(range.Offset);
        var start = first.IsKept ? first.Origin + Math.Min(range.Offset - first.Offset, first.Length) : first.Origin;
        if (range.Length == 0) return _places.Range(start, 0);
        var last = StretchAt(range.Offset + range.Length - 1);
        var end = last.IsKept ? last.Origin + Math.Min(range.Offset + range.Length - last.Offset, last.Length) : last.Origin + last.OriginLength;
        return _places.Range(start, Math.Max(end - start, 0));
    }

    /// <summary>Whether a place of this text was written by an edit.</summary>
    public bool IsWritten(SourceRange range) => _stretches.Count > 0 && !StretchAt(range.Offset).IsKept;

    /// <summary>A fix as changes of the original; null where it would change what an edit wrote.</summary>
    public Fix? Original(Fix fix)
    {
        var changes = new List<TextChange>(fix.Changes.Count);
        foreach (var change in fix.Changes)
        {
            var stretch = _stretches.Find(item => item.IsKept && item.Offset <= change.Offset && change.End <= item.Offset + item.Length);
            if (stretch.Length == 0) return null;
            changes.Add(change with { Offset = stretch.Origin + change.Offset - stretch.Offset });
        }

        return fix with { Changes = changes };
    }

    private void Keep(StringBuilder text, string original, int from, int to)
    {
        if (to > from) _stretches.Add(new Stretch(text.Length, to - from, from, to - from, IsKept: true));
        text.Append(original, from, to - from);
    }

    private Stretch StretchAt(int offset)
    {
        var (low, high) = (0, _stretches.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_stretches[middle].Offset <= offset) low = middle;
            else high = middle - 1;
        }

        return _stretches[low];
    }

    private readonly record struct Stretch(int Offset, int Length, int Origin, int OriginLength, bool IsKept);
}
