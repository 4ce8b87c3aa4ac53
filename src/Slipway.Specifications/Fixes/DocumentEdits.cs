using Slipway.Specifications.Findings;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Fixes;

/// <summary>
/// Edits of a YAML text that keep its comments, indentation, quotes and line ends. What cannot be edited safely gives null, so that no fix is offered.
/// </summary>
/// <param name="text">The text that the nodes' offsets count in.</param>
internal sealed partial class DocumentEdits(string text)
{
    /// <summary>The line end of the text: that of its first line.</summary>
    public string NewLine { get; } = text.IndexOf('\n') is var at && at > 0 && text[at - 1] == '\r' ? "\r\n" : "\n";

    /// <summary>Replaces a stretch.</summary>
    public static TextChange Replace(SourceRange range, string newText) => new(range.Offset, range.Length, newText);

    /// <summary>Replaces the text of a one-line scalar inside its quotes; null where the new text could not stand there as it is.</summary>
    public static TextChange? ReplaceText(YamlScalar scalar, string newText) => scalar.Style switch
    {
        YamlScalarStyle.Plain => IsPlain(newText) ? Replace(scalar.Range, newText) : Replace(scalar.Range, SingleQuoted(newText)),
        YamlScalarStyle.SingleQuoted => Replace(scalar.Range, SingleQuoted(newText)),
        YamlScalarStyle.DoubleQuoted => Replace(scalar.Range, DoubleQuoted(newText)),
        _ => null,
    };

    /// <summary>A text in single quotes.</summary>
    public static string SingleQuoted(string value) => "'" + value.Replace("'", "''") + "'";

    /// <summary>A text in double quotes.</summary>
    public static string DoubleQuoted(string value) => "\"" + value.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";

    /// <summary>A key under another name, in its quotes.</summary>
    public static TextChange? Rename(YamlEntry entry, string name) => entry.Key is YamlScalar key ? ReplaceText(key, name) : null;

    /// <summary>
    /// Deletes an entry of a block mapping with its lines, or of a flow mapping with its comma; a comment behind it stays. Null where that would
    /// leave nothing, or where something else stands on the lines (a second entry).
    /// </summary>
    public TextChange? Delete(YamlMapping mapping, YamlEntry entry)
    {
        if (mapping.Entries.Count < 2) return null;
        if (mapping.IsFlow) return DeleteFlow(mapping, entry);
        var start = LineStart(entry.Key.Range.Offset);
        if (!IsBlank(start, entry.Key.Range.Offset)) return DeleteBehindDash(mapping, entry);
        return CommentBehind(entry) is { } comment ? new TextChange(entry.Key.Range.Offset, comment - entry.Key.Range.Offset, "")
            : new TextChange(start, EndOfLines(entry) - start, "");
    }

    /// <summary>Deletes an item of a block list with its lines; null where something else stands on them, or nothing would be left.</summary>
    public TextChange? Delete(YamlSequence list, int index)
    {
        if (list.IsFlow || list.Items.Count < 2) return null;
        var start = LineStart(list.Dashes[index].Offset);
        var end = Math.Max(EndOf(list.Items[index]), list.Dashes[index].Offset + 1);
        if (!IsBlank(start, list.Dashes[index].Offset)) return null;
        return new TextChange(start, LineEndFrom(end) - start, "");
    }

    /// <summary>A new entry behind another one, in a line of its own or behind a comma.</summary>
    public TextChange? InsertAfter(YamlMapping mapping, YamlEntry entry, string key, string value)
    {
        if (mapping.IsFlow) return new TextChange(EndOf(entry), 0, $", {key}: {value}");
        var end = EndOfLines(entry);
        var indent = new string(' ', mapping.Entries[0].Key.Range.Column - 1);
        var line = $"{indent}{key}: {value}";
        return EndsLine(end) ? new TextChange(end, 0, line + NewLine) : new TextChange(end, 0, NewLine + line);
    }

    /// <summary>A new entry before all others; null where they do not begin a line.</summary>
    public TextChange? InsertFirst(YamlMapping mapping, string key, string value)
    {
        if (mapping.Entries.Count == 0) return null;
        var first = mapping.Entries[0].Key.Range;
        if (mapping.IsFlow) return new TextChange(first.Offset, 0, $"{key}: {value}, ");
        var start = LineStart(first.Offset);
        return IsBlank(start, first.Offset) ? new TextChange(start, 0, text.Substring(start, first.Offset - start) + $"{key}: {value}" + NewLine) : null;
    }

    /// <summary>Writes the value of an entry, whatever scalar or one-line collection stands there now; null where that is not safe.</summary>
    public TextChange? SetValue(YamlEntry entry, string value)
    {
        var range = entry.Value.Range;
        if (entry.Value.Tag is not null || entry.Value.Anchor is not null || range.EndLine > range.Line) return null;
        if (range.Length > 0) return Replace(range, value);
        var colon = EndOf(entry.Key);
        while (colon < text.Length && text[colon] is ' ' or '\t') colon++;
        return colon < text.Length && text[colon] == ':' ? new TextChange(colon + 1, 0, " " + value) : null;
    }

    /// <summary>A mapping as the only item of a list: with brackets, or with a dash before it and its lines moved to the right.</summary>
    public IReadOnlyList<TextChange>? AsItem(YamlMapping mapping)
    {
        if (mapping.IsFlow) return [new TextChange(mapping.Range.Offset, 0, "["), new TextChange(mapping.Range.Offset + mapping.Range.Length, 0, "]")];
        if (mapping.Entries.Count == 0) return null;
        var first = mapping.Entries[0].Key.Range.Offset;
        if (mapping.Range.Offset != first || !IsBlank(LineStart(first), first)) return null;
        var changes = new List<TextChange> { new(first, 0, "- ") };
        var end = EndOf(mapping);
        for (var line = NextLine(first); line < end; line = NextLine(line))
        {
            var at = line;
            while (at < end && text[at] is ' ' or '\t') at++;
            if (at < end && text[at] is not ('\n' or '\r')) changes.Add(new TextChange(line, 0, "  "));
        }

        return changes;
    }

    /// <summary>A one-line scalar in brackets.</summary>
    public TextChange? AsList(YamlScalar scalar)
    {
        if (scalar.Range.Length == 0 || scalar.Range.EndLine > scalar.Range.Line || scalar.Style is YamlScalarStyle.Literal or YamlScalarStyle.Folded) return null;
        var written = Written(scalar);
        if (!scalar.IsQuoted && written.IndexOfAny([',', '[', ']', '{', '}', ':']) >= 0) written = SingleQuoted(written);
        return Replace(scalar.Range, "[" + written + "]");
    }

    /// <summary>A node as it is written.</summary>
    public string Written(YamlNode node) => text.Substring(node.Range.Offset, node.Range.Length);

    /// <summary>Whether a place is the beginning of a line, or the beginning of the text.</summary>
    public bool EndsLine(int offset) => offset == 0 || text[offset - 1] == '\n';

    /// <summary>The offset of the first character of a line.</summary>
    public int LineStart(int offset)
    {
        while (offset > 0 && text[offset - 1] != '\n') offset--;
        return offset;
    }

    /// <summary>The offset behind the line end; the end of the text where there is none.</summary>
    public int NextLine(int offset)
    {
        var end = text.IndexOf('\n', Math.Min(offset, text.Length));
        return end < 0 ? text.Length : end + 1;
    }

    /// <summary>The end of a value's last character, nested nodes included.</summary>
    public static int EndOf(YamlNode node) => node switch
    {
        YamlMapping { IsFlow: false, Entries.Count: > 0 } mapping => EndOf(mapping.Entries[mapping.Entries.Count - 1]),
        YamlSequence { IsFlow: false, Items.Count: > 0 } list => Math.Max(EndOf(list.Items[list.Items.Count - 1]), list.Dashes[list.Items.Count - 1].Offset + 1),
        _ => node.Range.Offset + node.Range.Length,
    };

    /// <summary>The end of the last character of an entry.</summary>
    public static int EndOf(YamlEntry entry) => Math.Max(EndOf(entry.Key), entry.Value.Range.Length == 0 ? 0 : EndOf(entry.Value));

    /// <summary>Behind the last line of an entry, its value and a trailing comment included.</summary>
    public int EndOfLines(YamlEntry entry)
    {
        return LineEndFrom(EndOf(entry));
    }

    // A block of text ends with its last line, everything else within one.
    private int LineEndFrom(int end) => end > 0 && text[end - 1] == '\n' ? end : NextLine(end);

    private TextChange? DeleteBehindDash(YamlMapping mapping, YamlEntry entry)
    {
        // The first entry stands behind the dash of its item: the next one takes its place there.
        var key = entry.Key.Range.Offset;
        if (!ReferenceEquals(mapping.Entries[0], entry) || !FollowsDash(key)) return null;
        var next = mapping.Entries[1].Key.Range.Offset;
        if (!IsBlank(LineStart(next), next)) return null;
        if (CommentBehind(entry) is { } comment) return new TextChange(key, comment - key, "");
        if (LineEndFrom(EndOf(entry)) == LineStart(next)) return new TextChange(key, next - key, "");
        // Comments between the two stay, below a dash that stands alone.
        while (text[key - 1] == ' ') key--;
        return new TextChange(key, EndOf(entry) - key, "");
    }

    private bool FollowsDash(int offset)
    {
        do offset--;
        while (offset > 0 && text[offset] == ' ');
        return offset >= 0 && text[offset] == '-';
    }

    /// <summary>Where a comment behind an entry begins, on its last line; null without one.</summary>
    private int? CommentBehind(YamlEntry entry)
    {
        var at = EndOf(entry);
        if (at > 0 && text[at - 1] == '\n') return null;
        var end = at;
        while (end < text.Length && text[end] is not ('\n' or '\r')) end++;
        for (; at < end; at++)
        {
            if (text[at] == '#' && text[at - 1] is ' ' or '\t') return at;
        }

        return null;
    }

    private TextChange? DeleteFlow(YamlMapping mapping, YamlEntry entry)
    {
        var index = 0;
        while (!ReferenceEquals(mapping.Entries[index], entry)) index++;
        if (index + 1 < mapping.Entries.Count)
        {
            return Between(entry.Key.Range.Offset, mapping.Entries[index + 1].Key.Range.Offset);
        }

        return Between(EndOf(mapping.Entries[index - 1]), EndOf(entry));
    }

    // A comment between two entries in braces would go with them.
    private TextChange? Between(int start, int end) => text.IndexOf('#', start, end - start) < 0 ? new TextChange(start, end - start, "") : null;

    private bool IsBlank(int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (text[i] is not (' ' or '\t')) return false;
        }

        return true;
    }

    /// <summary>Whether a text can stand without quotes wherever a scalar can.</summary>
    public static bool IsPlain(string value) =>
        value.Length > 0 && value.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or '\\' or '@' or '+' or '=' or '$' or ':') && value[0] is not ('-' or '@' or '=' or ':')
        && value[value.Length - 1] != ':';
}
