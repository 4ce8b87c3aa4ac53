namespace Slipway.Specifications.Resolving;

/// <summary>Where the special characters of a pattern are: which brackets and braces belong together. Found once, from left to right.</summary>
internal sealed class GlobSyntax
{
    private readonly Dictionary<int, int> _ends = [];
    private readonly HashSet<int> _commas = [];

    private GlobSyntax(string pattern)
    {
        var open = new Stack<(int Offset, bool HasComma, List<int> Commas)>();
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '[':
                    var close = ClassEnd(pattern, i);
                    if (close < 0) Unclosed ??= i;
                    else (_ends[i], i) = (close, close);
                    break;
                case '{':
                    open.Push((i, false, []));
                    break;
                case ',' when open.Count > 0:
                    var (offset, _, commas) = open.Pop();
                    commas.Add(i);
                    open.Push((offset, true, commas));
                    break;
                case '}' when open.Count > 0:
                    var group = open.Pop();
                    // Braces without a comma are these characters, as in a shell.
                    if (!group.HasComma) break;
                    _ends[group.Offset] = i;
                    _commas.UnionWith(group.Commas);
                    break;
            }
        }

        foreach (var (offset, hasComma, _) in open)
        {
            if (hasComma) Unclosed = Math.Min(Unclosed ?? offset, offset);
        }
    }

    /// <summary>The first bracket or brace that is never closed; null when there is none.</summary>
    public int? Unclosed { get; }

    public static GlobSyntax Of(string pattern) => new(pattern);

    /// <summary>Where the class or group ends that begins at an offset; -1 when none does.</summary>
    public int EndOf(int offset) => _ends.TryGetValue(offset, out var end) ? end : -1;

    /// <summary>Whether a comma separates alternatives.</summary>
    public bool IsSeparator(int offset) => _commas.Contains(offset);

    /// <summary>The first character of a pattern that stands for others; -1 where there is none, and the pattern is a name.</summary>
    public int FirstSpecial(string pattern)
    {
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] is '*' or '?' || EndOf(i) >= 0) return i;
        }

        return -1;
    }

    private static int ClassEnd(string pattern, int open)
    {
        var first = open + 1 < pattern.Length && pattern[open + 1] is '!' or '^' ? open + 2 : open + 1;
        // A bracket right behind the opening one is a member.
        for (var i = first + 1; i < pattern.Length; i++)
        {
            if (pattern[i] == ']') return i;
            if (pattern[i] == '/') return -1;
        }

        return -1;
    }
}
