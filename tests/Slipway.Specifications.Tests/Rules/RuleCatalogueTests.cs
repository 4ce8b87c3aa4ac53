using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Tests.Rules;

/// <summary>The table of rules is complete and consistent.</summary>
public sealed class RuleCatalogueTests
{
    [Fact]
    public void Ids_are_unique_and_well_formed()
    {
        var ids = RuleCatalogue.All.Select(rule => rule.Id).ToList();

        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches("^SLW[1-9][0-9]{3}$", id));
    }

    [Fact]
    public void Every_rule_has_its_page_and_a_line_in_the_index()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "docs", "rules");
        var index = File.ReadAllText(Path.Combine(folder, "README.md"));
        foreach (var rule in RuleCatalogue.All)
        {
            var page = File.ReadAllText(Path.Combine(folder, rule.Id + ".md"));
            Assert.StartsWith($"# {rule.Id}: {rule.Title}\n\n{rule.DefaultSeverity}.", page, StringComparison.Ordinal);
            Assert.Contains($"[{rule.Id}]({rule.Id}.md) | {rule.Title} | {rule.DefaultSeverity} |", index, StringComparison.Ordinal);
            Assert.EndsWith($"docs/rules/{rule.Id}.md", rule.HelpLink, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_page_is_about_a_rule()
    {
        var pages = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "docs", "rules"), "SLW*.md").Select(Path.GetFileNameWithoutExtension);

        Assert.All(pages, page => Assert.NotNull(RuleCatalogue.Find(page!)));
    }
}
