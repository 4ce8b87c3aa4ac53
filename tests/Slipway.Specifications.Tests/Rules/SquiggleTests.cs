using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Tests.Rules;

/// <summary>Findings mark the token that they are about, and carry the right severity. The expected stretch stands between ‹ and ›.</summary>
public sealed class SquiggleTests
{
    private const string Header = "version: 0.0\nos: linux\n";
    private const string Hook = Header + "hooks:\n  AfterInstall:\n    - location: a.sh\n";
    private const string File = Header + "files:\n  - source: a\n    destination: /b\n";
    private const string Permission = File + "permissions:\n  - object: /b\n";

    [Theory]
    [InlineData("SLW1001", Severity.Error, Header + "files:\n  - source: a\n   ‹destination›: /b\n")]
    [InlineData("SLW1001", Severity.Error, Header + "x: ‹\"›abc\n")]
    [InlineData("SLW1001", Severity.Error, Header + "x: ‹[›a, b\n")]
    [InlineData("SLW1002", Severity.Error, Header + "hooks:\n‹\t›AfterInstall: []\n")]
    [InlineData("SLW1005", Severity.Error, "version: 0.0\nos: linux‹\u200B›\n")]
    [InlineData("SLW1006", Severity.Error, "‹# nothing›\n")]
    [InlineData("SLW1006", Severity.Error, "‹- a›\n")]
    [InlineData("SLW1007", Severity.Warning, Header + "‹---›\na: b\n")]
    [InlineData("SLW1007", Severity.Error, "---\n‹---›\nversion: 0.0\n")]
    [InlineData("SLW1008", Severity.Error, Header + "x: &a 1\ny: ‹*a›\n")]
    [InlineData("SLW1009", Severity.Error, Header + "x: ‹2026-01-31› # note\n")]
    [InlineData("SLW1009", Severity.Error, Header + "x: ‹!ruby/regexp› /a/\n")]
    [InlineData("SLW1009", Severity.Warning, Header + "x: ‹!Ref› a\n")]
    [InlineData("SLW1010", Severity.Error, Header + "‹os›: linux\n")]
    [InlineData("SLW1011", Severity.Error, Header + "‹hook›: {}\n")]
    [InlineData("SLW1011", Severity.Error, Header + "‹AfterInstall›: []\n")]
    [InlineData("SLW1011", Severity.Warning, Header + "‹something›: 1\n")]
    [InlineData("SLW1012", Severity.Error, Header + "files:\n  ‹source›: a\n  destination: /b\n")]
    [InlineData("SLW1012", Severity.Error, Permission + "    type: ‹file›\n")]
    [InlineData("SLW1012", Severity.Error, Header + "files:\n  ‹-›\n")]
    [InlineData("SLW1012", Severity.Error, Hook + "      sudo: ‹\"false\"›\n")]
    [InlineData("SLW1012", Severity.Warning, Hook + "      sudo: ‹yes›\n")]
    [InlineData("SLW1013", Severity.Error, "version: ‹'0.0'›\nos: linux\n")]
    [InlineData("SLW1013", Severity.Error, "‹os›: linux\n")]
    [InlineData("SLW1014", Severity.Error, "‹version›: 0.0\n")]
    [InlineData("SLW1016", Severity.Warning, Header + "‹files›:\n")]
    [InlineData("SLW1019", Severity.Error, Hook + "      runas: ‹on› # account\n")]
    [InlineData("SLW1020", Severity.Error, Header + "files:\n  - source: \"a‹\\t›b\"\n    destination: /b\n")]
    [InlineData("SLW1021", Severity.Error, "version‹:›0.0\nos: linux\n")]
    [InlineData("SLW1022", Severity.Error, Permission + "    pattern: ‹**› # all\n")]
    [InlineData("SLW2001", Severity.Error, Header + "files:\n  - ‹source›: a\n")]
    [InlineData("SLW2001", Severity.Error, Header + "files:\n  - source: a\n    ‹destination›:\n")]
    [InlineData("SLW2002", Severity.Error, Header + "files:\n  - source: ‹a/*.txt›\n    destination: /b\n")]
    [InlineData("SLW1005", Severity.Error, File + "x: \"a‹\r›b\"\n")]
    [InlineData("SLW1005", Severity.Error, Header + "x: ‹\u201Ca\u201D›\n")]
    [InlineData("SLW1012", Severity.Error, Hook + "      location: ‹[›a]\n")]
    [InlineData("SLW1020", Severity.Error, Header + "files:\n  - source: \"c:‹\\W›eb\"\n    destination: /b\n")]
    [InlineData("SLW2003", Severity.Error, Header + "files:\n  - source: ‹../a›\n    destination: /b\n")]
    [InlineData("SLW2004", Severity.Error, Header + "files:\n  - source: a\n    destination: /srv/‹$APP›/x\n")]
    [InlineData("SLW2004", Severity.Error, Header + "files:\n  - source: a\n    destination: ‹srv/x› # here\n")]
    [InlineData("SLW2007", Severity.Warning, File + "    ‹overwrite›: true\n")]
    [InlineData("SLW2008", Severity.Error, File + "file_exists_behavior: ‹overwrite›\n")]
    [InlineData("SLW2010", Severity.Error, File + "permissions:\n  - object: ‹c:\\b›\n    mode: 755\n")]
    [InlineData("SLW2014", Severity.Warning, Header + "files:\n  - source: a\n    destination: ‹/var/tmp/x›\n")]
    [InlineData("SLW3001", Severity.Error, "version: 0.0\nos: windows\n‹permissions›:\n  - object: c:\\b\n")]
    [InlineData("SLW3002", Severity.Error, File + "permissions:\n  - ‹owner›: a\n")]
    [InlineData("SLW3002", Severity.Error, File + "permissions:\n  - object: ‹srv/x›\n    mode: 755\n")]
    [InlineData("SLW3008", Severity.Warning, Permission + "    mode: ‹777›\n")]
    [InlineData("SLW3009", Severity.Error, Permission + "    owner: a\n    mode: ‹4755›\n")]
    [InlineData("SLW3010", Severity.Error, Permission + "    pattern: ‹\"**/*.sh\"›\n")]
    [InlineData("SLW3010", Severity.Error, Permission + "    except: [‹bin/x›]\n")]
    [InlineData("SLW3010", Severity.Warning, Permission + "    pattern: ‹'a?*'›\n")]
    [InlineData("SLW3012", Severity.Error, Header + "files:\n  - source: a.conf\n    destination: /b\npermissions:\n  - object: /b/a.conf\n    ‹except›: [x]\n")]
    [InlineData("SLW3014", Severity.Error, Permission + "    acls: [\"user:anna:rw‹z›\"]\n")]
    [InlineData("SLW3014", Severity.Error, Permission + "    acls: [‹\"user::rwx\"›]\n")]
    [InlineData("SLW3015", Severity.Error, Permission + "    acls: [‹\"d:u:anna:rwx\"›]\n")]
    [InlineData("SLW3016", Severity.Error, Permission + "    context: {type: t, range: ‹s1-s0›}\n")]
    [InlineData("SLW3016", Severity.Error, Permission + "    context: {type: t, range: s0, ‹user›: x}\n")]
    [InlineData("SLW4003", Severity.Error, Header + "hooks:\n  AfterInstall:\n    - ‹[›a.sh]\n")]
    [InlineData("SLW4005", Severity.Error, Header + "hooks:\n  AfterInstall:\n    - location: ‹../a.sh›\n")]
    [InlineData("SLW4007", Severity.Warning, Hook + "      timeout: 3000\n    - location: b.sh\n      timeout: ‹700›\n")]
    [InlineData("SLW4008", Severity.Warning, "version: 0.0\nos: windows\nhooks:\n  AfterInstall:\n    - location: a.ps1\n      ‹runas›: x\n")]
    [InlineData("SLW4009", Severity.Warning, Hook + "      runas: ‹ngnix› # typo\n")]
    [InlineData("SLW4009", Severity.Error, Hook + "      runas: ‹1000›\n")]
    [InlineData("SLW4011", Severity.Error, Header + "hooks:\n  AfterInstall:\n    - location: scripts/a‹.bat›\n")]
    [InlineData("SLW4011", Severity.Error, "version: 0.0\nos: windows\nhooks:\n  AfterInstall:\n    - location: scripts\\‹run›\n")]
    [InlineData("SLW2010", Severity.Warning, "version: 0.0\nos: windows\nfiles:\n  - source: a\n    destination: ‹\\b›\n")]
    [InlineData("SLW3003", Severity.Error, Permission + "    type: [file, ‹dir›]\n")]
    [InlineData("SLW3003", Severity.Warning, Permission + "    type: ‹[]›\n")]
    [InlineData("SLW3004", Severity.Error, Permission + "    mode: ‹0755›\n")]
    [InlineData("SLW3005", Severity.Error, Permission + "    mode: ‹\"0o644\"›\n")]
    [InlineData("SLW3007", Severity.Error, Permission + "    owner: ‹1000›\n")]
    [InlineData("SLW3014", Severity.Warning, Permission + "    acls: [‹\"anna:rw\"›]\n")]
    [InlineData("SLW3016", Severity.Error, Permission + "    ‹context›: {type: t}\n")]
    [InlineData("SLW4001", Severity.Error, Header + "hooks:\n  ‹afterinstall›: []\n")]
    [InlineData("SLW4002", Severity.Error, Header + "hooks:\n  ‹Install›: []\n")]
    [InlineData("SLW4003", Severity.Error, Header + "hooks:\n  AfterInstall: ‹a.sh›\n")]
    [InlineData("SLW4004", Severity.Error, Header + "hooks:\n  AfterInstall:\n    - ‹timeout›: 5\n")]
    [InlineData("SLW4006", Severity.Warning, Hook + "      timeout: ‹\"300\"›\n")]
    [InlineData("SLW4006", Severity.Error, Hook + "      timeout: ‹1:30›\n")]
    [InlineData("SLW4010", Severity.Error, Header + "hooks:\n  AfterInstall:\n    - location: 'a.sh‹ --force›'\n")]
    public void Marks_the_token(string rule, Severity severity, string marked)
    {
        var start = marked.IndexOf('‹', StringComparison.Ordinal);
        var end = marked.IndexOf('›', StringComparison.Ordinal) - 1;
        var text = marked.Replace("‹", "", StringComparison.Ordinal).Replace("›", "", StringComparison.Ordinal);

        var findings = AppSpecCheck.Run(new RuleInputs { File = "appspec.yml", Text = text }).Where(finding => finding.Rule == rule).ToList();

        Assert.Contains(findings, finding => finding.Severity == severity && finding.Range.Offset == start && finding.Range.Length == end - start);
        var range = findings.First(finding => finding.Range.Offset == start).Range;
        var lines = text[..start].Split('\n');
        Assert.Equal((lines.Length, lines[^1].Length + 1), (range.Line, range.Column));
    }

    [Theory]
    [InlineData(Header + "x: &unused 1\n")]
    [InlineData(Header + "files: []\nhooks: {}\n")]
    [InlineData(Header + "hooks:\n  AfterInstall:\n  ApplicationStop: []\n")]
    [InlineData(Hook + "      timeout:\n")]
    [InlineData(Header + "x-mine: 1\n")]
    [InlineData("---\n" + Header + "...\n")]
    [InlineData("version: 0\nos: 'linux'\n")]
    [InlineData("{\n\t\"version\": 0.0,\n\t\"os\": \"linux\"\n}\n")]
    [InlineData(Permission + "    mode: 000\n")]
    [InlineData(Permission + "    mode: 1777\n    type: [directory]\n")]
    [InlineData(Permission + "    acls: [\"mask::rw\"]\n    type: [directory]\n")]
    [InlineData(Header + "files:\n  - source: /a/../b\n    destination: //srv/b/\n")]
    [InlineData(Header + "hooks:\n  AfterInstall:\n    - location: 5\n")]
    [InlineData("version: 0.0\nos: windows\nfiles:\n  - source: /\n    destination: c:\\app\n")]
    public void Stays_silent_where_nothing_is_wrong(string text)
    {
        var worth = AppSpecCheck.Run(new RuleInputs { File = "appspec.yml", Text = text })
            .Where(finding => finding.Rule is not ("SLW1011" or "SLW2012") || finding.Severity == Severity.Error);

        Assert.Empty(worth);
    }

    [Theory]
    [InlineData("1h", "'1h' is 1 second for agent 1.8 and refused by agent 2. Write the seconds as a plain number, such as 3600.")]
    [InlineData("-1", "'-1' is no number of seconds above 0 and is refused. Write the seconds as a plain number, such as 300.")]
    public void Timeouts_are_told_in_seconds(string timeout, string message) =>
        Assert.Equal(message, Assert.Single(RuleProbe.Findings("appspec.yml", Hook + $"      timeout: {timeout}\n"), finding => finding.Rule == "SLW4006").Message);
}
