using System.Diagnostics;
using System.Text.RegularExpressions;
using CsCheck;
using Slipway.Specifications.Resolving;

namespace Slipway.Specifications.Tests.Resolving;

/// <summary>Patterns for paths.</summary>
public sealed class GlobPatternTests
{
    [Theory]
    [InlineData("*.js", "a.js", true)]
    [InlineData("*.js", "b/a.js", false)]
    [InlineData("*", ".env", true)]
    [InlineData("a/*/c", "a/b/c", true)]
    [InlineData("a/*/c", "a/c", false)]
    [InlineData("**/*.js", "a.js", true)]
    [InlineData("**/*.js", "x/y/a.js", true)]
    [InlineData("a/**", "a/b/c", true)]
    [InlineData("a/**", "a", false)]
    [InlineData("a/**/b", "a/b", true)]
    [InlineData("a/**/b", "a/x/y/b", true)]
    [InlineData("a/**/b", "a/xb", false)]
    [InlineData("a**b", "axxb", true)]
    [InlineData("a**b", "a/b", false)]
    [InlineData("?.txt", "ä.txt", true)]
    [InlineData("?.txt", "😀.txt", true)]
    [InlineData("?.txt", "/.txt", false)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[!a-c]x", "bx", false)]
    [InlineData("[!a]x", "/x", false)]
    [InlineData("[]]x", "]x", true)]
    [InlineData("[*]x", "*x", true)]
    [InlineData("[a-]x", "-x", true)]
    [InlineData("*.{js,css}", "a.css", true)]
    [InlineData("*.{js,css}", "a.html", false)]
    [InlineData("{a,b/{c,d}}/e", "b/d/e", true)]
    [InlineData("{,x}a", "a", true)]
    [InlineData("{a}", "{a}", true)]
    [InlineData("{**/,}a", "q/a", true)]
    [InlineData("A", "a", false)]
    public void Matches(string pattern, string path, bool matches) => Assert.Equal(matches, GlobPattern.Parse(pattern).Matches(path));

    [Theory]
    [InlineData("logs", "logs/a/b", true)]
    [InlineData("logs", "logs", true)]
    [InlineData("logs", "logs2/a", false)]
    [InlineData("**/obj", "a/obj/b", true)]
    [InlineData("logs/**", "logs", false)]
    public void A_folder_takes_what_is_in_it_along(string pattern, string path, bool matches) => Assert.Equal(matches, GlobPattern.Parse(pattern).MatchesWithin(path));

    [Theory]
    [InlineData("a[b", "'['")]
    [InlineData("a{b,c", "'{'")]
    [InlineData("*/../x", "..")]
    public void Faults_are_named(string pattern, string says) => Assert.Contains(says, GlobPattern.Problem(pattern), StringComparison.Ordinal);

    [Fact]
    public void Agrees_with_a_regular_expression()
    {
        var piece = Resolver.OneOf("a", "b", "*", "?", "/", "**", "[ab]", "[!a]", "{a,b}", "{a/b,*}", "**/", ".");
        Gen.Select(piece.Array[1, 7].Select(string.Concat), Gen.Char["ab./"].Array[1, 8].Select(letters => new string(letters))).Sample((pattern, path) =>
            GlobPattern.Parse(pattern).Matches(path) == Regex.IsMatch(path, "^(?:" + Translate(pattern) + ")$", RegexOptions.Singleline));
    }

    [Fact]
    public void No_pattern_takes_long()
    {
        var time = Stopwatch.StartNew();
        var path = new string('a', 4000);
        foreach (var hostile in new[] { string.Concat(Enumerable.Repeat("*a", 450)) + "b", string.Concat(Enumerable.Repeat("{a,*}", 190)) + "b", string.Concat(Enumerable.Repeat("**/", 300)) + "b", new string('{', 480) + "," + new string('}', 480) })
            Assert.False(GlobPattern.Parse(hostile).Matches(path));
        Assert.True(time.Elapsed < TimeSpan.FromSeconds(5), $"{time.Elapsed}");
    }

    [Fact]
    public void A_million_braces_are_a_fault_and_not_read() => Assert.Contains("characters", GlobPattern.Problem(string.Concat(Enumerable.Repeat("{a,", 333_333))), StringComparison.Ordinal);

    /// <summary>The slow and obvious way. Two stars are folders only as a whole name.</summary>
    private static string Translate(string pattern)
    {
        var text = "";
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '*':
                    var end = i;
                    while (end < pattern.Length && pattern[end] == '*') end++;
                    var isName = end - i == 2 && (i == 0 || "/{,".Contains(pattern[i - 1], StringComparison.Ordinal)) && (end == pattern.Length || "/},".Contains(pattern[end], StringComparison.Ordinal));
                    if (isName && end < pattern.Length && pattern[end] == '/') (text, i) = (text + "(?:.*/)?", end);
                    else (text, i) = (text + (isName ? ".+" : "[^/]*"), end - 1);
                    break;
                case '?': text += "[^/]"; break;
                case '[':
                    var close = pattern.IndexOf(']', i);
                    text += pattern[i + 1] == '!' ? $"[^/{pattern[(i + 2)..close]}]" : $"[{pattern[(i + 1)..close]}]";
                    i = close;
                    break;
                case '{': text += "(?:"; break;
                case '}': text += ")"; break;
                case ',': text += "|"; break;
                case var other: text += Regex.Escape(other.ToString()); break;
            }
        }

        return text;
    }
}
