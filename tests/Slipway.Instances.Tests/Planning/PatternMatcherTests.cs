using System.Text.RegularExpressions;
using CsCheck;
using Slipway.Instances.Planning;
using Xunit;

namespace Slipway.Instances.Tests.Planning;

public sealed class PatternMatcherTests
{
    [Fact]
    public void Only_the_star_is_special()
    {
        var text = Gen.OneOf("", "a", "b", ".", "*", "?", "[a]", "**").Array[0, 5].Select(string.Concat);
        Gen.Select(text, Gen.OneOf("a", "b", ".", "?", "[a]", "x").Array[1, 6].Select(string.Concat)).Sample((pattern, name) =>
            PatternMatcher.Matches(pattern, name, isDirectChild: true)
            == Regex.IsMatch(name, $"^{Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal)}$", RegexOptions.Singleline));
    }

    [Fact]
    public void Only_the_double_star_reaches_below_the_first_level()
    {
        Assert.True(PatternMatcher.Matches("**", "x", isDirectChild: false));
        Assert.False(PatternMatcher.Matches("*", "x", isDirectChild: false));
        Assert.False(PatternMatcher.Matches("***", "x", isDirectChild: false));
        Assert.False(PatternMatcher.Matches(null, "x", isDirectChild: true));
    }

    [Fact]
    public void A_long_pattern_of_stars_ends_soon() =>
        Assert.False(PatternMatcher.Matches(string.Concat(Enumerable.Repeat("*a", 100)), new string('a', 99), isDirectChild: true));
}
