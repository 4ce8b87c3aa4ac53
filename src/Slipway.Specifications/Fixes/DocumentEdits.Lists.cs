using System.Text;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Fixes;

/// <summary>Edits that move the lines of lists.</summary>
internal sealed partial class DocumentEdits
{
    /// <summary>
    /// Appends the items of a second block list to those of a first one and deletes the second; comments go with the items. Null where one of
    /// them is no such list, or the lines cannot be moved as they are.
    /// </summary>
    public IReadOnlyList<TextChange>? Join(YamlEntry first, YamlEntry second)
    {
        if (first.Value is not YamlSequence { IsFlow: false, Items.Count: > 0 } target || second.Value is not YamlSequence { IsFlow: false, Items.Count: > 0 } source) return null;
        var key = second.Key.Range.Offset;
        var start = LineStart(key);
        var items = NextLine(EndOf(second.Key));
        if (!IsBlank(start, key) || items > LineStart(source.Dashes[0].Offset) || HasProperties(target) || HasProperties(source)) return null;
        var place = LineEndFrom(EndOf(first));
        var end = EndOfLines(second);
        if (place > start || Moved(items, end, target.Dashes[0].Column - source.Dashes[0].Column) is not { } lines) return null;
        // Only blanks and perhaps a comment stand behind the second key; the comment stays where it is.
        var comment = text.IndexOf('#', EndOf(second.Key), items - EndOf(second.Key));
        return
        [
            new TextChange(place, 0, lines),
            comment < 0 ? new TextChange(start, end - start, "") : new TextChange(key, comment - key, ""),
            .. comment < 0 ? Array.Empty<TextChange>() : [new TextChange(items, end - items, "")],
        ];
    }

    private static bool HasProperties(YamlNode node) => node.Tag is not null || node.Anchor is not null;

    /// <summary>Lines with another indentation, ended by a line end.</summary>
    private string? Moved(int start, int end, int columns)
    {
        var lines = text.Substring(start, end - start);
        if (!lines.EndsWith("\n", StringComparison.Ordinal)) lines += NewLine;
        if (columns == 0) return lines;
        var moved = new StringBuilder(lines.Length + 64);
        for (var at = 0; at < lines.Length;)
        {
            var next = lines.IndexOf('\n', at) + 1;
            var indent = at;
            while (indent < next && lines[indent] == ' ') indent++;
            var blank = lines[indent] is '\n' or '\r';
            if (!blank && indent - at + columns < 0) return null;
            if (!blank) moved.Append(' ', indent - at + columns);
            moved.Append(lines, blank ? at : indent, next - (blank ? at : indent));
            at = next;
        }

        return moved.ToString();
    }
}
