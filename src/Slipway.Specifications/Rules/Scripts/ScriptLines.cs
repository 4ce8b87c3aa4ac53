namespace Slipway.Specifications.Rules.Scripts;

/// <summary>Lines of a script by offset, and the line end to write into it.</summary>
internal static class ScriptLines
{
    /// <summary>The first offset of a line.</summary>
    public static int StartOf(string text, int offset)
    {
        while (offset > 0 && text[offset - 1] is not ('\n' or '\r')) offset--;
        return offset;
    }

    /// <summary>Behind the last character of a line, its line end not included.</summary>
    public static int EndOf(string text, int offset)
    {
        while (offset < text.Length && text[offset] is not ('\n' or '\r')) offset++;
        return offset;
    }

    /// <summary>Behind the line end; the end of the text for the last line.</summary>
    public static int NextOf(string text, int offset)
    {
        var end = EndOf(text, offset);
        if (end >= text.Length) return end;
        return text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? end + 2 : end + 1;
    }

    /// <summary>The line end that a text uses: that of its first line.</summary>
    public static string NewLine(string text) => text.IndexOf('\n') is var at && at > 0 && text[at - 1] == '\r' ? "\r\n" : "\n";

    /// <summary>Whether only blanks stand between two offsets.</summary>
    public static bool IsBlank(string text, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (text[i] is not (' ' or '\t')) return false;
        }

        return true;
    }

    /// <summary>The blanks that the line of an offset begins with.</summary>
    public static string Indent(string text, int offset)
    {
        var start = StartOf(text, offset);
        var end = start;
        while (end < text.Length && text[end] is ' ' or '\t') end++;
        return text.Substring(start, end - start);
    }
}
