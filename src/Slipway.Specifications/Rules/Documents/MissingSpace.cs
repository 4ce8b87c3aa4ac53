namespace Slipway.Specifications.Rules.Documents;

/// <summary>A known key directly followed by its value (<c>source:app</c>), or a dash directly followed by a known key.</summary>
internal static class MissingSpace
{
    /// <summary>The correction, or null when the line has no such fault. The finding marks the colon or the dash.</summary>
    public static TextEdit? Find(TextLine line)
    {
        if (line.IsComment) return null;
        var content = line.Content;
        if (line.Key(out var colon) is { } key && colon + 1 < line.End && line.Text[colon + 1] is not (' ' or '\t') && KnownKeys.IsAnyKey(key))
        {
            var (_, length) = line.Value(colon + 1);
            var written = line.Text.Substring(line.AfterDashes, colon + 1 - line.AfterDashes + length);
            return new TextEdit(colon + 1, 0, " ", colon, 1, [written, "the colon", $"{key}: {line.Text.Substring(colon + 1, length)}"]);
        }

        if (content + 1 >= line.End || line.Text[content] != '-' || line.Text[content + 1] is ' ' or '-') return null;
        var word = content + 1;
        while (word < line.End && (char.IsLetterOrDigit(line.Text[word]) || line.Text[word] == '_')) word++;
        var name = line.Text.Substring(content + 1, word - content - 1);
        if (word >= line.End || line.Text[word] != ':' || !KnownKeys.IsAnyKey(name)) return null;
        return new TextEdit(content + 1, 0, " ", content, 1, [$"-{name}:", "the dash", $"- {name}:"]);
    }
}
