using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Documents;

/// <summary>A key of a list item that does not stand below the first key of its item.</summary>
internal static class Misalignment
{
    /// <summary>The correction, at most one: the key moves to the column of its item's first key.</summary>
    public static List<TextEdit> Find(string text, YamlFault fault)
    {
        TextLine? item = null;
        TextLine? before = null;
        var number = 0;
        foreach (var line in SyntaxRepairs.LinesUpTo(text, fault.Range.Line))
        {
            number++;
            if (line.Content == line.End || line.IsComment) continue;
            var last = before;
            before = line;
            if (line.AfterDashes > line.Content)
            {
                item = line;
                continue;
            }

            if (item is not { } first || line.Key(out var colon) is not { } key || IsOpen(last) || number < fault.Range.Line - 1) continue;
            var column = line.Content - line.Start;
            var dash = first.Content - first.Start;
            var wanted = first.AfterDashes - first.Start;
            // In the column of the dash and before it another entry begins, unless the parser asks for a dash there; deeper than an open key its value does.
            var wantsDash = column == dash && number == fault.Range.Line && fault.Context == "while parsing a block collection";
            if ((column <= dash && !wantsDash) || column == wanted || first.Key(out _) is null || !KnownKeys.IsAnyKey(key)) continue;
            string[] arguments = [$"'{key}' is not aligned with the first key of its item, which begins in column {wanted + 1}", number.ToString(System.Globalization.CultureInfo.InvariantCulture)];
            return [new TextEdit(line.Start, column, new string(' ', wanted), line.Content, colon - line.Content, arguments)];
        }

        return [];
    }

    /// <summary>Whether a line ends in a key whose value is still to come.</summary>
    private static bool IsOpen(TextLine? line) => line is { } known && known.Key(out var colon) is not null && known.Value(colon + 1).Length == 0;
}
