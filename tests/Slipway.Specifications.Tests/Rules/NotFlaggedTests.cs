using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Tests.Rules;

/// <summary>What looks like a mistake and is none: one row for each such case of a rule.</summary>
public sealed class NotFlaggedTests
{
    private const string Header = "version: 0.0\nos: linux\n";
    private const string Windows = "version: 0.0\nos: windows\n";
    private const string File = Header + "files:\n  - source: a\n    destination: /b\n";
    private const string Permission = File + "permissions:\n  - object: /b\n";
    private const string Hook = Header + "hooks:\n  AfterInstall:\n    - location: a.sh\n";

    [Theory]
    [InlineData("SLW1001", Header + "files:\n- source: a\n  destination: /b\n")]
    [InlineData("SLW1001", Header + "files:\n   - source: a\n     destination: /b\n")]
    [InlineData("SLW1001", "version: 0.0\r\nos: linux\r\n")]
    [InlineData("SLW1002", Header + "x:\t1\t# note\n\t# only a comment\ny: a\tb\n")]
    [InlineData("SLW1002", Header + "x: |\n  a\n  \tindented\n")]
    [InlineData("SLW1005", "version: 0.0 # no\u00A0break\nos: linux\n")]
    [InlineData("SLW1005", Header + "x: r\u00E9sum\u00E9\ny: \"\U0001F468\u200D\U0001F469\"\n")]
    [InlineData("SLW1007", "---\n" + Header + "...\n")]
    [InlineData("SLW1008", Header + "x: &unused 1\n")]
    [InlineData("SLW1009", Header + "x: !!str a\ny: '2026-01-31'\nz: 12:30\n")]
    [InlineData("SLW1010", Header + "files:\n  - source: a\n    destination: /b\n  - source: c\n    destination: /d\n")]
    [InlineData("SLW1011", Header + "x-note: 1\n")]
    [InlineData("SLW1011", File + "    overwrite: true\n")]
    [InlineData("SLW1011", Header + "hooks:\n  AfterInstal: []\n")]
    [InlineData("SLW1012", Header + "files: []\nhooks: {}\npermissions: []\n")]
    [InlineData("SLW1012", Header + "files: [ { \"source\": \"1\", destination: /b } ]\n")]
    [InlineData("SLW1013", "version: 0\nos: linux\n")]
    [InlineData("SLW1013", "version: 0.00\nos: linux\n")]
    [InlineData("SLW1014", "version: 0.0\nos: \"linux\"\n")]
    [InlineData("SLW1014", "version: 0.0\nResources:\n  - F:\n      Type: AWS::Lambda::Function\n")]
    [InlineData("SLW1016", Header + "hooks:\n  AfterInstall:\n")]
    [InlineData("SLW1016", Header + "files: []\nhooks: {}\n")]
    [InlineData("SLW1019", Header + "hooks:\n  AfterInstall:\n    - location: 5\n      runas: 'no'\n")]
    [InlineData("SLW1019", Permission + "    owner: 1000\n")]
    [InlineData("SLW1020", Windows + "files:\n  - source: \"a\\\\b\"\n    destination: c:\\b\nx: \"a\\tb\"\n")]
    [InlineData("SLW1021", Header + "x: arn:aws:x\ny: c:\\x\nz: http://x\nn: -5\n")]
    [InlineData("SLW1022", Header + "x: |\n  *text\ny: [a]\n")]
    [InlineData("SLW2001", Header + "files:\n  - source: /\n    destination: /b\n  - source: .\n    destination: /c\n")]
    [InlineData("SLW2003", Header + "files:\n  - source: /a\n    destination: /b\n  - source: a/../c\n    destination: /d\n")]
    [InlineData("SLW2007", File + "file_exists_behavior: OVERWRITE\n")]
    [InlineData("SLW2008", File + "file_exists_behavior:\n")]
    [InlineData("SLW2010", Windows + "files:\n  - source: /\n    destination: c:\\b\n")]
    [InlineData("SLW2014", Windows + "files:\n  - source: a\n    destination: c:\\tmp\n")]
    [InlineData("SLW2014", Header + "files:\n  - source: a\n    destination: /tmpfiles\n")]
    [InlineData("SLW3001", Windows + "permissions: []\n")]
    [InlineData("SLW3002", File + "permissions:\n  - object: //b/\n    mode: 755\n")]
    [InlineData("SLW3003", Permission + "    type: file\n")]
    [InlineData("SLW3004", Permission + "    mode: \"0644\"\n  - object: /c\n    mode: 007\n  - object: /d\n    mode: 4755\n")]
    [InlineData("SLW3005", Permission + "    mode: 0644\n")]
    [InlineData("SLW3007", Permission + "    owner: no\n")]
    [InlineData("SLW3008", Permission + "    mode: 1777\n    type: [directory]\n  - object: /c\n    mode: 2775\n    type: [directory]\n")]
    [InlineData("SLW3009", Permission + "    mode: 2755\n    owner: a\n    type: [directory]\n")]
    [InlineData("SLW3010", Permission + "    pattern: \"**\"\n    except: [\"*.sh\", 'prefix*']\n  - object: /c\n    pattern: \"*\"\n")]
    [InlineData("SLW3012", Header + "files:\n  - source: a.conf\n    destination: /b\npermissions:\n  - object: /b/a.conf\n    pattern: '*'\n    type: [directory]\n")]
    [InlineData("SLW3014", Permission + "    acls: [\"mask::rw\", \"d:u::rwx\", \"default:other::r\"]\n    type: [directory]\n")]
    [InlineData("SLW2001", Header + "files:\n- source: /\ndestination: /b\n")]
    [InlineData("SLW4003", Header + "hooks:\n  AfterInstall:\n  ApplicationStop: []\n")]
    [InlineData("SLW4004", Header + "hooks:\n  AfterInstall:\n    - locaton: a.sh\n")]
    [InlineData("SLW4006", Hook + "      timeout:\n")]
    [InlineData("SLW4007", Hook + "    - location: b.sh\n    - location: c.sh\n      timeout: 3600\n")]
    [InlineData("SLW4010", Header + "hooks:\n  AfterInstall:\n    - location: ' a.sh '\n")]
    public void Is_fine(string rule, string text) => MarkedText.Silent(rule, text);

    [Fact]
    public void What_the_list_holds_is_fine()
    {
        MarkedText.Silent("SLW2002", Header + "files:\n  - source: 'a[1]*'\n    destination: /b\n", new RevisionItem("a[1]*"));
        MarkedText.Silent("SLW4005", Header + "hooks:\n  AfterInstall:\n    - location: /a.sh\n", new RevisionItem("a.sh"));
        MarkedText.Silent("SLW9002", Header + "files:\n  - source: Source/x\n    destination: /b\n", new RevisionItem("Source", RevisionItemKind.Produced));
        MarkedText.Silent("SLW9002", Header + "files:\n  - source: A\n    destination: /b\n", new RevisionItem("a"));
    }

    [Fact]
    public void A_portable_output_several_runtimes_and_a_library_fit_every_os()
    {
        foreach (var (name, value) in new[] { ("RuntimeIdentifier", ""), ("RuntimeIdentifiers", "win-x64;linux-x64") })
        {
            Assert.DoesNotContain(AppSpecCheck.Run(new RuleInputs { File = "a", Text = Hook, Properties = new Dictionary<string, string> { [name] = value } }), finding => finding.Rule == "SLW1015");
        }

        Assert.DoesNotContain(AppSpecCheck.Run(new RuleInputs { File = "a", Text = Hook, Properties = new Dictionary<string, string> { ["RuntimeIdentifier"] = "win-x64", ["OutputType"] = "Library" } }), finding => finding.Rule == "SLW1015");
    }
}
