using Microsoft.CodeAnalysis;

namespace Slipway.Analyzers.Tests;

/// <summary>What a user types wrong is marked on exactly that token, in the file where it stands.</summary>
public class HeadlineTests
{
    private const string Header = "version: 0.0\nos: linux\n";
    private const string Hook = Header + "hooks:\n  AfterInstall:\n    - location: Scripts/a.sh\n";

    [Theory]
    [InlineData("SLW1011", "version: 0.0\nos: linux\n‹hook›:\n  AfterInstall:\n    - location: Scripts/a.sh\n")]
    [InlineData("SLW3004", Header + "permissions:\n  - object: /srv\n    mode: ‹0644›\n")]
    [InlineData("SLW4006", Hook + "      timeout: ‹5m›\n")]
    [InlineData("SLW4001", Header + "hooks:\n  ‹AfterInstal›:\n    - location: Scripts/a.sh\n")]
    [InlineData("SLW9004", Header + "hooks:\n  AfterInstall:\n    - location: ‹A.SH›\n")]
    [InlineData("SLW9002", Header + "files:\n  - source: ‹/Sources›\n    destination: /srv/app\n")]
    [InlineData("SLW2006", Header + "files:\n  - source: Config/a.json\n    destination: /srv\n  - source: ‹More/a.json›\n    destination: /srv\n")]
    public async Task A_mistake_in_the_appspec_is_an_error_on_its_token(string rule, string text)
    {
        var marked = Marked.Parse(text);
        var project = AnalyzedProject.Create().AppSpec(marked.Text).Script("Scripts/a.sh", "#!/bin/sh\nset -e\ncp a b\n")
            .List("appspec.yml", "a.sh", "Scripts/a.sh", "Config/a.json", "More/a.json", "Source/");

        var found = Assert.Single(await project.DiagnosticsAsync(), diagnostic => diagnostic.Id == rule);

        Assert.Equal(("/p/appspec.yml", marked.Start, marked.Length, DiagnosticSeverity.Error),
            (found.Location.GetLineSpan().Path, found.Location.SourceSpan.Start, found.Location.SourceSpan.Length, found.Severity));
        Assert.EndsWith($"docs/rules/{rule}.md", found.Descriptor.HelpLinkUri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistake_in_a_script_is_marked_in_the_script()
    {
        var project = AnalyzedProject.Create().AppSpec(Hook).Script("Scripts/a.sh", "#!/bin/sh\r\necho\r\n");

        var found = Assert.Single(await project.DiagnosticsAsync(), diagnostic => diagnostic.Id == "SLW5001");

        Assert.Equal(("/p/Scripts/a.sh", "\r"), (found.Location.GetLineSpan().Path, project.Text("Scripts/a.sh").Substring(found.Location.SourceSpan.Start, 1)));
    }

    [Fact]
    public async Task A_background_job_that_keeps_the_output_open_is_marked_in_the_script()
    {
        var marked = Marked.Parse("#!/bin/sh\nset -e\n‹nohup java -jar /srv/app/shop.jar &›\n");
        var project = AnalyzedProject.Create().AppSpec(Hook).Script("Scripts/a.sh", marked.Text);

        var found = Assert.Single(await project.DiagnosticsAsync(), diagnostic => diagnostic.Id == "SLW5009");

        Assert.Equal(("/p/Scripts/a.sh", marked.Start, marked.Length), (found.Location.GetLineSpan().Path, found.Location.SourceSpan.Start, found.Location.SourceSpan.Length));
    }

    [Fact]
    public async Task A_lambda_that_moves_to_the_version_it_has_is_marked()
    {
        var marked = Marked.Parse("version: 0.0\nResources:\n  - orders:\n      Type: AWS::Lambda::Function\n      Properties: { Name: orders, Alias: live, CurrentVersion: 7, TargetVersion: ‹7› }\n");

        var found = Assert.Single(await AnalyzedProject.Create().AppSpec(marked.Text).DiagnosticsAsync(), diagnostic => diagnostic.Id == "SLW6005");

        Assert.Equal((marked.Start, marked.Length), (found.Location.SourceSpan.Start, found.Location.SourceSpan.Length));
    }

    [Fact]
    public async Task A_traffic_hook_without_a_load_balancer_is_marked_in_the_appspec()
    {
        var marked = Marked.Parse(Header + "hooks:\n  ‹BeforeAllowTraffic›:\n    - location: Scripts/a.sh\n");
        var project = AnalyzedProject.Create().AppSpec(marked.Text).Script("Scripts/a.sh", "#!/bin/sh\nset -e\ncp a b\n")
            .With("deploy.yml", "deploy", "applicationName: Shop\ndeploymentGroups:\n  - deploymentGroupName: live\n    autoScalingGroups: [shop]\n");

        var found = Assert.Single(await project.DiagnosticsAsync(), diagnostic => diagnostic.Id == "SLW7014");

        Assert.Equal(("/p/appspec.yml", marked.Start, marked.Length), (found.Location.GetLineSpan().Path, found.Location.SourceSpan.Start, found.Location.SourceSpan.Length));
    }

    [Fact]
    public async Task A_branch_that_may_not_deploy_is_marked_in_the_policy()
    {
        var marked = Marked.Parse("deploy:\n  - { branches: ‹[master]›, deploymentGroups: [production] }\n");
        var project = AnalyzedProject.Create().AppSpec(Hook).Script("Scripts/a.sh", "#!/bin/sh\nset -e\ncp a b\n").With("branch-policy.yml", "policy", marked.Text)
            .With("checkout.facts", "checkout", "branch: dev\n").With("group.globalconfig", null, "is_global = true\nbuild_property.DeploymentGroup = production\n");

        var found = Assert.Single(await project.DiagnosticsAsync(), diagnostic => diagnostic.Id == "SLW8012");

        Assert.Equal(("/p/branch-policy.yml", marked.Start, marked.Length), (found.Location.GetLineSpan().Path, found.Location.SourceSpan.Start, found.Location.SourceSpan.Length));
    }

    [Fact]
    public async Task What_the_build_produces_is_not_missed()
    {
        var project = AnalyzedProject.Create().AppSpec(Header + "files:\n  - source: /Source/wwwroot\n    destination: /srv/app\n").List("appspec.yml", "Source/");

        Assert.DoesNotContain(await project.DiagnosticsAsync(), diagnostic => diagnostic.Id.StartsWith("SLW9", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_list_nothing_is_said_of_what_the_revision_holds()
    {
        var project = AnalyzedProject.Create().AppSpec(Header + "files:\n  - source: /nowhere\n    destination: /srv/app\n");

        Assert.DoesNotContain(await project.DiagnosticsAsync(), diagnostic => diagnostic.Id.StartsWith("SLW9", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lines_and_columns_are_those_of_the_file_behind_carriage_returns_and_astral_characters()
    {
        var project = AnalyzedProject.Create().AppSpec("# 😀\r\nversion: 0.0\r\nos: linux\r\n# 日本\r\nhook: {}\r\n");

        var found = Assert.Single(await project.DiagnosticsAsync(), diagnostic => diagnostic.Id == "SLW1011");

        Assert.Equal("/p/appspec.yml: (4,0)-(4,4)", found.Location.GetLineSpan().ToString());
    }

    [Fact]
    public async Task An_editor_that_asks_for_one_file_gets_the_findings_of_that_file()
    {
        var project = AnalyzedProject.Create().AppSpec(Hook + "hook: {}\n").Script("Scripts/a.sh", "#!/bin/sh\r\necho\r\n");

        Assert.All(await project.DiagnosticsOfAsync("appspec.yml"), diagnostic => Assert.Equal("/p/appspec.yml", diagnostic.Location.GetLineSpan().Path));
        Assert.Contains(await project.DiagnosticsOfAsync("appspec.yml"), diagnostic => diagnostic.Id == "SLW1011");
        Assert.Contains(await project.DiagnosticsOfAsync("Scripts/a.sh"), diagnostic => diagnostic.Id == "SLW5001");
        Assert.All(await project.DiagnosticsOfAsync("Scripts/a.sh"), diagnostic => Assert.Equal("/p/Scripts/a.sh", diagnostic.Location.GetLineSpan().Path));
    }

    [Fact]
    public async Task A_file_of_somebody_else_is_none_of_ours()
    {
        var project = AnalyzedProject.Create().With("appspec.yml", "other", "hook: {}").With("settings.json", "", "{");

        Assert.Empty(await project.DiagnosticsAsync());
    }

    [Fact]
    public async Task A_second_place_is_named()
    {
        var project = AnalyzedProject.Create().AppSpec(Header + "os: linux\n");

        var found = Assert.Single(await project.DiagnosticsAsync(), diagnostic => diagnostic.Id == "SLW1010");

        Assert.All(found.AdditionalLocations, place => Assert.Equal("/p/appspec.yml", place.GetLineSpan().Path));
    }

    [Fact]
    public async Task The_analyzer_can_be_switched_off()
    {
        var project = AnalyzedProject.Create().AppSpec("hook: {}").With("off.globalconfig", null, "is_global = true\nbuild_property.SlipwayRunAnalyzers = false\n");

        Assert.Empty(await project.DiagnosticsAsync());
    }

    [Fact]
    public async Task A_script_outside_of_the_scripts_folder_is_checked_when_a_hook_names_it()
    {
        var project = AnalyzedProject.Create().AppSpec(Header + "hooks:\n  AfterInstall:\n    - location: ./Config/a.sh\n")
            .With("Config/a.sh", "candidate", "#!/bin/sh\r\n").With("Config/b.sh", "candidate", "#!/bin/sh\r\n");

        Assert.Equal("/p/Config/a.sh", Assert.Single(await project.DiagnosticsAsync(), diagnostic => diagnostic.Id == "SLW5001").Location.GetLineSpan().Path);
    }
}
