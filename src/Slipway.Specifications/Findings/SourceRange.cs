namespace Slipway.Specifications.Findings;

/// <summary>A stretch of a text: offsets in UTF-16 code units, lines and columns counted from 1, the end exclusive.</summary>
public readonly record struct SourceRange(int Offset, int Length, int Line, int Column, int EndLine, int EndColumn)
{
    /// <summary>The first character of a text, used for findings about a whole file.</summary>
    public static SourceRange Start { get; } = new(0, 0, 1, 1, 1, 1);
}
