using System.Text;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;
using Slipway.Specifications.Tests.Fixes;

namespace Slipway.Specifications.Tests.Rules;

/// <summary>Comments that switch rules off, and SLW1023 about those that do not.</summary>
public sealed class SuppressionTests
{
    private const string Header = "version: 0.0\nos: linux\n";
    private const string Body = Header + "files:\n  - source: a\n    destination: /b\n";

    private static IEnumerable<string> Rules(string text, params ScriptFile[] scripts) =>
        AppSpecCheck.Run(new RuleInputs { File = "appspec.yml", Text = text, Scripts = scripts.Length == 0 ? null : scripts }).Select(finding => finding.Rule);

    private static ScriptFile Script(string path, string text) => new(path, path, Encoding.UTF8.GetBytes(text));

    [Theory]
    [InlineData(Body + "    overwrite: true # slipway: disable SLW2007\n")]
    [InlineData(Body + "    overwrite: true # legacy # slipway: disable SLW2007 because the old host needs it\n")]
    [InlineData(Body + "    # slipway: disable-next-line SLW2007\n    overwrite: true\n")]
    [InlineData("# slipway: disable-file SLW2007\n" + Body + "    overwrite: true\n")]
    [InlineData("---\n# slipway: disable-file SLW2007\n" + Body + "    overwrite: true\n")]
    [InlineData(Body + "    overwrite: true # slipway: disable SLW2007, SLW1011 # slipway: x\n    # slipway: disable-next-line SLW1023\n", "SLW1023")]
    [InlineData(Body + "    overwrite: true # slipway: disable-next-line SLW2007\n", "SLW1023", "SLW2007")]
    [InlineData(Body + "    overwrite: true\n    # slipway: disable SLW2007\n", "SLW1023", "SLW2007")]
    [InlineData(Body + "    overwrite: true\n# slipway: disable-file SLW2007\n", "SLW1023", "SLW2007")]
    [InlineData(Body + "    overwrite: true # slipway: disable\n", "SLW1023", "SLW2007")]
    [InlineData(Body + "    overwrite: true # slipway: ignore SLW2007\n", "SLW1023", "SLW2007")]
    [InlineData(Body + "    overwrite: true # see slipway: disable SLW2007\n", "SLW2007")]
    [InlineData(Body + "x-note: \"# slipway: disable-file SLW1011\"\n")]
    public void A_comment_covers_its_place(string text, params string[] left) => Assert.Equal(left.Order(), Rules(text).Order());

    [Theory]
    [InlineData(Body + "# slipway: disable ‹SLW1014›\n", "finds nothing")]
    [InlineData(Body + "# slipway: disable ‹SLW9999›\n", "is no rule")]
    [InlineData(Body + "# slipway: disable ‹slw2007›\n", "Did you mean 'SLW2007'?")]
    [InlineData(Body + "# slipway: disable ‹SWL2007›\n", "Did you mean 'SLW2007'?")]
    [InlineData(Body + "# slipway: ‹disable-nextline› SLW2007\n", "Did you mean 'disable-next-line'?")]
    [InlineData(Body + "# slipway: ‹disable-file› SLW2007\n", "only above the first line")]
    [InlineData(Body + "# slipway: ‹disable-line›\n", "names no rule")]
    [InlineData("# slipway: disable-file ‹SLW9011›\n" + Body, "cannot be suppressed")]
    [InlineData("# slipway: disable-file ‹SLW7001›\n" + Body, "")]
    public void What_has_no_effect_is_marked(string marked, string says) =>
        Assert.Contains(says, MarkedText.Check("SLW1023", Severity.Warning, marked).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("# slipway: disable-file SLW9003\n" + Body)]
    [InlineData("# slipway: disable-file SLW2005\n" + Body)]
    [InlineData("# slipway: disable-file SLW5001\n" + Body)]
    [InlineData("# slipway: disable-file SLW1015\n" + Body)]
    [InlineData("# slipway: disable-file SLW1014, SLW2007\n" + Header + "files: [\n")]
    [InlineData(Header + "files: [ # slipway: disable SLW2007\n")]
    [InlineData(Body + "# slipway: disable SLW1023\n")]
    [InlineData(Body + "    # slipway: disable-next-line SLW1023\n    # slipway: disable SLW1014\n")]
    public void What_could_not_be_judged_is_left_alone(string text) => Assert.DoesNotContain("SLW1023", Rules(text));

    [Fact]
    public void With_the_list_a_rule_about_the_revision_is_judged()
    {
        const string text = "# slipway: disable-file ‹SLW9003›\n" + Body;

        MarkedText.Check("SLW1023", Severity.Warning, text, new RevisionItem("appspec.yml"), new RevisionItem("a/b"));
    }

    [Theory]
    [InlineData(Body + "# slipway: disable SLW1014\n", Body)]
    [InlineData(Header + "files: # slipway: disable SLW1014 for now\n  - source: a\n    destination: /b\n", Body)]
    [InlineData(Header + "files: # keep # slipway: disable SLW1014\n  - source: a\n    destination: /b\n", Header + "files: # keep\n  - source: a\n    destination: /b\n")]
    [InlineData(Body + "    overwrite: true # slipway: disable SLW1014, SLW2007\n", Body + "    overwrite: true # slipway: disable SLW2007\n")]
    [InlineData(Body + "    overwrite: true # slipway: disable SLW2007, SLW1014\n", Body + "    overwrite: true # slipway: disable SLW2007\n")]
    [InlineData(Body + "    overwrite: true # slipway: disable SLW1013, SLW2007 SLW1014 legacy\n", Body + "    overwrite: true # slipway: disable SLW2007 legacy\n")]
    [InlineData(Body + "# slipway: disable SLW1013, SLW1014", Body)]
    [InlineData(Body + "    overwrite: true # slipway: disable swl2007\n", Body + "    overwrite: true # slipway: disable SLW2007\n")]
    [InlineData(Body + "    # slipway: disable-nextline SLW2007\n    overwrite: true\n", Body + "    # slipway: disable-next-line SLW2007\n    overwrite: true\n")]
    public void The_fix_removes_or_corrects_what_has_no_effect(string before, string after)
    {
        Assert.Equal(after, FixCase.Fixed("SLW1023", before));
        Assert.Equal(after.Replace("\n", "\r\n", StringComparison.Ordinal), FixCase.Fixed("SLW1023", before.Replace("\n", "\r\n", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("a.sh", "#!/bin/sh\r\n# slipway: disable-file SLW5001\r\necho\r\n")]
    [InlineData("a.sh", "#!/bin/sh # slipway: disable SLW5001\r\necho\r\n")]
    public void A_script_speaks_for_itself(string path, string text) =>
        Assert.DoesNotContain("SLW5001", Rules(Header + $"hooks:\n  AfterInstall:\n    - location: {path}\n", Script(path, text)));

    [Theory]
    [InlineData("a.sh", "#!/bin/sh\n# slipway: disable ‹SLW5001›\nexit 0\n")]
    [InlineData("a.sh", "#!/bin/sh\necho x # slipway: disable ‹SLW5001›\n")]
    [InlineData("a.ps1", "exit 0 # slipway: disable ‹SLW5001›\r\n")]
    [InlineData("a.bat", "@echo off\r\nrem slipway: disable-file ‹SLW5001›\r\nexit /b 0\r\n")]
    [InlineData("a.cmd", "exit /b 0\r\n:: slipway: disable ‹SLW5001›\r\n")]
    [InlineData("a.cs", "return 0; // slipway: disable ‹SLW5001›\n")]
    public void The_comments_of_each_language_are_judged(string path, string marked)
    {
        var start = marked.IndexOf('‹', StringComparison.Ordinal);
        var script = Script(path, marked.Replace("‹", "", StringComparison.Ordinal).Replace("›", "", StringComparison.Ordinal));
        var os = path is "a.sh" or "a.cs" ? "linux" : "windows";

        var finding = Assert.Single(AppSpecCheck.Run(new RuleInputs { File = "appspec.yml", Text = $"version: 0.0\nos: {os}\nhooks:\n  AfterInstall:\n    - location: {path}\n", Scripts = [script] }), finding => finding.Rule == "SLW1023");

        Assert.Equal((path, start, 7), (finding.File, finding.Range.Offset, finding.Range.Length));
        var lines = script.Text[..start].Split('\n');
        Assert.Equal((lines.Length, lines[^1].Length + 1), (finding.Range.Line, finding.Range.Column));
    }

    [Theory]
    [InlineData("a.sh", "#!/bin/sh\necho '# slipway: disable SLW5001'\n")]
    [InlineData("a.sh", "#!/bin/sh\necho \"# slipway: disable SLW5001\"\n")]
    [InlineData("a.sh", "#!/bin/sh\necho x#slipway: disable SLW5001\n")]
    [InlineData("a.sh", "#!/bin/sh\necho slipway: disable SLW5001\n")]
    [InlineData("a.bat", "echo rem slipway: disable SLW5001\r\n")]
    [InlineData("a.cs", "var x = \"// slipway: disable SLW5001\";\n")]
    public void What_is_no_comment_says_nothing(string path, string text) => Assert.DoesNotContain("SLW1023", Rules(Header + $"hooks:\n  AfterInstall:\n    - location: {path}\n", Script(path, text)));
}
