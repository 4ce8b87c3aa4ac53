using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;
using Slipway.Specifications.Scripts.Shell;
using Slipway.Specifications.Tests.Rules.Scripts;

namespace Slipway.Specifications.Tests.Scripts;

/// <summary>Remarks of shellcheck become findings unless a rule has spoken already.</summary>
public sealed class ShellCheckFindingsTests
{
    private const string Program = "/usr/bin/shellcheck";

    [Fact]
    public void A_remark_becomes_a_finding_with_its_code()
    {
        var script = Script("#!/bin/bash\nfor f in $(ls); do\n\trm \"$f\"\ndone\n");

        var finding = Assert.Single(ShellCheckFindings.From(script, [new ShellCheckRemark(2, 10, 2, 15, "error", 2045, "Iterating over ls output is fragile. Use globs.")], []));

        Assert.Equal(("SLW5031", Severity.Info, "a.sh", "SC2045: Iterating over ls output is fragile. Use globs."), (finding.Rule, finding.Severity, finding.File, finding.Message));
        Assert.Equal(new SourceRange(21, 5, 2, 10, 2, 15), finding.Range);
    }

    [Theory]
    [InlineData(2045, "info")]
    [InlineData(2045, "style")]
    [InlineData(2148, "error")]
    [InlineData(3043, "warning")]
    [InlineData(2115, "warning")]
    [InlineData(3010, "warning")]
    [InlineData(1072, "error")]
    public void Others_are_dropped(int code, string level)
    {
        var own = new[] { "SLW5006", "SLW5007", "SLW5019" }.Select((rule, index) => new Finding(rule, Severity.Warning, "a.sh", new SourceRange(0, 1, rule == "SLW5019" ? 2 : 1, 1, 1, 2), index.ToString(CultureInfo.InvariantCulture))).ToList();

        Assert.Empty(ShellCheckFindings.From(Script("#!/bin/sh\nrm -rf $x/bin\n"), [new ShellCheckRemark(2, 1, 2, 3, level, code, "text")], own));
    }

    [Fact]
    public void What_a_rule_said_of_another_line_or_file_is_said()
    {
        var script = Script("#!/bin/sh\nrm -rf $x/bin\n");
        var remark = new ShellCheckRemark(2, 1, 2, 3, "warning", 2115, "text");

        Assert.Single(ShellCheckFindings.From(script, [remark], [new Finding("SLW5019", Severity.Warning, "a.sh", new SourceRange(0, 1, 1, 1, 1, 2), "")]));
        Assert.Single(ShellCheckFindings.From(script, [remark], [new Finding("SLW5019", Severity.Warning, "b.sh", new SourceRange(0, 1, 2, 1, 2, 2), "")]));
    }

    [Theory]
    [InlineData(99, 1)]
    [InlineData(0, 0)]
    [InlineData(1, 5000)]
    public void A_place_outside_the_text_is_held_within_it(int line, int column)
    {
        var finding = Assert.Single(ShellCheckFindings.From(Script("a\n"), [new ShellCheckRemark(line, column, line, column + 3, "error", 1, "text")], []));

        Assert.InRange(finding.Range.Offset + finding.Range.Length, 0, 2);
    }

    [Theory]
    [InlineData("SLW5001", "#!/bin/bash\r\necho\r\n")]
    [InlineData("SLW5002", "\uFEFF#!/bin/bash\necho\n")]
    [InlineData("SLW5003", "echo a\n")]
    [InlineData("SLW5004", "# !/bin/bash\necho\n")]
    [InlineData("SLW5004", " #!/bin/bash\necho\n")]
    [InlineData("SLW5004", "!#/bin/bash\necho\n")]
    [InlineData("SLW5004", "#!bin/bash\necho\n")]
    [InlineData("SLW5004", "\n#!/bin/bash\necho\n")]
    [InlineData("SLW5004", "#!/usr/bin/env bash -e\necho\n")]
    [InlineData("SLW5005", "#!/bin/zsh\necho\n")]
    [InlineData("SLW5006", "#!/bin/sh\nif [[ -f a ]]; then source ./b; fi\necho \"${x^^}\"\n")]
    [InlineData("SLW5007", "#!/bin/bash\nif true; then\necho\n")]
    [InlineData("SLW5007", "#!/bin/bash\necho \"a\n")]
    [InlineData("SLW5007", "#!/bin/bash\ncat <<EOF\nx\n")]
    [InlineData("SLW5007", "#!/bin/bash\nif true; then\nfi\n")]
    [InlineData("SLW5007", "#!/bin/bash\nfi\n")]
    [InlineData("SLW5019", "#!/bin/bash\nrm -rf \"$X/bin\"\n")]
    [InlineData("SLW5019", "#!/bin/bash\nrm -rf /usr\n")]
    public void The_program_itself_says_nothing_new_of_what_a_rule_reports(string rule, string text)
    {
        Assert.SkipUnless(File.Exists(Program), "There is no shellcheck here.");
        var own = ShellCase.Findings(text);
        Assert.Contains(own, finding => finding.Rule == rule);
        var remarks = Ask(text);
        Assert.Contains(remarks, remark => remark.Level is "error" or "warning" && ShellCheckCodes.RuleOf(remark.Code) == rule);

        Assert.Empty(ShellCheckFindings.From(new ScriptFile(ShellCase.Path, ShellCase.Path, Encoding.UTF8.GetBytes(text)), remarks, own));
    }

    [Fact]
    public void The_program_adds_what_no_rule_knows()
    {
        Assert.SkipUnless(File.Exists(Program), "There is no shellcheck here.");
        const string Text = "#!/bin/bash\nset -e\nfor f in $(ls /srv/*.conf); do\n\tchmod 640 \"$f\"\ndone\n";

        var finding = Assert.Single(ShellCheckFindings.From(Script(Text), Ask(Text), ShellCase.Findings(Text)));

        Assert.StartsWith("SC2045: ", finding.Message, StringComparison.Ordinal);
        Assert.Equal((3, 10), (finding.Range.Line, finding.Range.Column));
    }

    private static ScriptFile Script(string text) => new("a.sh", "a.sh", Encoding.UTF8.GetBytes(text));

    private static List<ShellCheckRemark> Ask(string text)
    {
        var start = new ProcessStartInfo(Program, ["--format", "json1", "-"]) { RedirectStandardInput = true, RedirectStandardOutput = true, StandardInputEncoding = new UTF8Encoding(false) };
        using var process = Process.Start(start)!;
        process.StandardInput.Write(text);
        process.StandardInput.Close();
        using var json = JsonDocument.Parse(process.StandardOutput.ReadToEnd());
        process.WaitForExit();
        return [.. json.RootElement.GetProperty("comments").EnumerateArray().Select(item => new ShellCheckRemark(item.GetProperty("line").GetInt32(), item.GetProperty("column").GetInt32(),
            item.GetProperty("endLine").GetInt32(), item.GetProperty("endColumn").GetInt32(), item.GetProperty("level").GetString()!, item.GetProperty("code").GetInt32(), item.GetProperty("message").GetString()!))];
    }
}
