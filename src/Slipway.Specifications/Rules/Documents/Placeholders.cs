namespace Slipway.Specifications.Rules.Documents;

/// <summary>A placeholder in a text: where it stands and the name that it is for.</summary>
internal readonly record struct Placeholder(int Offset, int Length, string Name);

/// <summary>Finds what templates leave behind: <c>${X}</c>, <c>$(X)</c>, <c>{{X}}</c>, <c>#{X}</c>, <c>%X%</c>, <c>@X@</c>, <c>__X__</c>, <c>&lt;X&gt;</c>.</summary>
internal static class Placeholders
{
    private static readonly char[] Starts = ['$', '{', '#', '%', '@', '_', '<'];

    /// <summary>The first placeholder at or behind an offset and before an end; null when there is none.</summary>
    public static Placeholder? Find(string text, int offset, int end)
    {
        for (var at = offset; at < end; at++)
        {
            at = text.IndexOfAny(Starts, at, end - at);
            if (at < 0) return null;
            if (At(text, at, offset, end) is { } found) return found;
        }

        return null;
    }

    /// <summary>The placeholder that begins at an offset; null when none does.</summary>
    public static Placeholder? At(string text, int at, int from, int end)
    {
        var next = at + 1 < end ? text[at + 1] : '\0';
        return text[at] switch
        {
            '$' when next == '{' => Closed(text, at, at + 2, end, "}"),
            '$' when next == '(' => Closed(text, at, at + 2, end, ")"),
            '#' when next == '{' => Closed(text, at, at + 2, end, "}"),
            '{' when next == '{' => Braces(text, at, end),
            '%' when !IsInWord(text, at, from) => Closed(text, at, at + 1, end, "%"),
            '@' when !IsInWord(text, at, from) => Closed(text, at, at + 1, end, "@"),
            '<' => Closed(text, at, at + 1, end, ">"),
            '_' when next == '_' && !IsInWord(text, at, from) => Underscores(text, at, end),
            _ => null,
        };
    }

    private static bool IsInWord(string text, int at, int from) => at > from && IsName(text[at - 1]);

    private static bool IsName(char c) => char.IsLetterOrDigit(c) || c is '_';

    private static Placeholder? Closed(string text, int at, int name, int end, string close)
    {
        var stop = name;
        while (stop < end && (IsName(text[stop]) || (stop > name && text[stop] is '.' or '-' or ':'))) stop++;
        if (stop == name || stop >= end || text[stop] != close[0] || !char.IsLetter(text[name]) && text[name] != '_') return null;
        return new Placeholder(at, stop + 1 - at, text.Substring(name, stop - name));
    }

    private static Placeholder? Braces(string text, int at, int end)
    {
        var close = text.IndexOf("}}", at + 2, Math.Max(0, end - at - 2), StringComparison.Ordinal);
        if (close < 0) return null;
        var name = text.Substring(at + 2, close - at - 2).Trim();
        if (name.Length == 0 || name.IndexOfAny(['\n', '\r', '{', ':']) >= 0 || !(char.IsLetter(name[0]) || name[0] is '_' or '.' or '$')) return null;
        return new Placeholder(at, close + 2 - at, name);
    }

    private static Placeholder? Underscores(string text, int at, int end)
    {
        var stop = at + 2;
        while (stop < end && (text[stop] is >= 'A' and <= 'Z' or >= '0' and <= '9' || (text[stop] == '_' && stop + 1 < end && text[stop + 1] != '_'))) stop++;
        var closed = stop > at + 2 && stop + 1 < end && text[stop] == '_' && text[stop + 1] == '_' && text[at + 2] is >= 'A' and <= 'Z';
        return closed ? new Placeholder(at, stop + 2 - at, text.Substring(at + 2, stop - at - 2)) : null;
    }
}
