using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Documents;

/// <summary>Values that begin with a placeholder which YAML cannot read: <c>@X@</c>, <c>%X%</c>, <c>{{X}}/y</c>.</summary>
internal static class PlaceholderRepairs
{
    /// <summary>What the host is said to do with a placeholder that makes the file unreadable.</summary>
    public const string Unreadable = "YAML cannot even read it without quotes";

    /// <summary>The first such value on the line at which the parser stopped, or the one before; quotes let the parser get on but are no fix.</summary>
    public static List<TextEdit> Find(string text, YamlFault fault)
    {
        var number = 0;
        foreach (var line in SyntaxRepairs.LinesUpTo(text, fault.Range.Line))
        {
            number++;
            if (number < fault.Range.Line - 1 || line.IsComment) continue;
            var key = line.Key(out var colon);
            if (key is not null && (colon + 1 >= line.End || text[colon + 1] is not (' ' or '\t'))) continue;
            var (offset, length) = line.Value(key is null ? line.AfterDashes : colon + 1);
            if (length == 0 || text[offset] is not ('@' or '%' or '{') || Placeholders.At(text, offset, offset, offset + length) is not { } found) continue;
            var value = text.Substring(offset, length);
            var quoted = value.IndexOf('\\') < 0 ? Fixes.DocumentEdits.DoubleQuoted(value) : Fixes.DocumentEdits.SingleQuoted(value);
            return [new TextEdit(offset, length, quoted, offset, found.Length, [text.Substring(offset, found.Length), Unreadable, found.Name]) { IsSafe = false }];
        }

        return [];
    }
}
