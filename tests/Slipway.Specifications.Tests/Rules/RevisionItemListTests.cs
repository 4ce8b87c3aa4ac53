using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Tests.Rules;

/// <summary>The list of a revision as the compiler gets it.</summary>
public sealed class RevisionItemListTests
{
    [Fact]
    public void The_text_form_keeps_every_item()
    {
        RevisionItem[] items =
        [
            new("appspec.yml", RevisionItemKind.File, 0x1A4, 12), new("a\tb\\c\nd", RevisionItemKind.File, 0x1ED, 5_000_000_000), new("Source", RevisionItemKind.Produced),
            new("x  y", RevisionItemKind.Link, LinkTarget: "../z\\"), new("pipe", RevisionItemKind.Special),
        ];

        Assert.Equal(items, RevisionItemList.Parse(RevisionItemList.Format(items)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("File\t644\t1\n")]
    [InlineData("File\t999\t1\ta\t\nNothing\t0\t0\ta\t\nFile\t0\t-1\ta\t\nFile\t0\t99999999999999999999\ta\t\nFile\t\t0\ta\t")]
    public void What_is_not_understood_is_passed_over(string text) => Assert.Empty(RevisionItemList.Parse(text));

    [Fact]
    public void What_the_build_will_produce_is_not_missing_yet()
    {
        const string text = "version: 0.0\nos: linux\nfiles:\n  - source: /Source/site\n    destination: /srv/a\n  - source: /Confgi\n    destination: /srv/b\nhooks:\n  AfterInstall:\n    - location: Source/migrate.sh\n";
        RevisionItem[] items = [new("appspec.yml"), new("Source", RevisionItemKind.Produced), new("Config/a.json")];

        var finding = Assert.Single(AppSpecCheck.Run(new RuleInputs { File = "appspec.yml", Text = text, Revision = items }), finding => finding.Severity == Severity.Error);

        Assert.Equal(("SLW9002", 6), (finding.Rule, finding.Range.Line));
    }
}
