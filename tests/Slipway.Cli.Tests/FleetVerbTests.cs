using Xunit;

namespace Slipway.Cli.Tests;

/// <summary>The verbs on a group of three instances of this machine.</summary>
public sealed class FleetVerbTests : IDisposable
{
    private readonly InProcess cli = new();

    public FleetVerbTests()
    {
        foreach (var name in (string[])["w1", "w2", "w3"]) Directory.CreateDirectory(cli.PathOf(name));
        File.WriteAllText(cli.PathOf("deploy.yml"), """
            applicationName: Orders
            stateLocation: shared
            instances:
              - { instanceName: web-1, connection: local, root: w1, tags: { Fleet: a } }
              - { instanceName: web-2, connection: local, root: w2, tags: { Fleet: a } }
              - { instanceName: web-3, connection: local, root: w3, tags: { Fleet: a } }
            deploymentGroups:
              - deploymentGroupName: production
                onPremisesInstanceTagFilters: [ { Key: Fleet, Type: KEY_ONLY } ]
            """);
    }

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task A_plan_tells_batches_capacity_and_changes_once_for_all_that_are_alike()
    {
        File.WriteAllText(Directory.CreateDirectory(cli.PathOf("w3/srv/app")).FullName + "/version", "mine");
        var one = Revision.Write(cli.PathOf("one"), "1", ("ValidateService", "true"));
        Assert.Equal(1, await cli.Slipway("plan", one, "--group", "production"));
        foreach (var told in (string[])["1 of 3 instances change at once, at least 2 stay healthy", "2 of 3  web-1", "web-1, web-2:", "/srv/app/version", "FAILS"]) Assert.Contains(told, cli.Output, StringComparison.Ordinal);
        Assert.Contains("web-3: ", cli.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("web-1: ", cli.Error, StringComparison.Ordinal);
        Assert.Equal(1, await cli.Slipway("plan", one, "--group", "production", "--format", "json"));
        Assert.Equal("web-3", cli.Json.GetProperty("conflicts")[0].GetProperty("instance").GetString());
        Assert.Equal([1, 2, 3], cli.Json.GetProperty("instances").EnumerateArray().Select(i => i.GetProperty("batch").GetInt32()));
        Assert.False(Directory.Exists(cli.PathOf("shared")));
    }

    [Fact]
    public async Task A_deployment_that_failed_on_one_instance_is_told_and_tried_again_there_alone()
    {
        var one = Revision.Write(cli.PathOf("one"), "1", ("ValidateService", "echo checked $SLIPWAY_INSTANCE_NAME; [ ! -e \"$SLIPWAY_INSTANCE_ROOT/broken\" ]"));
        File.WriteAllText(cli.PathOf("w3/broken"), "");
        File.WriteAllText(cli.PathOf("w2/broken"), "");
        Assert.Equal(1, await cli.Slipway("deploy", one, "--group", "production", "--format", "json"));
        var id = cli.Json.GetProperty("deploymentId").GetString()!;
        Assert.Equal("HEALTH_CONSTRAINTS", cli.Json.GetProperty("errorCode").GetString());
        Assert.Equal("Failed", Assert.Single(cli.Json.GetProperty("instances").EnumerateArray(), i => i.GetProperty("name").GetString() == "web-2").GetProperty("status").GetString());

        Assert.Equal(0, await cli.Slipway("logs", id, "--instance", "web-1"));
        Assert.Equal("LifecycleEvent - ValidateService\nScript - ValidateService.sh\n[stdout]checked web-1\n", cli.Output);
        Assert.Equal(1, await cli.Slipway("logs", id, "--instance", "web-9"));
        Assert.Contains("SLW0422", cli.Error, StringComparison.Ordinal);
        Assert.Equal(0, await cli.Slipway("show", id, "--html", "report.html"));
        Assert.Contains("HEALTH_CONSTRAINTS", File.ReadAllText(cli.PathOf("report.html")), StringComparison.Ordinal);
        Assert.Equal(0, await cli.Slipway("show", id));
        Assert.Contains("instance web-2: Failed", cli.Output, StringComparison.Ordinal);

        File.Delete(cli.PathOf("w2/broken"));
        File.Delete(cli.PathOf("w3/broken"));
        Assert.Equal(0, await cli.Slipway("deploy", "--retry", id));
        Assert.DoesNotContain("web-1: Install", cli.Output, StringComparison.Ordinal);
        foreach (var told in (string[])["web-2: Install Succeeded", "web-3: Install Succeeded", "succeeded: "]) Assert.Contains(told, cli.Output, StringComparison.Ordinal);
        Assert.Equal(0, await cli.Slipway("deployments", "--group", "production", "--format", "json"));
        var first = cli.Json.GetProperty("deployments")[0];
        Assert.Equal((id, 0), (first.GetProperty("retryOf").GetString(), first.GetProperty("failed").GetInt32()));
    }

    [Fact]
    public async Task A_running_deployment_is_shown_with_its_lease_and_stopped_from_elsewhere()
    {
        using var other = new InProcess();
        var one = Revision.Write(cli.PathOf("one"), "1", ("ValidateService", $"touch {cli.PathOf("started")}; i=0; while [ $i -lt 1200 ]; do sleep 0.05; i=$((i+1)); done"));
        var deploying = other.Slipway("deploy", one, "--group", "production", "--deploy-file", cli.PathOf("deploy.yml"));
        Assert.True(SpinWait.SpinUntil(() => File.Exists(cli.PathOf("started")) || deploying.IsCompleted, TimeSpan.FromSeconds(60)));
        Assert.False(deploying.IsCompleted, other.Error);
        Assert.Equal(0, await cli.Slipway("deployments", "--group", "production"));
        Assert.Contains("The lease of group production is held by", cli.Output, StringComparison.Ordinal);
        Assert.Equal(1, await cli.Slipway("continue"));
        Assert.Contains("SLW0451", cli.Error, StringComparison.Ordinal);
        Assert.Equal(0, await cli.Slipway("stop", "--group", "production", "--no-rollback"));
        Assert.Contains("was asked to stop", cli.Output, StringComparison.Ordinal);
        Assert.Equal(1, await deploying);
        Assert.Contains("was stopped", other.Output, StringComparison.Ordinal);
        Assert.Equal(1, await cli.Slipway("stop"));
        Assert.Contains("SLW0420", cli.Error, StringComparison.Ordinal);
        Assert.Equal(0, await cli.Slipway("unlock", "--group", "production", "--reason", "trying it"));
        Assert.Contains("Nobody held", cli.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Which revision?", "deploy", "--group", "production")]
    [InlineData("one too many", "deploy", "x", "--restart")]
    [InlineData("exclude each other", "deploy", "--restart", "--retry", "d-4QX1B7Z9K")]
    [InlineData("from 0 to 2880", "deploy", "x", "--bake-time", "2881")]
    [InlineData("exclude each other", "stop", "--rollback", "--no-rollback")]
    [InlineData("--reason is empty", "unlock", "--group", "production", "--reason", " ")]
    [InlineData("--html is for a deployment", "show", "deploy.yml", "--html", "x.html")]
    [InlineData("is for groups of deploy.yml", "deploy", ".", "--root", "w1", "--skip-unreachable")]
    public async Task Arguments_that_contradict_each_other_are_told(string part, params string[] arguments)
    {
        Assert.Equal(2, await cli.Slipway(arguments));
        Assert.Contains(part, cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restart_runs_the_scripts_of_what_is_in_place_and_installs_nothing()
    {
        var one = Revision.Write(cli.PathOf("one"), "1", ("ApplicationStart", "echo start >> \"$SLIPWAY_INSTANCE_ROOT/trace\""));
        Assert.Equal(0, await cli.Slipway("deploy", one, "--group", "production"));
        Directory.Delete(one, recursive: true);
        Assert.Equal(0, await cli.Slipway("deploy", "--group", "production", "--restart"));
        Assert.Equal("start\nstart\n", File.ReadAllText(cli.PathOf("w2/trace")));
        Assert.DoesNotContain("Install", cli.Output, StringComparison.Ordinal);
    }
}
