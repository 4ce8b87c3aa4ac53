using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;
using static Slipway.Specifications.Tests.Resolving.Resolver;

namespace Slipway.Specifications.Tests.Resolving;

/// <summary>What the rules say before anything is resolved: while somebody types in a project, and of a file that nothing will resolve.</summary>
public sealed class TypingTests
{
    private const string Rich = """
        version: $(AppSpecVersion)
        os: $(Os)
        file_exists_behavior: $(Behavior)
        files:
          - source: Source
            destination: /srv/$(Application)
            exclude: ["**/*.pdb", appsettings.json]
          - source: Config/{a,b}/*.json
            destination: /srv/$(Application)
          - source: Config/appsettings.json
            destination: /srv/$(Application)
        permissions:
          - object: /srv/$(Application)
            mode: $(Mode)
            owner: $(Owner)
            pattern: $(Pattern)
          - object: /srv/shop/conf
            owner: anna
        hooks:
          AfterInstall:
            - location: Scripts/$(Script).sh
              timeout: $(Timeout)
              runas: $(Account)
              sudo: $(Sudo)
              arguments: [--port, $(Port), --name=$(Application)]

        """;

    private static readonly IReadOnlyList<RevisionItem> Project = [.. Tree("appspec.yml", "Scripts/start.sh", "Config/appsettings.json", "Config/a/x.json"), new RevisionItem("Source", RevisionItemKind.Produced)];

    [Fact]
    public void Nothing_that_packing_resolves_is_reported_while_somebody_types() =>
        Assert.Empty(AppSpecCheck.Run(new RuleInputs { File = "appspec.yml", Text = Rich, Revision = Project, IsResolvedAtPacking = true }));

    [Theory]
    [InlineData("x-a: $(date +%s)\n", "SLW1024")]
    [InlineData("files:\n  - source: a/[b*\n    destination: /c\n", "SLW2015")]
    [InlineData("hooks:\n  AfterInstall:\n    - location: a\n      arguments: {a: b}\n", "SLW4012")]
    [InlineData("files:\n  - source: a\n    destination: /c\n    exclud: x\n", "SLW1011")]
    [InlineData("hooks:\n  $(Event):\n    - location: a\n", "SLW1018")]
    public void What_can_never_be_resolved_is_reported_while_somebody_types(string text, string rule) =>
        Assert.Contains(AppSpecCheck.Run(new RuleInputs { File = "appspec.yml", Text = Header + text, IsResolvedAtPacking = true }), finding => finding.Rule == rule && finding.Severity == Severity.Error);

    [Fact]
    public void Where_nothing_resolves_them_each_construct_is_an_error_that_says_what_would_happen()
    {
        var findings = AppSpecCheck.Run(new RuleInputs
        {
            File = "appspec.yml",
            Text = Header + "files:\n  - source: a\n    destination: /srv/$(Application)\n    exclude: x\n  - source: b/*.{c,d}\n    destination: /e\nhooks:\n  AfterInstall:\n    - location: f\n      arguments: [g]\n",
        });

        Assert.Contains(findings, finding => finding is { Rule: "SLW1018", Severity: Severity.Error, Range.Line: 5 } && finding.Message.Contains("slipway pack -p Application=VALUE", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding is { Rule: "SLW1011", Severity: Severity.Error, Range.Line: 6 } && finding.Message.Contains("would be copied", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding is { Rule: "SLW2002", Severity: Severity.Error, Range.Line: 7 });
        Assert.Contains(findings, finding => finding is { Rule: "SLW1011", Severity: Severity.Error, Range.Line: 12 } && finding.Message.Contains("started without them", StringComparison.Ordinal));
    }

    [Fact]
    public void The_whole_of_it_resolves_to_an_appspec_without_findings()
    {
        var text = Text(Rich, Tree("appspec.yml", "Scripts/start.sh", "Config/appsettings.json", "Config/a/x.json", "Source/shop.dll", "Source/shop.pdb", "Source/appsettings.json", "Source/conf/y"),
            ("AppSpecVersion", "0.0"), ("Os", "linux"), ("Behavior", "OVERWRITE"), ("Application", "shop"), ("Mode", "0640"), ("Owner", "root"), ("Pattern", "*"), ("Script", "start"), ("Timeout", "60"), ("Account", "root"), ("Sudo", "true"), ("Port", "5000"));

        foreach (var agent in Enum.GetValues<AgentVersion>())
        {
            var reading = AppSpecReader.Read(System.Text.Encoding.UTF8.GetBytes(text), agent, HostPlatform.Linux);
            Assert.True(reading.Accepts, $"{reading.Message}\n{text}");
        }
    }

    [Fact]
    public void Names_for_programs_leave_out_what_only_packing_knows()
    {
        var outline = AppSpecOutline.Of(AppSpecCheck.Read(Header + "files:\n  - source: a\n    destination: /srv/$(X)\n  - source: b\n    destination: /b\nhooks:\n  AfterInstall:\n    - location: $(Y).sh\n    - location: z.sh\n"), "appspec.yml");

        Assert.Equal(["/b"], outline.Destinations);
        Assert.Equal(["z.sh"], Assert.Single(outline.Hooks).Targets);
    }
}
