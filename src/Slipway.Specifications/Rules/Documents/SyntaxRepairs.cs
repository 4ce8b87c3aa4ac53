using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Documents;

/// <summary>Mistakes that make a text unreadable and the corrections by which they are recognised, in the order in which they are tried.</summary>
internal static class SyntaxRepairs
{
    public static IReadOnlyList<(string Rule, Func<string, YamlFault, List<TextEdit>> Find)> All { get; } =
    [
        ("SLW1002", TabsByStep),
        ("SLW1002", Tabs),
        ("SLW1005", Invisible),
        ("SLW1021", MissingSpaces),
        ("SLW1020", Escape),
        ("SLW1018", PlaceholderRepairs.Find),
        ("SLW1022", MissingQuotes),
        ("SLW1001", Misalignment.Find),
    ];

    /// <summary>With the indentation of the first line that has one of spaces, so that the lines fit those around them.</summary>
    private static List<TextEdit> TabsByStep(string text, YamlFault fault)
    {
        foreach (var line in TextLine.Of(text))
        {
            var spaces = line.Content - line.Start;
            if (spaces is 0 or 2 or > 8 || line.Content == line.End || line.IsComment || text.IndexOf('\t', line.Start, spaces) >= 0) continue;
            return Tabs(text, fault, spaces);
        }

        return [];
    }

    private static List<TextEdit> Tabs(string text, YamlFault fault) => Tabs(text, fault, 2);

    private static List<TextEdit> Tabs(string text, YamlFault fault, int step)
    {
        var edits = new List<TextEdit>();
        foreach (var line in LinesUpTo(text, fault.Range.Line))
        {
            var at = line.Start;
            while (at < line.Content)
            {
                var end = at;
                while (end < line.Content && text[end] == '\t') end++;
                if (end > at && line.Content < line.End && !line.IsComment)
                {
                    edits.Add(new TextEdit(at, end - at, new string(' ', step * (end - at)), at, end - at, []));
                }

                at = Math.Max(end, at + 1);
            }
        }

        return edits;
    }

    private static List<TextEdit> Invisible(string text, YamlFault fault)
    {
        var edits = new List<TextEdit>();
        foreach (var line in LinesUpTo(text, fault.Range.Line))
        {
            if (line.IsComment) continue;
            var (_, length) = line.Value(line.Content);
            for (var at = line.Start; at < line.Content + length; at++)
            {
                if (InvisibleCharacters.NameOf(text[at]) is not { } name) continue;
                edits.Add(new TextEdit(at, 1, InvisibleCharacters.Plain(text[at]), at, 1, [name, $"{(int)text[at]:X4}", "the text"]));
            }
        }

        return edits;
    }

    private static List<TextEdit> MissingSpaces(string text, YamlFault fault)
    {
        var edits = new List<TextEdit>();
        foreach (var line in LinesUpTo(text, fault.Range.Line))
        {
            if (MissingSpace.Find(line) is { } edit) edits.Add(edit);
        }

        return edits;
    }

    private static List<TextEdit> Escape(string text, YamlFault fault)
    {
        if (fault.Context != "while parsing a quoted scalar") return [];
        var at = Math.Min(fault.Range.Offset, text.Length - 1);
        while (at > 0 && text[at] != '\\') at--;
        if (at <= 0 || at + 1 >= text.Length) return [];
        var line = LinesUpTo(text, fault.Range.Line).Last();
        if (!KnownKeys.IsPath(line.Key(out _))) return [];
        string[] arguments = [text.Substring(at, 2), "an escape that YAML does not know", "refuse the file"];
        var open = fault.ContextRange.Offset;
        var close = open + 1;
        while (close < line.End && text[close] != '"') close += text[close] == '\\' ? 2 : 1;
        // A text of several lines cannot simply get other quotes.
        if (open < line.Start || close >= line.End) return [new TextEdit(at, 0, "\\", at, 2, arguments)];
        return [new TextEdit(open, close + 1 - open, InSingleQuotes(text.Substring(open + 1, close - open - 1)), at, 2, arguments)];
    }

    /// <summary>What stands between double quotes, with the backslashes that the author saw, in single quotes.</summary>
    internal static string InSingleQuotes(string written) => Fixes.DocumentEdits.SingleQuoted(written.Replace("\\\\", "\\").Replace("\\\"", "\""));

    private static List<TextEdit> MissingQuotes(string text, YamlFault fault)
    {
        var numbers = new[] { fault.ContextRange.Line, fault.Range.Line - 1, fault.Range.Line };
        var lines = LinesUpTo(text, fault.Range.Line).ToList();
        return numbers.Where(number => number >= 1 && number <= lines.Count).Distinct().OrderBy(number => number)
            .Select(number => MissingQuote(text, lines[number - 1])).OfType<TextEdit>().Take(1).ToList();
    }

    private static TextEdit? MissingQuote(string text, TextLine line)
    {
        if (line.IsComment) return null;
        var key = line.Key(out var colon);
        if (key is null && line.AfterDashes == line.Content) return null;
        if (key is not null && (colon + 1 >= line.End || text[colon + 1] is not (' ' or '\t'))) return null;
        var (offset, length) = line.Value(key is null ? line.AfterDashes : colon + 1);
        if (length == 0) return null;
        var value = text.Substring(offset, length);
        var taken = value[0] switch
        {
            '*' => "an alias",
            '&' => "an anchor",
            '!' => "a tag",
            '%' => "a directive",
            '@' or '`' => "a reserved character",
            '[' or '{' when KnownKeys.IsText(key) => "a list or mapping",
            '|' or '>' when KnownKeys.IsText(key) => "a block of text",
            '"' or '\'' or '[' or '{' or '|' or '>' => null,
            _ when value.Contains(": ") || value.EndsWith(":", StringComparison.Ordinal) => "",
            _ => null,
        };
        if (taken is null) return null;
        var quoted = value.IndexOf('\\') < 0 ? Fixes.DocumentEdits.DoubleQuoted(value) : Fixes.DocumentEdits.SingleQuoted(value);
        string[] arguments = taken.Length > 0 ? [value, $"starts with '{value[0]}'", taken] : [value, "contains ':'", "a key"];
        return new TextEdit(offset, length, quoted, offset, length, arguments);
    }

    internal static IEnumerable<TextLine> LinesUpTo(string text, int number) => TextLine.Of(text).Take(number);
}
