using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Resolving;

/// <summary>Where entries and items begin and end in the text, and what goes when an entry is taken out.</summary>
internal static class EntryRemoval
{
    /// <summary>The edit that takes an entry out of its mapping, which has others: with its lines, or with its comma in braces.</summary>
    public static ResolvingEdit Of(string text, YamlMapping mapping, YamlEntry entry)
    {
        var index = IndexOf(mapping, entry);
        var start = entry.Key.Range.Offset;
        if (mapping.IsFlow)
        {
            if (index + 1 < mapping.Entries.Count) return ResolvingEdit.Delete(start, mapping.Entries[index + 1].Key.Range.Offset - start);
            var before = EndOf(mapping.Entries[index - 1]);
            return ResolvingEdit.Delete(before, EndOf(entry) - before);
        }

        // Behind a dash the next key moves up to it.
        if (index == 0) return ResolvingEdit.Delete(start, mapping.Entries[1].Key.Range.Offset - start);
        var lineStart = LineStart(text, start);
        return ResolvingEdit.Delete(lineStart, NextLine(text, EndOf(entry)) - lineStart);
    }

    /// <summary>Where a node ends, with all that is in it.</summary>
    public static int EndOf(YamlNode node) => node switch
    {
        YamlMapping { IsFlow: false, Entries.Count: > 0 } mapping => EndOf(mapping.Entries[mapping.Entries.Count - 1]),
        YamlSequence { IsFlow: false, Items.Count: > 0 } list => Math.Max(EndOf(list.Items[list.Items.Count - 1]), End(list.Dashes[list.Items.Count - 1])),
        _ => End(node.Range),
    };

    /// <summary>Where the line behind the one of an offset begins; the end of the text where there is none.</summary>
    public static int NextLine(string text, int offset)
    {
        for (; offset < text.Length; offset++)
        {
            if (text[offset] == '\n') return offset + 1;
            if (text[offset] == '\r') return offset + 1 < text.Length && text[offset + 1] == '\n' ? offset + 2 : offset + 1;
        }

        return text.Length;
    }

    private static int EndOf(YamlEntry entry) => Math.Max(EndOf(entry.Value), End(entry.Key.Range));

    private static int End(Findings.SourceRange range) => range.Offset + range.Length;

    private static int IndexOf(YamlMapping mapping, YamlEntry entry)
    {
        for (var i = 0; i < mapping.Entries.Count; i++)
        {
            if (ReferenceEquals(mapping.Entries[i], entry)) return i;
        }

        return 0;
    }

    private static int LineStart(string text, int offset)
    {
        while (offset > 0 && text[offset - 1] is not ('\n' or '\r')) offset--;
        return offset;
    }
}
