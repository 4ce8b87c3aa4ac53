using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Tests.Rules.Files;

/// <summary>SLW2009, SLW2011 and SLW2013.</summary>
public sealed class PlaceRuleTests
{
    private static string Map(string source, string destination, string os = "linux", string rest = "") =>
        $"version: 0.0\nos: {os}\nfiles:\n  - source: {source}\n    destination: {destination}\n{rest}";

    [Theory]
    [InlineData("app", "‹/etc›", "linux", Severity.Warning)]
    [InlineData("/", "‹/usr/bin/›", "linux", Severity.Warning)]
    [InlineData("app", "‹/›", "linux", Severity.Warning)]
    [InlineData("app", "‹'/opt'›", "linux", Severity.Warning)]
    [InlineData("app", "‹/opt/codedeploy-agent/x›", "linux", Severity.Error)]
    [InlineData("app", "‹C:\\›", "windows", Severity.Warning)]
    [InlineData("app", "‹c:\\Windows\\System32›", "windows", Severity.Warning)]
    [InlineData("app", "‹C:\\ProgramData\\Amazon\\CodeDeploy›", "windows", Severity.Error)]
    public void A_directory_in_a_system_directory_is_marked(string source, string destination, string os, Severity severity) => MarkedText.Check("SLW2009", severity, Map(source, destination, os));

    [Theory]
    [InlineData("shop.service", "/etc", "linux")]
    [InlineData("app", "/etc/shop", "linux")]
    [InlineData("app", "/opt/shop", "linux")]
    [InlineData("shop", "/usr/bin", "linux")]
    [InlineData("shop.service", "/etc/systemd/system", "linux")]
    [InlineData("app", "C:\\shop", "windows")]
    public void Single_files_and_directories_below_are_fine(string source, string destination, string os) => MarkedText.Silent("SLW2009", Map(source, destination, os));

    [Fact]
    public void The_list_tells_a_program_from_a_directory()
    {
        MarkedText.Silent("SLW2009", Map("hosts", "/etc"), new RevisionItem("hosts"));
        MarkedText.Check("SLW2009", Severity.Warning, Map("bin", "‹/usr/bin›"), new RevisionItem("bin/shop"));
    }

    [Theory]
    [InlineData("‹/›", "/var/www/html", "linux")]
    [InlineData("‹.›", "/home/x/public_html", "linux")]
    [InlineData("‹/›", "/usr/share/nginx/html", "linux")]
    [InlineData("‹\\›", "c:\\inetpub\\wwwroot", "windows")]
    public void The_whole_revision_in_a_web_root_is_marked(string source, string destination, string os) => MarkedText.Check("SLW2011", Severity.Warning, Map(source, destination, os));

    [Fact]
    public void Only_the_site_or_a_program_with_its_own_web_root_is_fine()
    {
        MarkedText.Silent("SLW2011", Map("site", "/var/www/html"));
        MarkedText.Silent("SLW2011", Map("/", "/srv/shop"));
        MarkedText.Silent("SLW2011", Map("/", "/var/wwwdata"));
        MarkedText.Silent("SLW2011", Map("/", "/var/www/shop"), new RevisionItem("appspec.yml"), new RevisionItem("Shop.dll"), new RevisionItem("wwwroot/index.html"));
    }

    [Theory]
    [InlineData("shop.conf", "/etc/nginx/conf.d", "linux")]
    [InlineData("shop", "/etc/cron.daily", "linux")]
    [InlineData("shop.service", "/usr/lib/systemd/system", "linux")]
    [InlineData("x", "C:\\Windows\\x", "windows")]
    public void Overwrite_in_a_shared_directory_is_marked(string source, string destination, string os)
    {
        var finding = MarkedText.Check("SLW2013", Severity.Info, Map(source, destination, os, "file_exists_behavior: ‹OVERWRITE›\n"));

        Assert.Equal(5, Assert.Single(finding.Related).Range.Line);
    }

    [Theory]
    [InlineData("/srv/shop", "OVERWRITE")]
    [InlineData("/etc/shop", "OVERWRITE")]
    [InlineData("/var/lib/shop", "OVERWRITE")]
    [InlineData("/usr/share/shop", "OVERWRITE")]
    [InlineData("/etc/nginx/conf.d", "RETAIN")]
    [InlineData("/etc/nginx/conf.d", "DISALLOW")]
    public void Directories_of_the_application_and_other_behaviors_are_fine(string destination, string behavior) =>
        MarkedText.Silent("SLW2013", Map("app", destination, rest: $"file_exists_behavior: {behavior}\n"));
}
