namespace Slipway.Package.Tests;

/// <summary>What the package does to builds that do not deploy.</summary>
public class BuildTests(PackageFeed feed)
{
    [Fact]
    public async Task A_design_time_build_succeeds_with_a_broken_deployment_and_sees_appspec_and_scripts()
    {
        var project = new TemporaryProject(feed, properties: "<DeployFile>none.yml</DeployFile>").WithAppSpec();
        project.Write("appspec.yml", "{{{ not yaml");
        (await project.RunAsync("restore")).MustSucceed();

        var build = (await project.RunAsync("msbuild", "-t:Compile", "-p:DesignTimeBuild=true", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true",
            "-p:Deploy=true", "-p:SlipwayTasksFolder=/does/not/exist/", "-getItem:AdditionalFiles")).MustSucceed();

        Assert.Contains("\"SlipwayRole\": \"appspec\"", build.Output, StringComparison.Ordinal);
        Assert.Contains("\"SlipwayRole\": \"list\"", build.Output, StringComparison.Ordinal);
        Assert.Equal(3, build.Output.Split("\"SlipwayRole\": \"script\"").Length - 1);
    }

    [Fact]
    public async Task A_hook_script_in_CSharp_is_not_compiled_into_the_application()
    {
        var project = new TemporaryProject(feed).WithAppSpec();
        project.Write("Scripts/check.cs", "#!/usr/bin/env dotnet\n#:property PublishAot=false\nSystem.Console.WriteLine(1);\n");

        (await project.RunAsync("build")).MustSucceed();
    }

    [Fact]
    public async Task An_MSBuild_before_18_is_told_what_to_install()
    {
        var project = new TemporaryProject(feed).WithAppSpec();

        var publish = (await project.PublishAsync("-p:_SlipwayMSBuildVersion=17.14.8")).MustFail();

        Assert.Contains("17.14.8", Assert.Single(publish.Errors("SLW0051")), StringComparison.Ordinal);
        Assert.DoesNotContain("MSB4", publish.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_with_several_frameworks_must_choose_one()
    {
        var project = new TemporaryProject(feed).WithAppSpec();
        project.Write("App.csproj", File.ReadAllText(project.ProjectFile)
            .Replace("<TargetFramework>net10.0</TargetFramework>", "<TargetFrameworks>net10.0;netstandard2.1</TargetFrameworks>", StringComparison.Ordinal)
            // The second framework is only named: its reference assemblies need not be there.
            .Replace("</PropertyGroup>", "<DisableImplicitFrameworkReferences Condition=\"'$(TargetFramework)' != 'net10.0'\">true</DisableImplicitFrameworkReferences></PropertyGroup>", StringComparison.Ordinal));

        var target = (await project.RunAsync("build", "-t:SlipwayDeploy")).MustFail();
        (await project.PublishAsync("-f", "net10.0")).MustSucceed();

        Assert.Contains("dotnet publish -f", Assert.Single(target.Errors("SLW0052")), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(project.Root, "srv/app/App.dll")));
    }
}
