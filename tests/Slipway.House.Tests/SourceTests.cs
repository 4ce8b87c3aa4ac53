using System.Text.RegularExpressions;
using Xunit;

namespace Slipway.House.Tests;

public sealed partial class SourceTests
{
    private const int LongestFile = 450;

    [Fact]
    public void Nothing_is_left_unimplemented() =>
        Assert.All(Checkout.Files("src", "*.cs"), path => Assert.DoesNotContain("NotImplementedException", Checkout.Read(path), StringComparison.Ordinal));

    [Fact]
    public void Files_stay_short() =>
        Assert.All(CodeFiles(), path => Assert.InRange(File.ReadLines(Checkout.PathOf(path)).Count(), 0, LongestFile));

    [Fact]
    public void Every_engine_code_is_documented_and_every_documented_one_is_used()
    {
        var used = Checkout.Files("src", "*.cs").Concat(Checkout.Files("build", "*.*")).SelectMany(path => Codes(EngineCode().Matches(Checkout.Read(path)))).ToHashSet();
        var documented = Checkout.Files("docs/errors", "*.md").SelectMany(path => Codes(DocumentedEngineCode().Matches(Checkout.Read(path)))).ToList();
        Assert.Multiple(
            () => Assert.Empty(used.Except(documented).Order()),
            () => Assert.Empty(documented.Except(used).Order()),
            () => Assert.Empty(documented.GroupBy(code => code).Where(rows => rows.Count() > 1).Select(rows => rows.Key)));
    }

    [Fact]
    public void Every_documented_rule_is_in_the_catalogue_and_every_rule_is_documented()
    {
        var catalogue = Checkout.Files("src/Slipway.Specifications", "*.cs").SelectMany(path => Codes(RuleCode().Matches(Checkout.Read(path)))).ToHashSet();
        var pages = Checkout.Files("docs/rules", "SLW*.md").Select(path => Path.GetFileNameWithoutExtension(path)!).ToHashSet();
        Assert.Multiple(
            () => Assert.NotEmpty(catalogue),
            () => Assert.Empty(pages.Except(catalogue).Order()),
            () => Assert.Empty(catalogue.Except(pages).Order()));
    }

    [Fact]
    public void Links_between_the_documents_lead_somewhere()
    {
        var broken =
            from page in Checkout.Files("docs", "*.md").Append("README.md")
            from Match link in RelativeLink().Matches(Checkout.Read(page))
            let target = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Checkout.PathOf(page))!, link.Groups["path"].Value))
            where !Path.Exists(target)
            select $"{page}: {link.Groups["path"].Value}";
        Assert.Empty(broken);
    }

    private static IEnumerable<string> CodeFiles() => new[] { "src", "tests", "samples", "build" }.SelectMany(folder => Checkout.Files(folder, "*.cs"));

    private static IEnumerable<string> Codes(MatchCollection matches) => matches.Select(match => match.Groups["code"].Value);

    // A code stands in a literal of its own, or at the head of a message of a targets file.
    [GeneratedRegex("""["'](?<code>SLW0\d{3})["':]""")]
    private static partial Regex EngineCode();

    [GeneratedRegex(@"^\|\s*`?(?<code>SLW0\d{3})`?\s*\|", RegexOptions.Multiline)]
    private static partial Regex DocumentedEngineCode();

    [GeneratedRegex("\"(?<code>SLW[1-9]\\d{3})\"")]
    private static partial Regex RuleCode();

    [GeneratedRegex(@"\]\((?!https?:|#|mailto:)(?<path>[^)#\s]+)(#[^)]*)?\)")]
    private static partial Regex RelativeLink();
}
