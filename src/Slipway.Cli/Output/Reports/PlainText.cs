using System.Text;

namespace Slipway.Cli.Output.Reports;

/// <summary>What a script prints, without what is meant for a terminal: colours and other escape sequences go, a line that was written over shows its last state.</summary>
internal static class PlainText
{
    private const char Escape = '\e';

    /// <summary>A line as it would have been left standing.</summary>
    public static string Of(string line)
    {
        line = line.TrimEnd('\r');
        if (!line.Any(c => c < ' ' || c is >= '\x7f' and <= '\x9f' || char.IsSurrogate(c) || IsTurning(c))) return line;
        var text = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c is Escape or '\x9b') i = EndOfSequence(line, i);
            else if (c == '\r') text.Clear();
            else if (c == '\b') text.Length = Math.Max(0, text.Length - 1);
            else if (c == '\t') text.Append(c);
            else if (char.IsHighSurrogate(c) && i + 1 < line.Length && char.IsLowSurrogate(line[i + 1])) text.Append(c).Append(line[++i]);
            else if (char.IsSurrogate(c)) text.Append('\ufffd');
            else if (!char.IsControl(c) && !IsTurning(c)) text.Append(c);
        }

        return text.ToString();
    }

    // The index of the last character of the sequence that begins at an escape (ECMA-48: CSI, then OSC and other strings, then two characters).
    private static int EndOfSequence(string line, int start)
    {
        var i = start + 1;
        if (line[start] == Escape)
        {
            if (i >= line.Length) return start;
            if (line[i] is ']' or 'P' or 'X' or '^' or '_') return EndOfString(line, i);
            if (line[i] is '(' or ')' or '*' or '+' or '#' or '%') return Math.Min(i + 1, line.Length - 1);
            if (line[i] != '[') return i;
            i++;
        }

        while (i < line.Length && line[i] is >= ' ' and < '@') i++;
        return Math.Min(i, line.Length - 1);
    }

    private static int EndOfString(string line, int start)
    {
        for (var i = start + 1; i < line.Length; i++)
        {
            if (line[i] is '\a' or '\x9c') return i;
            if (line[i] == Escape) return i + 1 < line.Length && line[i + 1] == '\\' ? i + 1 : i - 1;
        }

        return line.Length - 1;
    }

    // What turns the direction of writing makes a text look like another.
    private static bool IsTurning(char c) => c is >= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069';
}
