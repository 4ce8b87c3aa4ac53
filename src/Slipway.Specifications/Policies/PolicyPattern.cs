using System.Text.RegularExpressions;

namespace Slipway.Specifications.Policies;

/// <summary>The regular expressions of a policy. One that runs too long counts as fitting: a check must not stop a build for its own sake.</summary>
public sealed class PolicyPattern
{
    private static readonly TimeSpan LongestMatch = TimeSpan.FromMilliseconds(50);

    private readonly Regex _regex;

    private PolicyPattern(Regex regex) => _regex = regex;

    /// <summary>Compiles a pattern; null when it is no regular expression.</summary>
    public static PolicyPattern? Parse(string pattern)
    {
        try
        {
            return new PolicyPattern(new Regex(pattern, RegexOptions.CultureInvariant, LongestMatch));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Whether a text fits.</summary>
    public bool Fits(string text)
    {
        try
        {
            return _regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return true;
        }
    }
}
