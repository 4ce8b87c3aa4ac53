using Slipway.Specifications.Findings;
using Slipway.Specifications.Policies;
using Xunit;

namespace Slipway.Checks.Tests;

public sealed class FolderTests : IDisposable
{
    private const string Project = "<Project><ItemGroup><PackageReference Include=\"Slipway\" Version=\"1.0.0\" /></ItemGroup></Project>";
    private const string AppSpec = "version: 0.0\nos: linux\nfiles:\n  - source: /Source\n    destination: /srv/app\nhooks:\n  AfterInstall:\n    - location: Scripts/start.sh\n";

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_revision_folder_must_hold_what_the_appspec_names()
    {
        folder.Write("appspec.yml", AppSpec);
        Assert.Equal(["SLW9002", "SLW9003"], Errors(folder.Check()));
        folder.Write("Source/app.dll", "x");
        folder.Write("Scripts/start.sh", "#!/bin/sh\necho started\n");
        Assert.Empty(Errors(folder.Check()));
    }

    [Fact]
    public void A_document_that_is_a_device_is_refused_and_not_read_for_ever()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A device is needed.");
        File.CreateSymbolicLink(folder.PathOf("appspec.yml"), "/dev/zero");
        Assert.Contains("no regular file", Assert.Throws<IOException>(() => folder.Check()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_that_is_too_large_to_be_looked_into_is_told_of()
    {
        folder.Write("appspec.yml", AppSpec);
        folder.Write("Source/app.dll", "x");
        folder.Write("Scripts/start.sh", "#!/bin/sh\r\n" + new string('#', 5 << 20));
        var result = folder.Check();
        Assert.Empty(Errors(result));
        Assert.Contains("Scripts/start.sh has more than 4 MiB", Assert.Single(result.Notes).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_in_the_scripts_folder_that_lead_back_end()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links are needed.");
        folder.Write("App.csproj", Project);
        folder.Write("appspec.yml", AppSpec);
        folder.Write("Scripts/start.sh", "#!/bin/sh\necho started\n");
        foreach (var name in (string[])["a", "b", "c"]) Directory.CreateSymbolicLink(folder.PathOf("Scripts/" + name), "..");
        Assert.Empty(Errors(folder.Check()));
    }

    [Fact]
    public void A_project_has_its_scripts_and_its_publish_output_is_trusted_to_come()
    {
        folder.Write("App.csproj", Project);
        folder.Write("appspec.yml", AppSpec);
        Assert.Equal(["SLW9003"], Errors(folder.Check()));
        folder.Write("scripts/start.sh", "#!/bin/sh\necho started\n");
        Assert.Equal(["SLW9004"], Errors(folder.Check()));
        folder.Write("Scripts/start.sh", "#!/bin/sh\necho started\n");
        Assert.Empty(Errors(folder.Check()));
        folder.Write("appspec.yml", AppSpec.Replace("/Source", "/Sources", StringComparison.Ordinal));
        Assert.Equal(["SLW9002"], Errors(folder.Check()));
    }

    [Theory]
    [InlineData("<Project/>")]
    [InlineData("<Project")]
    [InlineData("<Project><ItemGroup><PackageReference Include=\"Slipway\" /><RevisionFile Include=\"x/**\" /></ItemGroup></Project>")]
    [InlineData("<Project><PropertyGroup><RevisionPublishFolder>$(X)</RevisionPublishFolder></PropertyGroup><ItemGroup><PackageReference Include=\"Slipway\" /></ItemGroup></Project>")]
    [InlineData("<Project><PropertyGroup><RevisionPublishFolder>/</RevisionPublishFolder></PropertyGroup><ItemGroup><PackageReference Include=\"Slipway\" /></ItemGroup></Project>")]
    public void Where_only_the_build_knows_the_layout_nothing_is_missed(string project)
    {
        folder.Write("App.csproj", project);
        folder.Write("appspec.yml", AppSpec);
        Assert.Empty(Errors(folder.Check()));
    }

    [Fact]
    public void A_publish_folder_that_is_written_down_counts()
    {
        folder.Write("App.csproj", Project);
        folder.Write("Directory.Build.props", "<Project><PropertyGroup><RevisionPublishFolder>bin/</RevisionPublishFolder></PropertyGroup></Project>");
        folder.Write("Scripts/start.sh", "#!/bin/sh\necho started\n");
        folder.Write("appspec.yml", AppSpec.Replace("/Source", "bin/sub", StringComparison.Ordinal));
        Assert.Empty(Errors(folder.Check()));
    }

    [Fact]
    public void Scripts_that_no_hook_names_are_checked_too()
    {
        folder.Write("appspec.yml", "version: 0.0\nos: linux\nhooks:\n  AfterInstall:\n    - location: run.sh\n");
        folder.Write("run.sh", "#!/bin/sh\n. Scripts/common.sh\n");
        folder.Write("Scripts/common.sh", "#!/bin/sh\r\necho hello\r\n");
        Assert.Contains(folder.Check().Findings, finding => finding is { Rule: "SLW5001", File: "Scripts/common.sh" });
    }

    [Fact]
    public void The_documents_of_a_project_are_checked_together_and_the_policy_comes_from_the_git_root()
    {
        folder.Write("App/App.csproj", Project);
        folder.Write("App/appspec.yml", "version: 0.0\nos: linux\n");
        folder.Write("App/deploy.yml", "applicationName: a\napplicationName: b\n");
        folder.Write(".git", "gitdir: elsewhere\n");
        folder.Write("branch-policy.yml", "default: Allow\ndefault: Deny\n");
        var asked = new List<string>();
        var result = folder.Check(request => request with
        {
            Checkout = path =>
            {
                asked.Add(path);
                return new CheckoutFacts { Branch = "dev" };
            },
        }, "App");
        Assert.Contains(result.Findings, finding => finding is { Rule: "SLW1010", File: "App/deploy.yml" });
        Assert.Contains(result.Findings, finding => finding is { Rule: "SLW1010", File: "branch-policy.yml" });
        Assert.Single(asked);
    }

    [Fact]
    public void Without_a_policy_the_checkout_is_not_looked_at()
    {
        folder.Write("appspec.yml", "version: 0.0\nos: linux\n");
        folder.Check(request => request with { Checkout = _ => throw new InvalidOperationException("asked") });
    }

    [Fact]
    public void A_secret_is_found_where_it_stands_and_its_fingerprint_accepts_it()
    {
        folder.Write("App.csproj", Project.Replace("<Project>", "<Project><PropertyGroup><SlipwayAllowedSecrets>allowed.txt</SlipwayAllowedSecrets></PropertyGroup>", StringComparison.Ordinal));
        folder.Write("appspec.yml", "version: 0.0\nos: linux\nfiles:\n  - source: /Config\n    destination: /srv/config\n");
        folder.Write("Config/aws.ini", "[default]\naws_access_key_id = " + "AKIA" + "QYLPMN5HHHFPZAM2" + "\n");
        var finding = Assert.Single(folder.Check().Findings, finding => finding.Rule == "SLW9011");
        Assert.Equal(("Config/aws.ini", 2), (finding.File, finding.Range.Line));
        folder.Write("allowed.txt", System.Text.RegularExpressions.Regex.Match(finding.Message, "[0-9a-f]{64}").Value);
        Assert.DoesNotContain(folder.Check().Findings, found => found.Rule == "SLW9011");
    }

    [Fact]
    public void A_folder_without_documents_is_nothing_to_check() => Assert.Null(CheckRequests.Of(folder.Path));

    [Fact]
    public void A_project_with_only_a_deploy_yml_is_not_told_that_it_lacks_an_appspec()
    {
        folder.Write("App.csproj", Project);
        folder.Write("deploy.yml", "applicationName: a\n");
        Assert.DoesNotContain(folder.Check().Findings, finding => finding.Rule == "SLW9001");
    }

    [Fact]
    public void Configuration_files_give_severities()
    {
        folder.Write("appspec.yml", "version: 0.0\nos: linux\nfiles:\n  - source: a.txt\n    destination: /srv/app\n    overwrite: true\n");
        folder.Write("a.txt", "x");
        Assert.Equal(Severity.Warning, SeverityOf("SLW2007", folder.Check()));
        folder.Write(".editorconfig", "root = true\n[appspec.yml]\nslipway_diagnostic.SLW2007.severity = error\n");
        Assert.Equal(Severity.Error, SeverityOf("SLW2007", folder.Check()));
        folder.Write(".globalconfig", "is_global = true\ndotnet_diagnostic.SLW2007.severity = suggestion\n");
        Assert.Equal(Severity.Info, SeverityOf("SLW2007", folder.Check()));
        Assert.Null(SeverityOf("SLW2007", folder.Check(request => request with { Severities = new() { NoWarn = ["SLW2007"] } })));
    }

    [Fact]
    public void The_profile_none_leaves_why_an_agent_refuses_the_file()
    {
        SeveritySettings none = new() { Profile = RuleProfile.None };
        folder.Write("appspec.yml", "version: 0.0\nos: solaris\n");
        Assert.Equal(["SLW1014"], Errors(folder.Check(request => request with { Severities = none })));
        folder.Write("appspec.yml", "version: 0.0\nos: linux\nfiles:\n  - source: /none\n    destination: /srv/app\n");
        Assert.Empty(folder.Check(request => request with { Severities = none }).Findings);
        // An unknown key is no refusal, but here the real one is missing for it.
        folder.Write("appspec.yml", "version: 0.0\nos: linux\nfiles:\n  - source: /\n    distination: /srv/app\n");
        Assert.NotEmpty(Errors(folder.Check(request => request with { Severities = none })));
    }

    private static IEnumerable<string> Errors(CheckResult result) => result.Findings.Where(finding => finding.Severity == Severity.Error).Select(finding => finding.Rule);

    private static Severity? SeverityOf(string rule, CheckResult result) => result.Findings.FirstOrDefault(finding => finding.Rule == rule)?.Severity;
}
