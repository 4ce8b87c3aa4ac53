using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Rules;

/// <summary>Lines and columns of offsets in a text.</summary>
internal static class TextPlace
{
    /// <summary>The range of a stretch of a text.</summary>
    public static SourceRange Range(string text, int offset, int length)
    {
        var (line, column) = Of(text, offset);
        var (endLine, endColumn) = Of(text, offset + length);
        return new SourceRange(offset, length, line, column, endLine, endColumn);
    }

    private static (int Line, int Column) Of(string text, int offset)
    {
        var line = 1;
        var start = 0;
        for (var i = 0; i < offset && i < text.Length; i++)
        {
            if (text[i] != '\n' && !(text[i] == '\r' && (i + 1 >= text.Length || text[i + 1] != '\n'))) continue;
            line++;
            start = i + 1;
        }

        return (line, offset - start + 1);
    }
}
