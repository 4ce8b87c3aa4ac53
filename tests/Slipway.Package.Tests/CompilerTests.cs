namespace Slipway.Package.Tests;

/// <summary>The SDK's own compiler runs the rules in an ordinary build. A compiler that finds the analyzer too new leaves it out with no more than a warning: these tests fail then.</summary>
public class CompilerTests(PackageFeed feed)
{
    private const string Files = "version: 0.0\nos: linux\nfiles:\n  - source: /Source\n    destination: /srv/app\n";

    [Fact]
    public async Task A_build_reports_what_is_wrong_at_its_token_in_the_appspec_and_in_the_scripts()
    {
        var project = new TemporaryProject(feed).WithAppSpec();
        project.Write("appspec.yml", "version: 0.0\nos: linux\nhook:\n  AfterInstall:\n    - location: Scripts/setup.sh\nfiles:\n  - source: /Sources\n    destination: /srv\n");
        project.Write("Scripts/setup.sh", "#!/bin/sh\r\necho\r\n");

        var build = (await project.RunAsync("build")).MustFail();

        Assert.Contains("appspec.yml(3,1): error SLW1011: ", Assert.Single(build.Errors("SLW1011")), StringComparison.Ordinal);
        Assert.Contains("appspec.yml(7,13): error SLW9002: ", Assert.Single(build.Errors("SLW9002")), StringComparison.Ordinal);
        Assert.Contains("Scripts/setup.sh(1,10): error SLW5001: ", Assert.Single(build.Errors("SLW5001")), StringComparison.Ordinal);
        Assert.Contains("docs/rules/SLW1011.md", build.Output, StringComparison.Ordinal);
        AnalyzerIsWell(build);
    }

    [Fact]
    public async Task A_good_project_builds_silently_and_a_second_time_without_the_compiler()
    {
        var project = new TemporaryProject(feed, items: """<RevisionFile Include="../tools/**" RevisionPath="Tools/" /><RevisionFile Include="$(MSBuildProjectDirectory)/extra.sh" />""").WithAppSpec();
        project.Write("../tools/deep/run.sh", "#!/bin/sh\nset -e\ncp a b\n");
        project.Write("extra.sh", "#!/bin/sh\nset -e\ncp a b\n");
        project.Write("appspec.yml", File.ReadAllText(project.PathOf("appspec.yml")) + "  ApplicationStart:\n    - location: Tools/deep/run.sh\n    - location: extra.sh\n");

        var first = (await project.RunAsync("build", "-warnaserror")).MustSucceed();
        var assembly = project.PathOf("obj", "Debug", "net10.0", "App.dll");
        var compiled = File.GetLastWriteTimeUtc(assembly);
        (await project.RunAsync("build")).MustSucceed();

        AnalyzerIsWell(first);
        Assert.Equal(
            ["File\t0\t0\tConfig/app.json\t", "File\t0\t0\tScripts/setup.sh\t", "File\t0\t0\tScripts/stop.sh\t", "File\t0\t0\tScripts/validate.sh\t",
                "File\t0\t0\tTools/deep/run.sh\t", "File\t0\t0\tappspec.yml\t", "File\t0\t0\textra.sh\t", "Produced\t0\t0\tSource\t"],
            File.ReadAllLines(project.PathOf("obj", "Debug", "net10.0", "slipway", "revision.items")).Order(StringComparer.Ordinal));
        Assert.Equal(compiled, File.GetLastWriteTimeUtc(assembly));
    }

    [Fact]
    public async Task The_profile_and_an_editorconfig_beside_the_appspec_choose_the_severity()
    {
        var project = new TemporaryProject(feed, properties: "<AppSpecFile>deploy/appspec.yml</AppSpecFile>").WithAppSpec();
        project.Write("deploy/appspec.yml", Files + "something: 1\nhook: {}\n");
        project.Write("deploy/.editorconfig", "[*.yml]\nslipway_diagnostic.SLW1011.severity = warning\n");

        var beside = (await project.RunAsync("build")).MustSucceed();
        File.Delete(project.PathOf("deploy", ".editorconfig"));
        project.Write("deploy/appspec.yml", Files + "something: 1\n");
        var strict = (await project.RunAsync("build", "-p:SlipwayProfile=Strict")).MustFail();
        var none = (await project.RunAsync("build", "-p:SlipwayProfile=none")).MustSucceed();
        project.Write(".globalconfig", "is_global = true\ndotnet_diagnostic.SLW1011.severity = none\n");
        var user = (await project.RunAsync("build", "-p:SlipwayProfile=strict")).MustSucceed();

        Assert.Contains("deploy/appspec.yml(7,1): warning SLW1011: ", beside.Output, StringComparison.Ordinal);
        Assert.Contains("deploy/appspec.yml(6,1): error SLW1011: ", Assert.Single(strict.Errors("SLW1011")), StringComparison.Ordinal);
        Assert.DoesNotContain("SLW1011", none.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("SLW1011", user.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("net10.0", "")]
    [InlineData("netstandard2.1", "false")]
    public async Task A_file_that_several_frameworks_share_is_reported_for_the_first_of_them(string framework, string expected)
    {
        // The build files themselves: no second framework can be restored everywhere.
        var project = new TemporaryProject(feed);
        project.Write("App.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <Import Project="{Path.Combine(Repository.Root, "build", "Slipway.props")}" />
              <PropertyGroup><TargetFrameworks> net10.0 ; netstandard2.1 </TargetFrameworks></PropertyGroup>
              <Import Project="{Path.Combine(Repository.Root, "build", "Slipway.targets")}" />
            </Project>
            """);

        var evaluated = (await project.RunAsync("msbuild", $"-p:TargetFramework={framework}", "-getProperty:SlipwayRunAnalyzers")).MustSucceed();

        Assert.Equal(expected, evaluated.Output.Trim());
    }

    [Fact]
    public async Task A_project_without_an_appspec_is_none_of_ours()
    {
        var project = new TemporaryProject(feed);

        AnalyzerIsWell((await project.RunAsync("build", "-warnaserror")).MustSucceed());

        Assert.False(Directory.Exists(project.PathOf("obj", "Debug", "net10.0", "slipway")));
    }

    // CS9057: newer than the compiler; CS8032: cannot be created; AD0001: it failed; SLW0080: a rule failed.
    private static void AnalyzerIsWell(CommandResult build) =>
        Assert.All((string[])["CS9057", "CS8032", "AD0001", "SLW0080"], code => Assert.DoesNotContain(code, build.Output, StringComparison.Ordinal));
}
