namespace Slipway.Specifications.Rules;

/// <summary>A line of a text that may not be valid YAML, taken apart as far as the eye can: dashes, key, value, comment.</summary>
internal readonly record struct TextLine(string Text, int Start, int End)
{
    /// <summary>The offset of the first character that is no blank; the end of an empty line.</summary>
    public int Content
    {
        get
        {
            var at = Start;
            while (at < End && Text[at] is ' ' or '\t') at++;
            return at;
        }
    }

    public bool IsComment => Content < End && Text[Content] == '#';

    /// <summary>Behind the dashes of list items.</summary>
    public int AfterDashes
    {
        get
        {
            var at = Content;
            while (at + 1 < End && Text[at] == '-' && Text[at + 1] == ' ')
            {
                at += 2;
                while (at < End && Text[at] == ' ') at++;
            }

            return at;
        }
    }

    /// <summary>The lines of a text.</summary>
    public static IEnumerable<TextLine> Of(string text)
    {
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] is not ('\n' or '\r')) continue;
            yield return new TextLine(text, start, i);
            if (i + 1 < text.Length && text[i] == '\r' && text[i + 1] == '\n') i++;
            start = i + 1;
        }
    }

    /// <summary>The word before a colon, behind the dashes; null when there is none.</summary>
    public string? Key(out int colon)
    {
        var from = AfterDashes;
        colon = from;
        while (colon < End && (char.IsLetterOrDigit(Text[colon]) || Text[colon] is '_' or '-')) colon++;
        return colon > from && colon < End && Text[colon] == ':' ? Text.Substring(from, colon - from) : null;
    }

    /// <summary>The value that begins at or behind an offset, without blanks around it and without a comment.</summary>
    public (int Offset, int Length) Value(int from)
    {
        while (from < End && Text[from] is ' ' or '\t') from++;
        var end = from;
        while (end < End && !(Text[end] == '#' && end > from && Text[end - 1] is ' ' or '\t')) end++;
        while (end > from && Text[end - 1] is ' ' or '\t') end--;
        return (from, end - from);
    }
}
