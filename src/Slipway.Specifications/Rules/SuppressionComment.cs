using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;

namespace Slipway.Specifications.Rules;

/// <summary>A rule that a comment names. One is unlike another even with the same id: each must have an effect of its own.</summary>
internal sealed class SuppressedRule(string id, SourceRange range)
{
    public string Id { get; } = id;

    /// <summary>Where the id stands.</summary>
    public SourceRange Range { get; } = range;
}

/// <summary>A comment <c>slipway: word ids</c>, taken apart.</summary>
internal sealed class SuppressionComment
{
    public const string Line = "disable";

    public const string NextLine = "disable-next-line";

    public const string WholeFile = "disable-file";

    private const string Marker = "slipway:";

    private readonly CommentText _comment;
    private readonly int _start;

    private SuppressionComment(string file, CommentText comment, int start, string word, SourceRange wordRange)
    {
        File = file;
        _comment = comment;
        _start = start;
        Word = word;
        WordRange = wordRange;
    }

    /// <summary>The file that it stands in and speaks about.</summary>
    public string File { get; }

    /// <summary>What it asks for; not necessarily a word that there is.</summary>
    public string Word { get; }

    public SourceRange WordRange { get; }

    public List<SuppressedRule> Rules { get; } = [];

    /// <summary>Whether it stands where its word counts.</summary>
    public bool Counts => Word != WholeFile || IsAtTop;

    /// <summary>Whether nothing but comments stands above it.</summary>
    public bool IsAtTop => _comment.IsAtTop;

    /// <summary>The directive of a comment; none where there is none.</summary>
    public static IEnumerable<SuppressionComment> Of(string file, CommentText comment)
    {
        var marker = comment.Text.IndexOf(Marker, comment.Offset, comment.End - comment.Offset, StringComparison.Ordinal);
        if (marker < 0 || comment.BeginOf(marker) is not { } start) yield break;
        var at = marker + Marker.Length;
        var word = NextWord(comment, ref at);
        var found = new SuppressionComment(file, comment, start, comment.Text.Substring(word.Offset, word.Length), comment.Range(word.Offset, word.Length > 0 ? word.Length : 0));
        if (word.Length == 0) found = new SuppressionComment(file, comment, start, "", comment.Range(marker, Marker.Length));
        while (true)
        {
            var (offset, length) = NextWord(comment, ref at);
            if (length == 0 || !IsId(comment.Text, offset, length)) break;
            found.Rules.Add(new SuppressedRule(comment.Text.Substring(offset, length), comment.Range(offset, length)));
        }

        yield return found;
    }

    public bool Covers(string file, int line) => file == File && Word switch
    {
        Line => line == _comment.Line,
        NextLine => line == _comment.Line + 1,
        WholeFile => _comment.IsAtTop,
        _ => false,
    };

    /// <summary>The comment without an id; without its only one nothing of it stays.</summary>
    public TextChange Without(SuppressedRule rule)
    {
        if (Rules.Count == 1) return _comment.Removal(_start);
        var index = Rules.IndexOf(rule);
        if (index + 1 < Rules.Count) return new TextChange(rule.Range.Offset, Rules[index + 1].Range.Offset - rule.Range.Offset, "");
        var before = Rules[index - 1].Range;
        return new TextChange(before.Offset + before.Length, rule.Range.Offset + rule.Range.Length - before.Offset - before.Length, "");
    }

    private static (int Offset, int Length) NextWord(CommentText comment, ref int at)
    {
        while (at < comment.End && comment.Text[at] is ' ' or '\t' or ',') at++;
        var start = at;
        while (at < comment.End && comment.Text[at] is not (' ' or '\t' or ',' or '\r')) at++;
        return (start, at - start);
    }

    /// <summary>Letters and digits behind them, such as SLW2007 and its misspellings; everything else is the reason that the author gives.</summary>
    private static bool IsId(string text, int offset, int length)
    {
        var end = offset + length;
        var at = offset;
        while (at < end && char.IsLetter(text[at])) at++;
        var letters = at - offset;
        while (at < end && text[at] is '-' or '_') at++;
        var digits = at;
        while (at < end && text[at] is >= '0' and <= '9') at++;
        return letters is > 0 and <= 5 && at > digits && at == end;
    }
}
