using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Rules;

/// <summary>A replacement in a text; The shown stretch is what a finding about it marks, in offsets of the same text.</summary>
internal sealed record TextEdit(int Offset, int Length, string Replacement, int ShownOffset, int ShownLength, string[] Arguments)
{
    /// <summary>Whether the edit is what the author meant, so that it may be offered as a fix.</summary>
    public bool IsSafe { get; init; } = true;
}

/// <summary>A text after some edits that still knows where each of its characters stood in the original.</summary>
internal sealed class EditedText
{
    private readonly TextPlaces _places;
    private readonly int[] _origins;

    public EditedText(string text)
        : this(new TextPlaces(text), text, Enumerable.Range(0, text.Length + 1).ToArray())
    {
    }

    private EditedText(TextPlaces places, string text, int[] origins)
    {
        _places = places;
        Text = text;
        _origins = origins;
    }

    public string Text { get; }

    /// <summary>The offset in the original.</summary>
    public int Origin(int offset) => _origins[Math.Max(0, Math.Min(offset, Text.Length))];

    /// <summary>A stretch of this text as a range of the original.</summary>
    public SourceRange OriginalRange(int offset, int length)
    {
        var start = Origin(offset);
        var end = Math.Max(start, Origin(offset + length));
        return _places.Range(start, end - start);
    }

    /// <summary>The text with edits applied; they are in order and do not overlap.</summary>
    public EditedText With(IReadOnlyList<TextEdit> edits)
    {
        var text = new System.Text.StringBuilder(Text.Length + (edits.Count * 2));
        var origins = new List<int>(Text.Length + 1);
        var at = 0;
        foreach (var edit in edits)
        {
            Keep(text, origins, at, edit.Offset);
            text.Append(edit.Replacement);
            for (var i = 0; i < edit.Replacement.Length; i++) origins.Add(Origin(edit.Offset));
            at = edit.Offset + edit.Length;
        }

        Keep(text, origins, at, Text.Length);
        origins.Add(_origins[Text.Length]);
        return new EditedText(_places, text.ToString(), [.. origins]);
    }

    private void Keep(System.Text.StringBuilder text, List<int> origins, int from, int to)
    {
        text.Append(Text, from, to - from);
        for (var i = from; i < to; i++) origins.Add(_origins[i]);
    }
}
