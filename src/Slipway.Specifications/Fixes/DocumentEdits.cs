using Slipway.Specifications.Findings;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Fixes;

/// <summary>
/// Edits of a YAML text that keep its comments, indentation, quotes and line ends. What cannot be edited safely gives null, so that no fix is offered.
/// </summary>
/// <param name="text">The text that the nodes' offsets count in.</param>
internal sealed class DocumentEdits(string text)
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

    /// <summary>
    /// Deletes an entry of a block mapping with its lines, or of a flow mapping with its comma. Null where that would leave nothing, or where
    /// something else stands on the lines (the dash of an item, a second entry).
    /// </summary>
    public TextChange? Delete(YamlMapping mapping, YamlEntry entry)
    {
        if (mapping.Entries.Count < 2) return null;
        if (mapping.IsFlow) return DeleteFlow(mapping, entry);
        var start = LineStart(entry.Key.Range.Offset);
        if (!IsBlank(start, entry.Key.Range.Offset)) return DeleteBehindDash(mapping, entry);
        return new TextChange(start, EndOfLines(entry) - start, "");
    }

    /// <summary>A new entry behind another one of a block mapping, in lines of its own; null in a flow mapping.</summary>
    public TextChange? InsertAfter(YamlMapping mapping, YamlEntry entry, string key, string value)
    {
        if (mapping.IsFlow) return new TextChange(Math.Max(entry.Value.Range.Offset + entry.Value.Range.Length, entry.Key.Range.Offset + entry.Key.Range.Length), 0, $", {key}: {value}");
        var end = EndOfLines(entry);
        var indent = new string(' ', mapping.Entries[0].Key.Range.Column - 1);
        var line = $"{indent}{key}: {value}";
        return end > 0 && text[end - 1] == '\n' ? new TextChange(end, 0, line + NewLine) : new TextChange(end, 0, NewLine + line);
    }

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

    private static int EndOf(YamlEntry entry) => Math.Max(EndOf(entry.Key), entry.Value.Range.Length == 0 ? 0 : EndOf(entry.Value));

    /// <summary>Behind the last line of an entry, its value and a trailing comment included.</summary>
    public int EndOfLines(YamlEntry entry)
    {
        var end = EndOf(entry);
        return end > 0 && text[end - 1] == '\n' ? end : NextLine(end);
    }

    private TextChange? DeleteBehindDash(YamlMapping mapping, YamlEntry entry)
    {
        // The first entry stands behind the dash of its item: the next one takes its place there.
        if (!ReferenceEquals(mapping.Entries[0], entry)) return null;
        var next = mapping.Entries[1].Key.Range.Offset;
        return IsBlank(LineStart(next), next) ? new TextChange(entry.Key.Range.Offset, next - entry.Key.Range.Offset, "") : null;
    }

    private static TextChange? DeleteFlow(YamlMapping mapping, YamlEntry entry)
    {
        var index = 0;
        while (!ReferenceEquals(mapping.Entries[index], entry)) index++;
        if (index + 1 < mapping.Entries.Count)
        {
            var next = mapping.Entries[index + 1].Key.Range.Offset;
            return new TextChange(entry.Key.Range.Offset, next - entry.Key.Range.Offset, "");
        }

        var start = EndOf(mapping.Entries[index - 1]);
        return new TextChange(start, EndOf(entry) - start, "");
    }

    private bool IsBlank(int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (text[i] is not (' ' or '\t')) return false;
        }

        return true;
    }

    private static bool IsPlain(string value) =>
        value.Length > 0 && value.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or '\\' or '@' or '+' or '=' or '$' or ':') && value[0] is not ('-' or '@' or '=' or ':')
        && value[value.Length - 1] != ':';
}
