using System.Globalization;
using System.Text;

namespace Slipway.Specifications.Fixes;

/// <summary>
/// A fix as one text, to travel in the properties of a diagnostic: a line with the title, a line with the encoding, and a line a change with its
/// offset, its length and the new text. Line ends and backslashes are escaped.
/// </summary>
public static class FixText
{
    /// <summary>The text form.</summary>
    public static string Format(Fix fix)
    {
        var text = new StringBuilder();
        Escape(text, fix.Title);
        text.Append('\n').Append(fix.Encoding);
        foreach (var change in fix.Changes)
        {
            text.Append('\n').Append(change.Offset.ToString(CultureInfo.InvariantCulture)).Append(' ').Append(change.Length.ToString(CultureInfo.InvariantCulture)).Append(' ');
            Escape(text, change.NewText);
        }

        return text.ToString();
    }

    /// <summary>Reads the text form; null for what <see cref="Format"/> did not write.</summary>
    public static Fix? Parse(string text)
    {
        var lines = text.Split('\n');
        if (lines.Length < 2 || !Enum.TryParse<FixEncoding>(lines[1], out var encoding) || encoding is not (FixEncoding.Keep or FixEncoding.Utf8 or FixEncoding.Utf8WithMark)) return null;
        var changes = new TextChange[lines.Length - 2];
        for (var i = 0; i < changes.Length; i++)
        {
            var parts = lines[i + 2].Split([' '], 3);
            if (parts.Length != 3 || !IsCount(parts[0], out var offset) || !IsCount(parts[1], out var length)) return null;
            changes[i] = new TextChange(offset, length, Unescape(parts[2]));
        }

        return new Fix(Unescape(lines[0]), changes, encoding);
    }

    private static bool IsCount(string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static void Escape(StringBuilder to, string text)
    {
        foreach (var c in text)
        {
            switch (c)
            {
                case '\\': to.Append("\\\\"); break;
                case '\n': to.Append("\\n"); break;
                case '\r': to.Append("\\r"); break;
                default: to.Append(c); break;
            }
        }
    }

    private static string Unescape(string text)
    {
        if (text.IndexOf('\\') < 0) return text;
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length) result.Append(text[i]);
            else result.Append(text[++i] switch { 'n' => '\n', 'r' => '\r', var other => other });
        }

        return result.ToString();
    }
}
