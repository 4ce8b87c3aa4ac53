using System.Globalization;

namespace Slipway.Specifications.Findings;

/// <summary>
/// A section's name in an <c>.editorconfig</c>: <c>*</c>, <c>**</c>, <c>?</c>, <c>[abc]</c>, <c>[!abc]</c>, <c>{a,b}</c>, <c>{1..9}</c>, and <c>\</c>
/// before a character that stands for itself. A name without a slash is looked for in every folder below. All ways to match are followed at
/// once, so no pattern is slow.
/// </summary>
internal sealed class EditorConfigGlob
{
    private readonly List<Part> _parts;

    private EditorConfigGlob(List<Part> parts) => _parts = parts;

    private enum Kind
    {
        Text,
        AnyCharacter,
        AnyName,
        AnyPath,
        Set,
        Choice,
        Range,
    }

    /// <summary>Reads a section's name.</summary>
    public static EditorConfigGlob Parse(string pattern)
    {
        var isAnchored = pattern.IndexOf('/') >= 0;
        var at = 0;
        var parts = new Reader(pattern[0] == '/' ? pattern.Substring(1) : pattern).Sequence(ref at, inChoice: false);
        if (!isAnchored) parts.Insert(0, new Part(Kind.Choice) { Choices = [[], [new Part(Kind.AnyPath), Literal("/")]] });
        return new EditorConfigGlob(parts);
    }

    /// <summary>Whether a path matches.</summary>
    /// <param name="path">Relative to the folder of the <c>.editorconfig</c>, with <c>/</c>.</param>
    public bool Matches(string path)
    {
        var places = new bool[path.Length + 1];
        places[0] = true;
        return Follow(_parts, path, places)[path.Length];
    }

    private static bool[] Follow(List<Part> parts, string path, bool[] places)
    {
        foreach (var part in parts) places = Follow(part, path, places);
        return places;
    }

    /// <summary>Where a match can have come to behind a part, if it can have come to <paramref name="places"/> before it.</summary>
    private static bool[] Follow(Part part, string path, bool[] places)
    {
        var next = new bool[places.Length];
        if (part.Kind == Kind.Choice)
        {
            foreach (var choice in part.Choices)
            {
                var ends = Follow(choice, path, places);
                for (var i = 0; i < ends.Length; i++) next[i] |= ends[i];
            }

            return next;
        }

        for (var i = 0; i < places.Length; i++)
        {
            if (!places[i]) continue;
            switch (part.Kind)
            {
                case Kind.Text:
                    if (string.CompareOrdinal(path, i, part.Text, 0, part.Text.Length) == 0) next[i + part.Text.Length] = true;
                    break;
                case Kind.AnyCharacter:
                    if (i < path.Length && path[i] != '/') next[i + 1] = true;
                    break;
                case Kind.Set:
                    if (i < path.Length && path[i] != '/' && part.Contains(path[i])) next[i + 1] = true;
                    break;
                case Kind.Range:
                    foreach (var end in part.EndsOfNumber(path, i)) next[end] = true;
                    break;
                default:
                    var to = i;
                    for (next[to] = true; to < path.Length && (part.Kind == Kind.AnyPath || path[to] != '/'); next[to] = true) to++;
                    break;
            }
        }

        return next;
    }

    private static Part Literal(string text) => new(Kind.Text) { Text = text };

    private sealed record Part(Kind Kind)
    {
        public string Text { get; init; } = "";

        public bool IsNegated { get; init; }

        public List<List<Part>> Choices { get; init; } = [];

        public long From { get; init; }

        public long To { get; init; }

        public bool Contains(char c)
        {
            var found = false;
            for (var i = 0; i < Text.Length && !found; i++)
            {
                if (i + 2 >= Text.Length || Text[i + 1] != '-')
                {
                    found = Text[i] == c;
                    continue;
                }

                found = c >= Text[i] && c <= Text[i + 2];
                i += 2;
            }

            return found != IsNegated;
        }

        public IEnumerable<int> EndsOfNumber(string path, int start)
        {
            var end = start < path.Length && path[start] is '-' or '+' ? start + 1 : start;
            while (end < path.Length && end - start < 18 && path[end] is >= '0' and <= '9')
            {
                end++;
                var number = long.Parse(path.Substring(start, end - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
                if (number >= From && number <= To) yield return end;
            }
        }
    }

    private sealed class Reader(string pattern)
    {
        public List<Part> Sequence(ref int at, bool inChoice)
        {
            var parts = new List<Part>();
            while (at < pattern.Length && !(inChoice && pattern[at] is ',' or '}'))
            {
                switch (pattern[at])
                {
                    case '*':
                        var from = at;
                        while (at < pattern.Length && pattern[at] == '*') at++;
                        parts.Add(new Part(at - from > 1 ? Kind.AnyPath : Kind.AnyName));
                        break;
                    case '?':
                        at++;
                        parts.Add(new Part(Kind.AnyCharacter));
                        break;
                    case '[' when SetEnd(at) is > 0 and var end:
                        var negated = pattern[at + 1] is '!' or '^';
                        parts.Add(new Part(Kind.Set) { Text = pattern.Substring(at + (negated ? 2 : 1), end - at - (negated ? 2 : 1)), IsNegated = negated });
                        at = end + 1;
                        break;
                    case '{' when ChoiceEnd(at) is > 0 and var end:
                        parts.Add(Choice(ref at, end));
                        break;
                    default:
                        if (pattern[at] == '\\' && at + 1 < pattern.Length) at++;
                        parts.Add(Literal(pattern.Substring(at++, 1)));
                        break;
                }
            }

            return parts;
        }

        private Part Choice(ref int at, int end)
        {
            var inner = pattern.Substring(at + 1, end - at - 1);
            var dots = inner.IndexOf("..", StringComparison.Ordinal);
            if (dots > 0 && Number(inner.Substring(0, dots)) is { } low && Number(inner.Substring(dots + 2)) is { } high)
            {
                at = end + 1;
                return new Part(Kind.Range) { From = Math.Min(low, high), To = Math.Max(low, high) };
            }

            var choices = new List<List<Part>>();
            do
            {
                at++;
                choices.Add(Sequence(ref at, inChoice: true));
            }
            while (pattern[at] == ',');
            at++;
            // One word in braces is no choice: it stands for itself, braces included.
            return choices.Count > 1 ? new Part(Kind.Choice) { Choices = choices } : new Part(Kind.Choice) { Choices = [[Literal("{"), .. choices[0], Literal("}")]] };
        }

        private int SetEnd(int open)
        {
            var end = pattern.IndexOf(']', open + 1);
            // A slash between the brackets means that they are none.
            return end > open + 1 && pattern.IndexOf('/', open, end - open) < 0 ? end : -1;
        }

        private int ChoiceEnd(int open)
        {
            var depth = 0;
            for (var i = open; i < pattern.Length; i++)
            {
                if (pattern[i] == '\\') i++;
                else if (pattern[i] == '[' && SetEnd(i) is > 0 and var end) i = end;
                else if (pattern[i] == '{') depth++;
                else if (pattern[i] == '}' && --depth == 0) return i;
            }

            return -1;
        }

        private static long? Number(string text) =>
            text.Length is > 0 and < 18 && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
