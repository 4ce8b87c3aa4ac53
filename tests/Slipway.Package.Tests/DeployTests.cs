namespace Slipway.Package.Tests;

/// <summary>What makes a publish deploy, and what does not.</summary>
public class DeployTests(PackageFeed feed)
{
    [Fact]
    public async Task Publish_with_Deploy_checks_packs_stores_and_deploys_with_all_hooks()
    {
        var project = new TemporaryProject(feed).WithAppSpec();

        var publish = (await project.PublishAsync()).MustSucceed();

        Assert.Contains($"App -> group local at {project.Root}: deployment d-", publish.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(project.Root, "srv/app/App.dll")));
        Assert.Equal("{ \"a\": 1 }\n", File.ReadAllText(Path.Combine(project.Root, "srv/config/app.json")));
        Assert.Equal(["AfterInstall", "ValidateService"], project.HookLog.Select(line => line.Split(' ')[0]));
        Assert.Equal("*\n", File.ReadAllText(project.PathOf(".slipway", ".gitignore")));
        Assert.True(File.Exists(project.Bundle));
        Assert.DoesNotContain("warning", publish.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_second_publish_replaces_the_first_and_runs_its_ApplicationStop()
    {
        var project = new TemporaryProject(feed).WithAppSpec();
        (await project.PublishAsync()).MustSucceed();
        project.Write("Config/app.json", "{ \"a\": 2 }\n");

        (await project.PublishAsync()).MustSucceed();

        Assert.Equal("{ \"a\": 2 }\n", File.ReadAllText(Path.Combine(project.Root, "srv/config/app.json")));
        Assert.Equal(["AfterInstall", "ValidateService", "ApplicationStop", "AfterInstall", "ValidateService"], project.HookLog.Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public async Task Build_never_deploys_and_neither_does_a_plain_publish()
    {
        var project = new TemporaryProject(feed).WithAppSpec();

        var build = (await project.RunAsync("build", "-p:Deploy=true", "-v:n")).MustSucceed();
        var publish = (await project.RunAsync("publish", "-v:n")).MustSucceed();

        Assert.DoesNotContain("SlipwayCheck", build.Output + publish.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(project.PathOf(".slipway")));
        Assert.False(File.Exists(project.Bundle));
    }

    [Fact]
    public async Task A_path_with_spaces_and_letters_beyond_ASCII_is_a_path_like_any_other()
    {
        var project = new TemporaryProject(feed, "Größe é 日本 ; 100% (neu)", "Mein Dienst").WithAppSpec();

        (await project.PublishAsync()).MustSucceed();

        Assert.True(File.Exists(Path.Combine(project.Root, "srv/app/Mein Dienst.dll")));
        Assert.Equal(2, project.HookLog.Length);
    }

    [Fact]
    public async Task Publish_without_build_deploys_what_was_built()
    {
        var project = new TemporaryProject(feed).WithAppSpec();
        (await project.RunAsync("build", "-c", "Release")).MustSucceed();
        project.Write("Program.cs", "this does not compile");

        (await project.PublishAsync("--no-build")).MustSucceed();

        Assert.True(File.Exists(Path.Combine(project.Root, "srv/app/App.dll")));
    }

    [Fact]
    public async Task A_publish_profile_can_ask_for_the_deployment()
    {
        var project = new TemporaryProject(feed).WithAppSpec();
        project.Write("Properties/PublishProfiles/Local.pubxml", "<Project><PropertyGroup><Deploy>true</Deploy><RevisionBundleType>tgz</RevisionBundleType></PropertyGroup></Project>");

        (await project.RunAsync("publish", "-p:PublishProfile=Local")).MustSucceed();

        Assert.True(File.Exists(Path.Combine(project.Root, "srv/app/App.dll")));
        Assert.True(File.Exists(Path.ChangeExtension(project.Bundle, ".tgz")));
    }

    [Fact]
    public async Task The_target_SlipwayDeploy_publishes_first_and_needs_no_property()
    {
        var project = new TemporaryProject(feed).WithAppSpec();

        (await project.RunAsync("build", "-restore", "-t:SlipwayDeploy")).MustSucceed();
        (await project.RunAsync("msbuild", "-t:SlipwayDeploy", "-p:Deploy=true")).MustSucceed();

        Assert.Equal(2, project.HookLog.Count(line => line.StartsWith("ValidateService", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("SlipwayCheck", false)]
    [InlineData("SlipwayPackRevision", true)]
    public async Task The_targets_before_it_stop_before_the_deployment(string target, bool packs)
    {
        var project = new TemporaryProject(feed).WithAppSpec();

        (await project.RunAsync("build", "-c", "Release", $"-t:{target}", "-p:Deploy=true")).MustSucceed();

        Assert.Equal(packs, File.Exists(project.Bundle));
        Assert.False(Directory.Exists(project.PathOf(".slipway")));
    }

    [Fact]
    public async Task Hooks_do_not_inherit_what_MSBuild_and_the_dotnet_host_set_for_themselves()
    {
        var project = new TemporaryProject(feed).WithAppSpec();
        project.Script("setup", "env > \"$SLIPWAY_INSTANCE_ROOT/hooks.env\"");

        (await project.PublishAsync()).MustSucceed();

        var names = File.ReadAllLines(Path.Combine(project.Root, "hooks.env")).Select(line => line.Split('=')[0]).ToArray();
        Assert.Contains("PATH", names);
        Assert.Contains("DEPLOYMENT_ID", names);
        Assert.DoesNotContain(names, name => name.Contains("MSBUILD", StringComparison.OrdinalIgnoreCase) || name == "DOTNET_HOST_PATH");
    }

    [Fact]
    public async Task A_deploy_yml_names_the_group_its_root_and_its_environment()
    {
        var project = new TemporaryProject(feed).WithAppSpec();
        project.Script("setup", "echo \"$APPLICATION_NAME $DEPLOYMENT_GROUP_NAME $PORT\" > \"$SLIPWAY_INSTANCE_ROOT/who\"");
        project.Write("deploy.yml", """
            applicationName: Shop
            instances:
              - { instanceName: here, connection: local, root: ../green, tags: { Fleet: green }, environment: { PORT: "5002" } }
            deploymentGroups:
              - deploymentGroupName: staging
                onPremisesInstanceTagFilters: [ { Key: Fleet, Value: green, Type: KEY_AND_VALUE } ]
            """);

        (await project.PublishAsync("-p:DeploymentGroup=staging")).MustSucceed();

        Assert.Equal("Shop staging 5002\n", File.ReadAllText(project.PathOf("..", "green", "who")));
        Assert.False(Directory.Exists(project.PathOf(".slipway")));
    }

    [Fact]
    public async Task A_project_that_is_not_publishable_is_not_deployed()
    {
        var project = new TemporaryProject(feed, properties: "<IsPublishable>false</IsPublishable>").WithAppSpec();

        (await project.PublishAsync()).MustSucceed();

        Assert.False(Directory.Exists(project.PathOf(".slipway")));
    }

    [Fact]
    public async Task The_store_is_the_folder_that_RevisionStore_names()
    {
        var project = new TemporaryProject(feed).WithAppSpec();

        (await project.PublishAsync("-p:RevisionStore=../the store")).MustSucceed();

        Assert.NotEmpty(Directory.EnumerateFiles(project.PathOf("..", "the store"), "*", SearchOption.AllDirectories));
    }
}
