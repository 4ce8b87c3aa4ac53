namespace Slipway.Instances.Planning;

/// <summary>The agent's matcher for <c>pattern</c> and <c>except</c>: only <c>*</c> is special, and only <c>**</c> reaches below the first level.</summary>
internal static class PatternMatcher
{
    /// <summary>Whether an entry beneath an object matches.</summary>
    /// <param name="pattern">The pattern; null (not text) matches nothing.</param>
    /// <param name="name">The entry's name.</param>
    /// <param name="isDirectChild">Whether it stands directly in the object.</param>
    internal static bool Matches(string? pattern, string name, bool isDirectChild) =>
        pattern is not null && (pattern == "**" || (isDirectChild && MatchesName(pattern, name)));

    private static bool MatchesName(string pattern, string name)
    {
        // Greedy with one way back: enough for a pattern whose only special character is '*'.
        int p = 0, n = 0, star = -1, resume = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                resume = n;
            }
            else if (p < pattern.Length && pattern[p] == name[n])
            {
                p++;
                n++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                n = ++resume;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '*') p++;
        return p == pattern.Length;
    }
}
