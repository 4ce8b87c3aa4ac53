using System.Diagnostics;

namespace Slipway.Package.Tests;

/// <summary>The branch policy in builds and publishes of real repositories.</summary>
public class CheckoutTests(PackageFeed feed)
{
    private const string Policy = "deploy:\n  - { branches: [dev], deploymentGroups: [staging] }\n  - { branches: [master], deploymentGroups: [production], requireCleanTree: true }\n";

    private const string Groups = """
        applicationName: App
        instances:
          - { instanceName: one, connection: local, root: .slipway/one, tags: { Name: one } }
        deploymentGroups:
          - deploymentGroupName: staging
            onPremisesInstanceTagFilters: [ { Key: Name, Value: one, Type: KEY_AND_VALUE } ]
          - deploymentGroupName: production
            onPremisesInstanceTagFilters: [ { Key: Name, Value: one, Type: KEY_AND_VALUE } ]
        """;

    [Fact]
    public async Task A_branch_that_may_not_deploy_is_refused_on_the_branches_of_the_group()
    {
        var project = Repository("dev");

        // The compiler says so, and the gate where the compiler has nothing to do.
        var build = (await project.RunAsync("build", "-c", "Release", "-p:DeploymentGroup=production")).MustSucceed();
        Assert.Contains($"{project.PathOf("branch-policy.yml")}(3,17): warning SLW8012: Branch 'dev' may not deploy to 'production' (allowed: master)", build.Output, StringComparison.Ordinal);

        var publish = (await project.PublishAsync("-p:DeploymentGroup=production")).MustFail();
        Assert.StartsWith($"{project.PathOf("branch-policy.yml")}(3,17", Assert.Single(publish.Errors("SLW8012")), StringComparison.Ordinal);

        publish = (await project.PublishAsync("-p:DeploymentGroup=production", "--no-build")).MustFail();
        Assert.StartsWith($"{project.PathOf("branch-policy.yml")}(3,17", Assert.Single(publish.Errors("SLW8012")), StringComparison.Ordinal);
        Assert.False(File.Exists(project.Bundle));
    }

    [Fact]
    public async Task A_branch_that_may_deploy_is_known_in_the_compiler_and_passes()
    {
        var project = Repository("dev");

        (await project.RunAsync("build", "-c", "Release", "-p:DeploymentGroup=staging")).MustSucceed();

        var facts = File.ReadAllText(project.PathOf("obj", "Release", "net10.0", "slipway", "checkout.facts"));
        Assert.Contains("branch: dev\n", facts, StringComparison.Ordinal);
        Assert.Contains("policy: Committed\n", facts, StringComparison.Ordinal);
        Assert.True(File.Exists(project.PathOf("obj", "Release", "net10.0", "slipway", "checkout.facts.seen")));
    }

    [Fact]
    public async Task A_repository_of_another_account_is_a_coded_warning_and_the_build_goes_on()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "needs root, to give the folder away");
        var project = Repository("dev");
        using (var chown = Process.Start("chown", ["-R", "65534", project.PathOf(".git")])) chown.WaitForExit();
        using (var chown = Process.Start("chown", ["65534", project.Folder])) chown.WaitForExit();

        var build = (await project.RunAsync("build")).MustSucceed();

        Assert.Contains($"{project.PathOf("branch-policy.yml")}(1,1): warning SLW8020: The repository belongs to another account", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_repository_and_without_a_policy_nothing_is_read()
    {
        var project = new TemporaryProject(feed);

        var build = (await project.RunAsync("build", "-warnaserror")).MustSucceed();

        Assert.DoesNotContain("SLW8", build.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(project.PathOf("obj", "Debug", "net10.0", "slipway")));
    }

    private TemporaryProject Repository(string branch)
    {
        var project = new TemporaryProject(feed).WithAppSpec();
        project.Write("branch-policy.yml", Policy);
        project.Write("deploy.yml", Groups + "\n");
        project.Write(".gitignore", "bin/\nobj/\n.slipway/\n");
        Git(project.Folder, "init", "-q", "-b", branch);
        Git(project.Folder, "add", "-A");
        Git(project.Folder, "-c", "user.name=Anna", "-c", "user.email=anna@example.com", "commit", "-q", "-m", "First");
        return project;
    }

    private static void Git(string folder, params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = folder })!;
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
    }
}
