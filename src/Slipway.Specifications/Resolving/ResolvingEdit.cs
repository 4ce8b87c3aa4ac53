using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Resolving;

/// <summary>A part of what an edit writes.</summary>
/// <param name="Text">The text.</param>
/// <param name="Origin">What of the original it was made from: there a finding about it is shown.</param>
internal readonly record struct TextPiece(string Text, SourceRange Origin);

/// <summary>A replacement in the appspec.</summary>
/// <param name="Offset">Where it begins in the original.</param>
/// <param name="Length">How much of the original goes; 0 inserts.</param>
/// <param name="Pieces">What stands there afterwards.</param>
internal sealed record ResolvingEdit(int Offset, int Length, IReadOnlyList<TextPiece> Pieces)
{
    public int End => Offset + Length;

    /// <summary>A replacement of a range by one text.</summary>
    public static ResolvingEdit Replace(SourceRange range, string text) => new(range.Offset, range.Length, [new TextPiece(text, range)]);

    /// <summary>Takes a stretch away.</summary>
    public static ResolvingEdit Delete(int offset, int length) => new(offset, length, []);
}
