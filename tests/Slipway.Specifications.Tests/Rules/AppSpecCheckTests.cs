using System.Text;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Tests.Rules;

/// <summary>What a run of the rules gives as a whole.</summary>
public sealed class AppSpecCheckTests
{
    private const string Clean =
        """
        version: 0.0
        os: linux
        files:
          - source: /Source
            destination: /srv/orders
        file_exists_behavior: OVERWRITE
        permissions:
          - object: /srv/orders
            pattern: "*.sh"
            owner: www-data
            group: www-data
            mode: "0755"
            type: [file]
        hooks:
          ApplicationStop:
            - location: Scripts/stop.sh
              timeout: 60
              runas: root
          ValidateService:
            - location: Scripts/validate.sh

        """;

    private static IReadOnlyList<Finding> Check(string text) => AppSpecCheck.Run(new RuleInputs { File = "appspec.yml", Content = Encoding.UTF8.GetBytes(text) });

    [Fact]
    public void A_well_formed_appspec_has_no_findings()
    {
        Assert.Empty(Check(Clean));
        Assert.Empty(Check(Clean.Replace("\n", "\r\n", StringComparison.Ordinal)));
        Assert.Empty(Check("version: 0.0\nos: windows\nfiles:\n  - source: \\site\n    destination: c:\\inetpub\\wwwroot\nhooks:\n  AfterInstall:\n    - location: \\scripts\\install.ps1\n"));
    }

    [Fact]
    public void All_errors_of_a_file_are_reported_in_the_order_of_the_file()
    {
        var findings = Check("version: 1.0\nos: Linux\nfiles:\n  - source: a\nhooks:\n  AfterInstal:\n    - timeout: 5m\n");

        Assert.Equal(["SLW1013", "SLW1014", "SLW2001", "SLW4001", "SLW4004", "SLW4006"], findings.Select(finding => finding.Rule));
        Assert.Equal(findings.OrderBy(finding => finding.Range.Offset), findings);
    }

    [Fact]
    public void Several_syntax_errors_are_found_in_one_run()
    {
        var findings = Check("version: 0.0\nos: linux\nfiles:\n  - source: *.txt\n    destination: /a\n  - source:app\n    destination: /b\n  - source: @x\n    destination: /c\n");

        Assert.Equal([("SLW1022", 4), ("SLW1021", 6), ("SLW1022", 8)], findings.Select(finding => (finding.Rule, finding.Range.Line)));
        Assert.Equal((13, 18), (findings[0].Range.Column, findings[0].Range.EndColumn));
    }

    [Fact]
    public void A_misspelt_key_is_the_only_report_about_the_missing_one()
    {
        var finding = Assert.Single(Check("version: 0.0\nos: linux\nfiles:\n  - source: a\n    distination: /b\n"));

        Assert.Equal(("SLW1011", Severity.Error), (finding.Rule, finding.Severity));
        Assert.Contains("Did you mean 'destination'?", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("    overwrite: true # slipway: disable SLW2007\n")]
    [InlineData("    # slipway: disable-next-line SLW2007\n    overwrite: true\n")]
    public void A_comment_suppresses_a_finding_of_its_line(string lines) =>
        Assert.Empty(Check($"version: 0.0\nos: linux\nfiles:\n  - source: a\n    destination: /b\n{lines}"));

    [Fact]
    public void A_comment_at_the_top_suppresses_a_rule_in_the_whole_file()
    {
        const string body = "version: 0.0\nos: linux\nfiles:\n  - source: a\n    destination: /b\n    overwrite: true\n";

        Assert.Empty(Check("# slipway: disable-file SLW2007\n" + body));
        Assert.Equal(["SLW2007", "SLW1023"], Check(body + "# slipway: disable-file SLW2007\n").Select(finding => finding.Rule));
        Assert.Equal(["SLW1023", "SLW2007"], Check("# slipway: disable-file SLW9999\n" + body).Select(finding => finding.Rule));
    }

    [Fact]
    public void A_suppression_in_a_script_covers_the_script()
    {
        var script = new ScriptFile("scripts/a.sh", "src/scripts/a.sh", Encoding.UTF8.GetBytes("#!/bin/sh\r\necho\r\n"));
        var silent = new ScriptFile("scripts/a.sh", "src/scripts/a.sh", Encoding.UTF8.GetBytes("#!/bin/sh\r\n# slipway: disable-file SLW5001\r\necho\r\n"));
        var inputs = new RuleInputs { File = "appspec.yml", Content = Encoding.UTF8.GetBytes(Clean), Scripts = [script] };

        var finding = Assert.Single(AppSpecCheck.Run(inputs));
        Assert.Equal(("SLW5001", "src/scripts/a.sh", 1, 10), (finding.Rule, finding.File, finding.Range.Line, finding.Range.Column));
        Assert.Empty(AppSpecCheck.Run(inputs with { Scripts = [silent] }));
    }

    [Fact]
    public void Rules_about_the_revision_are_silent_without_a_list_and_speak_with_one()
    {
        var inputs = new RuleInputs { File = "appspec.yml", Content = Encoding.UTF8.GetBytes(Clean) };
        RevisionItem[] items = [new("appspec.yml"), new("Source/app.dll"), new("Source/run.sh"), new("Scripts/stop.sh"), new("Scripts/Validate.sh")];

        Assert.Empty(AppSpecCheck.Run(inputs));
        Assert.Equal(["SLW9004"], AppSpecCheck.Run(inputs with { Revision = items }).Select(finding => finding.Rule));
        Assert.Equal(["SLW9002", "SLW9003", "SLW9003"], AppSpecCheck.Run(inputs with { Revision = [items[0]] }).Select(finding => finding.Rule));
    }

    [Theory]
    [InlineData("version: 0.0\nos: linux\n", DocumentKind.ServerAppSpec)]
    [InlineData("version: 0.0\nResources:\n  - F:\n      Type: AWS::Lambda::Function\n", DocumentKind.LambdaAppSpec)]
    [InlineData("version: 0.0\nResources:\n  - T:\n      Type: AWS::ECS::Service\n", DocumentKind.EcsAppSpec)]
    [InlineData("applicationName: x\ndeploymentGroups: []\n", DocumentKind.DeployFile)]
    [InlineData("protectedBranches: [master]\n", DocumentKind.BranchPolicy)]
    public void The_kind_of_a_file_is_told_from_its_content(string text, DocumentKind kind) =>
        Assert.Equal(kind, DocumentKinds.Recognise(Specifications.Yaml.YamlDocument.Parse(text), "any.yml"));

    [Fact]
    public void A_deploy_file_is_not_held_to_the_rules_of_an_appspec() => Assert.Empty(Check("applicationName: Orders\ndeploymentGroups:\n  - deploymentGroupName: test\n    onPremisesInstanceTagFilters: [{ Key: Fleet, Type: KEY_ONLY }]\n"));

    [Fact]
    public void A_mark_is_reported_once_and_the_rest_is_checked_all_the_same()
    {
        var findings = AppSpecCheck.Run(new RuleInputs { File = "a", Content = [0xEF, 0xBB, 0xBF, .. "version: 0.0\nos: Linux\n"u8] });

        Assert.Equal(["SLW1003", "SLW1014"], findings.Select(finding => finding.Rule));
    }

    [Fact]
    public void Findings_print_as_compilers_and_build_servers_read_them() =>
        Assert.StartsWith("appspec.yml(2,5): error SLW1014: The os 'Linux' is unknown", Assert.Single(Check("version: 0.0\nos: Linux\n")).ToString(), StringComparison.Ordinal);

    [Fact]
    public void More_findings_of_one_rule_than_anybody_reads_are_counted()
    {
        var text = new StringBuilder(Clean);
        for (var i = 0; i < 2_999; i++) text.Append("something").Append(i).Append(": 1\n");
        text.Append("file: []\n");

        var findings = Check(text.ToString()).Where(finding => finding.Rule == "SLW1011").ToList();

        Assert.Equal(1_001, findings.Count);
        Assert.Equal("2000 more findings of this rule are not listed, the last of them here; mend the first 1000 and check again.", findings[^1].Message);
        // An error among those that are not listed still stops the deployment.
        Assert.Equal(Severity.Error, findings[^1].Severity);
        Assert.All(findings.Take(1_000), finding => Assert.Equal(Severity.Warning, finding.Severity));
    }

    [Fact]
    public void Five_thousand_lines_are_checked_without_much_memory()
    {
        var text = new StringBuilder("version: 0.0\nos: linux\nfiles:\n");
        for (var i = 0; i < 1_200; i++) text.Append("  - source: app/dir").Append(i).Append("\n    destination: /srv/app/dir").Append(i).Append('\n');
        text.Append("permissions:\n");
        for (var i = 0; i < 650; i++) text.Append("  - object: /srv/app/dir").Append(i).Append("\n    owner: www-data\n    mode: 644\n    pattern: \"*.sh\"\n");
        var content = Encoding.UTF8.GetBytes(text.ToString());
        var inputs = new RuleInputs { File = "a", Content = content, Revision = [new RevisionItem("appspec.yml"), .. Enumerable.Range(0, 1_200).Select(i => new RevisionItem($"app/dir{i}/f.sh"))] };
        AppSpecCheck.Run(inputs);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Empty(AppSpecCheck.Run(inputs));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }
}
