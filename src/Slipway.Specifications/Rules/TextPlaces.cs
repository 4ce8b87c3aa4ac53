using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Rules;

/// <summary>Lines and columns of offsets in a text; the starts of its lines are looked up once.</summary>
internal sealed class TextPlaces
{
    private readonly List<int> _starts = [0];

    public TextPlaces(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 >= text.Length || text[i + 1] != '\n'))) _starts.Add(i + 1);
        }
    }

    /// <summary>The range of a stretch of the text.</summary>
    public SourceRange Range(int offset, int length)
    {
        var (line, column) = Of(offset);
        var (endLine, endColumn) = Of(offset + length);
        return new SourceRange(offset, length, line, column, endLine, endColumn);
    }

    private (int Line, int Column) Of(int offset)
    {
        var index = _starts.BinarySearch(offset);
        if (index < 0) index = ~index - 1;
        return (index + 1, offset - _starts[index] + 1);
    }
}
