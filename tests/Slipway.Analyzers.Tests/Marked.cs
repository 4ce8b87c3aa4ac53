namespace Slipway.Analyzers.Tests;

/// <summary>A text with a stretch between ‹ and ›.</summary>
internal sealed record Marked(string Text, int Start, int Length)
{
    public static Marked Parse(string text)
    {
        var start = text.IndexOf('‹', StringComparison.Ordinal);
        var end = text.IndexOf('›', StringComparison.Ordinal);
        return new Marked(text.Replace("‹", "", StringComparison.Ordinal).Replace("›", "", StringComparison.Ordinal), start, end - start - 1);
    }
}
