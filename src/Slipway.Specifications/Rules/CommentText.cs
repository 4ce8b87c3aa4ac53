using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules;

/// <summary>A comment that may hold a suppression, and where it stands.</summary>
/// <param name="Text">The text of the file.</param>
/// <param name="Offset">Where the comment begins.</param>
/// <param name="End">Where its line ends.</param>
/// <param name="LineStart">Where its line begins.</param>
/// <param name="Line">The number of the line.</param>
/// <param name="IsAtTop">Whether nothing but comments stands above it.</param>
internal readonly record struct CommentText(string Text, int Offset, int End, int LineStart, int Line, bool IsAtTop)
{
    private const string Marker = "slipway:";

    /// <summary>The comments of a YAML file; where it cannot be read, those that look like one.</summary>
    public static IEnumerable<CommentText> OfYaml(YamlDocument document)
    {
        if (document.Fault is not null)
        {
            foreach (var comment in Scan(document.Text, HashComment)) yield return comment;
            yield break;
        }

        var first = document.Root?.Range.Line ?? int.MaxValue;
        foreach (var comment in document.Comments)
        {
            var range = comment.Range;
            if (comment.Text.IndexOf(Marker, StringComparison.Ordinal) < 0) continue;
            yield return new CommentText(document.Text, range.Offset, range.Offset + range.Length, range.Offset - range.Column + 1, range.Line, range.Line < first);
        }
    }

    /// <summary>The comments of a script that hold the marker.</summary>
    public static IEnumerable<CommentText> OfScript(ScriptFile script) => script.Extension switch
    {
        ".bat" or ".cmd" => Scan(script.Text, BatchComment),
        ".cs" => Scan(script.Text, SlashComment),
        _ => Scan(script.Text, HashComment),
    };

    /// <summary>Where the part of the comment begins that the marker belongs to; null where something else stands before the marker.</summary>
    public int? BeginOf(int marker)
    {
        var at = marker;
        while (at > Offset && Text[at - 1] is ' ' or '\t') at--;
        if (at > Offset && Text[at - 1] == '#')
        {
            while (at > Offset && Text[at - 1] == '#') at--;
            return at;
        }

        if (at >= Offset + 2 && ((Text[at - 1] == '/' && Text[at - 2] == '/') || (Text[at - 1] == ':' && Text[at - 2] == ':'))) return at - 2;
        return at >= Offset + 3 && at < marker && string.Compare(Text, at - 3, "rem", 0, 3, StringComparison.OrdinalIgnoreCase) == 0 ? Offset : null;
    }

    /// <summary>A stretch of the comment.</summary>
    public SourceRange Range(int offset, int length) => new(offset, length, Line, offset - LineStart + 1, Line, offset + length - LineStart + 1);

    /// <summary>Takes the comment away from a place on: with its line when nothing else stands there, else with the blanks before it.</summary>
    public TextChange Removal(int start)
    {
        var at = start;
        while (at > LineStart && Text[at - 1] is ' ' or '\t') at--;
        if (at > LineStart) return new TextChange(at, End - at, "");
        var next = End < Text.Length && Text[End] == '\r' ? End + 1 : End;
        if (next < Text.Length && Text[next] == '\n') return new TextChange(LineStart, next + 1 - LineStart, "");
        return new TextChange(LineStart, next - LineStart, "");
    }

    /// <summary>Looks only at the lines that hold the marker, which are few.</summary>
    private static IEnumerable<CommentText> Scan(string text, Func<string, int, int, int> commentOf)
    {
        var line = 1;
        var counted = 0;
        for (var marker = text.IndexOf(Marker, StringComparison.Ordinal); marker >= 0;)
        {
            var start = marker == 0 ? 0 : text.LastIndexOf('\n', marker - 1) + 1;
            var end = text.IndexOf('\n', marker);
            if (end < 0) end = text.Length;
            var next = end;
            if (end > start && text[end - 1] == '\r') end--;
            for (; counted < start; counted++)
            {
                if (text[counted] == '\n') line++;
            }

            var comment = commentOf(text, start, end);
            if (comment >= 0 && comment < marker) yield return new CommentText(text, comment, end, start, line, comment == Content(text, start, end) && IsTop(text, start, commentOf));
            marker = next < text.Length ? text.IndexOf(Marker, next, StringComparison.Ordinal) : -1;
        }
    }

    private static bool IsTop(string text, int end, Func<string, int, int, int> commentOf)
    {
        for (var start = 0; start < end;)
        {
            var next = text.IndexOf('\n', start);
            var content = Content(text, start, next);
            if (content < next && commentOf(text, start, next) != content && text[content] != '\r' && !IsEchoOff(text, content)) return false;
            start = next + 1;
        }

        return true;
    }

    // Batch files begin with it, comment or not.
    private static bool IsEchoOff(string text, int content) => string.Compare(text, content, "@echo off", 0, 9, StringComparison.OrdinalIgnoreCase) == 0;

    private static int Content(string text, int start, int end)
    {
        while (start < end && text[start] is ' ' or '\t') start++;
        return start;
    }

    /// <summary>A hash at the start of a word that no quote on its line encloses; -1 without one.</summary>
    private static int HashComment(string text, int start, int end)
    {
        var quote = '\0';
        for (var i = start; i < end; i++)
        {
            var c = text[i];
            if (quote != '\0')
            {
                if (c == quote) quote = '\0';
                else if (c == '\\' && quote == '"') i++;
            }
            else if (c == '\\')
            {
                i++;
            }
            else if (c is '"' or '\'')
            {
                quote = c;
            }
            else if (c == '#' && (i == start || text[i - 1] is ' ' or '\t' or ';' or '&' or '|' or '(' or ')'))
            {
                return i;
            }
        }

        return -1;
    }

    private static int SlashComment(string text, int start, int end)
    {
        var inText = false;
        for (var i = start; i + 1 < end; i++)
        {
            if (text[i] == '"') inText = !inText;
            else if (inText && text[i] == '\\') i++;
            else if (!inText && text[i] == '/' && text[i + 1] == '/') return i;
        }

        return start < end && text[start] == '#' && text[start + 1 < end ? start + 1 : start] == '!' ? start : -1;
    }

    private static int BatchComment(string text, int start, int end)
    {
        var content = Content(text, start, end);
        var word = content < end && text[content] == '@' ? Content(text, content + 1, end) : content;
        if (word + 1 < end && text[word] == ':' && text[word + 1] == ':') return content;
        return word + 3 < end && string.Compare(text, word, "rem", 0, 3, StringComparison.OrdinalIgnoreCase) == 0 && text[word + 3] is ' ' or '\t' ? content : -1;
    }
}
