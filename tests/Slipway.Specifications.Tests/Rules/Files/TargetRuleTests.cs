using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Tests.Rules.Files;

/// <summary>SLW2005, SLW2006 and SLW2012.</summary>
public sealed class TargetRuleTests
{
    private const string Header = "version: 0.0\nos: linux\n";
    private const string Windows = "version: 0.0\nos: windows\n";

    private static string Map(params string[] places) => Header + "files:\n" + string.Concat(places.Select(place => place.Split(" > ")).Select(pair => $"  - source: {pair[0]}\n    destination: {pair[1]}\n"));

    [Theory]
    [InlineData("x/app.conf > /etc/shop/‹app.conf›")]
    [InlineData("app.conf > /etc/‹other.conf›")]
    [InlineData("app.conf > \"/etc/‹app.conf›\"")]
    public void A_destination_that_names_the_file_is_marked_in_its_last_part(string mapping) => MarkedText.Check("SLW2005", Severity.Error, Map(mapping));

    [Theory]
    [InlineData("app > /srv/app")]
    [InlineData("app.conf > /etc/app.conf/")]
    [InlineData("example.com > /var/www/example.com")]
    [InlineData("conf.d > /etc/nginx/conf.d")]
    [InlineData("app.conf > /srv/v1.0")]
    [InlineData("app.conf > /etc/nginx/conf.d")]
    [InlineData("v1.0 > /srv/v1.0")]
    [InlineData(".config > /home/x/.config")]
    public void Directories_are_not_taken_for_files(string mapping) => MarkedText.Silent("SLW2005", Map(mapping));

    [Fact]
    public void The_list_says_what_is_a_file()
    {
        MarkedText.Check("SLW2005", Severity.Error, Map("bin/shop > /usr/bin/‹shop›"), new RevisionItem("bin/shop"));
        MarkedText.Silent("SLW2005", Map("app.conf > /etc/app.conf"), new RevisionItem("app.conf/x"));
        MarkedText.Check("SLW2005", Severity.Error, Windows + "files:\n  - source: conf\\app.json\n    destination: c:\\shop\\‹App.json›\n", new RevisionItem("conf/app.json"));
    }

    [Theory]
    [InlineData("/ > /srv/app", "‹conf› > /srv/app/conf")]
    [InlineData("conf > /srv/app/conf", "‹.› > /srv/app")]
    [InlineData("a/b > /x", "‹/a/b/› > //x/")]
    [InlineData("a > /x", "‹a/app.conf› > /x")]
    [InlineData("a/app.conf > /x", "‹b/app.conf› > /x")]
    [InlineData("a > /x", "‹a/b/c› > /x/b/c")]
    public void The_later_of_two_mappings_is_marked(string first, string second)
    {
        var finding = MarkedText.Check("SLW2006", Severity.Error, Map(first, second));

        var place = Assert.Single(finding.Related);
        Assert.Equal(4, place.Range.Line);
        Assert.Contains("line 4", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a > /x", "b > /x")]
    [InlineData("a > /x", "a > /y")]
    [InlineData("/ > /srv/app", "conf > /etc/shop")]
    [InlineData("a > /x", "a/b > /x")]
    [InlineData("a/x.conf > /x", "a/y.conf > /x")]
    public void Mappings_that_only_share_directories_are_fine(string first, string second) => MarkedText.Silent("SLW2006", Map(first, second));

    [Fact]
    public void Directories_without_files_do_not_clash() =>
        MarkedText.Silent("SLW2006", Map("/ > /srv/app", "conf > /srv/app/conf"), new RevisionItem("appspec.yml"), new RevisionItem("conf", RevisionItemKind.Directory));

    [Fact]
    public void On_Windows_case_does_not_tell_targets_apart()
    {
        const string text = "files:\n  - source: A\n    destination: c:\\X\n  - source: a\n    destination: C:\\x\n";

        Assert.Single(MarkedText.Of("SLW2006", Windows + text));
        MarkedText.Silent("SLW2006", Map("A > /X", "a > /x"));
    }

    [Theory]
    [InlineData("‹version›: 0.0\nos: linux\n")]
    [InlineData("‹version›: 0.0\nos: linux\nfiles: []\nhooks:\n  AfterInstall: []\n  ApplicationStop:\n")]
    public void A_deployment_that_does_nothing_is_marked_at_its_version(string text) => MarkedText.Check("SLW2012", Severity.Warning, text);

    [Theory]
    [InlineData(Header + "hooks:\n  AfterInstall:\n    - location: a.sh\n")]
    [InlineData(Header + "files:\n  - source: a\n    destination: /b\n")]
    [InlineData(Header + "hook:\n  AfterInstall:\n    - location: a.sh\n")]
    [InlineData(Header + "AfterInstall:\n  - location: a.sh\n")]
    [InlineData("version: 1.0\nos: linux\n")]
    [InlineData("version: 0.0\nResources: []\n")]
    public void Other_specs_do_something_or_have_another_mistake(string text) => MarkedText.Silent("SLW2012", text);
}
