namespace Slipway.Specifications.Policies;

/// <summary>Patterns of the policy: <c>*</c> stands for any stretch, slashes included, <c>?</c> for one character.</summary>
internal static class Wildcard
{
    public static bool Has(string pattern) => pattern.IndexOf('*') >= 0 || pattern.IndexOf('?') >= 0;

    public static bool Any(IReadOnlyList<PolicyText> patterns, string text)
    {
        foreach (var pattern in patterns)
        {
            if (Matches(pattern.Value, text)) return true;
        }

        return false;
    }

    /// <summary>Whether a text fits a pattern. Looks back to the last star only, so that no pattern is slow.</summary>
    public static bool Matches(string pattern, string text, bool ignoreCase = false)
    {
        var (at, star, retry) = (0, -1, 0);
        for (var i = 0; i < text.Length;)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                star = at++;
                retry = i;
            }
            else if (at < pattern.Length && (pattern[at] == '?' || Same(pattern[at], text[i], ignoreCase)))
            {
                at++;
                i++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                i = ++retry;
            }
            else
            {
                return false;
            }
        }

        while (at < pattern.Length && pattern[at] == '*') at++;
        return at == pattern.Length;
    }

    private static bool Same(char left, char right, bool ignoreCase) => left == right || (ignoreCase && char.ToUpperInvariant(left) == char.ToUpperInvariant(right));
}
