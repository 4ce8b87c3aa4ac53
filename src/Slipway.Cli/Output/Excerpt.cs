using Slipway.Specifications.Findings;

namespace Slipway.Cli.Output;

/// <summary>The line of a finding with marks under the token.</summary>
/// <param name="Line">The line, or the part of it around the token.</param>
/// <param name="Marks">Blanks and <c>^</c>.</param>
internal sealed record Excerpt(string Line, string Marks)
{
    private const int Widest = 100;

    /// <summary>The excerpt of a range; null where the text has no such line or nothing to show.</summary>
    public static Excerpt? Of(string text, SourceRange range)
    {
        var line = new LineStarts(text).Line(range.Line);
        var start = Math.Min(range.Column - 1, line.Length);
        var end = range.EndLine > range.Line ? line.Length : Math.Min(Math.Max(range.EndColumn - 1, start), line.Length);
        var from = start < Widest ? 0 : start - 20;
        var shown = line.Substring(from, Math.Min(line.Length - from, Widest));
        if (string.IsNullOrWhiteSpace(shown)) return null;
        var marks = Math.Max(1, Math.Min(end, from + shown.Length) - start);
        return new Excerpt(Visible(shown), new string(' ', start - from) + new string('^', marks));
    }

    // A control character would move what follows, or worse.
    private static string Visible(string line) => string.Create(line.Length, line, (chars, from) =>
    {
        for (var i = 0; i < chars.Length; i++) chars[i] = from[i] == '\t' ? ' ' : char.IsControl(from[i]) ? '\u00B7' : from[i];
    });
}
