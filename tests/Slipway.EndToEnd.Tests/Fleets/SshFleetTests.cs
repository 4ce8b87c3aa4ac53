using System.Globalization;
using Slipway.EndToEnd.Tests.Running;
using Slipway.Tests.Ssh;
using Xunit;

namespace Slipway.EndToEnd.Tests.Fleets;

/// <summary>Fleets behind a real sshd, deployed to as a user does.</summary>
public sealed class SshFleetTests : IAsyncLifetime
{
    private SshHost host = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(SshHost.Missing is not null, SshHost.Missing ?? "");
        Assert.SkipWhen(AgentBuild.Missing is not null, AgentBuild.Missing ?? "");
        host = await SshHost.StartAsync();
    }

    public ValueTask DisposeAsync() => host?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public void Rolling_over_ssh_behind_the_embedded_proxy_drops_no_request()
    {
        Assert.SkipUnless(Machine.Has("wrk"), "wrk is not installed");
        using var fleet = Fleet(3);
        using var proxy = new EmbeddedProxy(fleet.PathOf(""), Ports.Free(1)[0], fleet.Instances.Select(i => (i.Name, i.Port)));
        Describe(fleet, $$"""
                deploymentStyle: { deploymentType: IN_PLACE, deploymentOption: WITH_TRAFFIC_CONTROL }
                loadBalancerInfo: { proxy: { socket: {{proxy.Socket}} } }
            """);
        Deploy(fleet, Greeters.Write(fleet.PathOf("one"), "1")).MustSucceed();

        using var load = Load.On(proxy.Url);
        Deploy(fleet, Greeters.Write(fleet.PathOf("two"), "2")).MustSucceed();
        var seen = load.Stop();

        Assert.Equal(["2", "2", "2"], fleet.Instances.Select(LocalFleet.Ask));
        Assert.True(seen.Requests > 1000, seen.Output);
        Assert.True(seen.Failed == 0, seen.Output);
    }

    [Fact]
    public async Task A_host_that_is_down_is_told_of_left_out_when_asked_and_deployed_to_later()
    {
        await using var other = await SshHost.StartAsync();
        using var fleet = Fleet(3);
        Describe(fleet, "    deploymentConfigName: CodeDeployDefault.OneAtATime", i => i.Name == "web-2" ? other.Port : host.Port);
        File.WriteAllText(host.KnownHosts, File.ReadAllText(host.KnownHosts) + File.ReadAllText(other.KnownHosts));
        File.AppendAllText(host.ConfigFile, $"  IdentityFile {other.Key}\n");
        other.StopListening();
        var revision = Revisions.Write(fleet.PathOf("one"), "1");

        var refused = Deploy(fleet, revision);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("web-2", refused.Error);
        Assert.Empty(Manners.Breaches(refused));

        var skipped = Deploy(fleet, revision, "--skip-unreachable", "--format", "json");
        skipped.MustSucceed();
        Assert.Equal(["1", null, "1"], fleet.Instances.Select(Installed));

        await other.ListenAsync();
        var retried = Line(fleet).Run("deploy", "--retry", DeployReport.Read(skipped).DeploymentId, "--group", "fleet");
        retried.MustSucceed();
        Assert.Equal(["1", "1", "1"], fleet.Instances.Select(Installed));
    }

    [Fact]
    public void A_deploying_process_that_is_killed_in_the_middle_of_a_hook_is_taken_over_from_a_machine_that_knows_nothing()
    {
        using var fleet = Fleet(2);
        Describe(fleet, "    deploymentConfigName: CodeDeployDefault.OneAtATime");
        Deploy(fleet, Revisions.Write(fleet.PathOf("one"), "1")).MustSucceed();
        var revision = Revisions.Write(fleet.PathOf("two"), "2", ("AfterInstall", "echo $DEPLOYMENT_ID >> \"$SLIPWAY_INSTANCE_ROOT/begun\"; sleep 2; echo $DEPLOYMENT_ID >> \"$SLIPWAY_INSTANCE_ROOT/ended\""));
        using var process = Line(fleet).Start("deploy", revision, "--group", "fleet");
        Haproxy.Until(() => File.Exists(Path.Combine(fleet.Instances[0].Root, "begun")), "the hook did not begin");
        process.Kill();
        process.WaitForExit();

        var elsewhere = Line(fleet) with { Environment = new Dictionary<string, string>(Line(fleet).Environment) { ["SLIPWAY_STATE"] = fleet.PathOf("elsewhere") } };
        var resumed = elsewhere.Run("resume", "--group", "fleet", "--lock-wait", "90");

        Assert.True(resumed.ExitCode is 0 or 1, resumed.ToString());
        Assert.Empty(Manners.Breaches(resumed));
        Assert.Single(File.ReadAllLines(Path.Combine(fleet.Instances[0].Root, "begun")));
        Assert.Single(File.ReadAllLines(Path.Combine(fleet.Instances[0].Root, "ended")));
        Assert.All(fleet.Instances, i => Assert.True(Installed(i) == (resumed.ExitCode == 0 ? "2" : "1"), resumed.ToString()));
        elsewhere.Run("deploy", revision, "--group", "fleet").MustSucceed();
        Assert.All(fleet.Instances, i => Assert.Equal("2", Installed(i)));
    }

    [Fact]
    public void Two_who_deploy_at_once_from_different_machines_come_one_after_the_other()
    {
        using var fleet = Fleet(2);
        Describe(fleet, "    deploymentConfigName: CodeDeployDefault.AllAtOnce");
        var slow = Revisions.Write(fleet.PathOf("one"), "1", ("AfterInstall", $"touch \"$SLIPWAY_INSTANCE_ROOT/begun\"; while [ ! -e {fleet.PathOf("go")} ]; do sleep 0.05; done"));
        var other = Revisions.Write(fleet.PathOf("two"), "2");
        var elsewhere = Line(fleet) with { Environment = new Dictionary<string, string>(Line(fleet).Environment) { ["SLIPWAY_STATE"] = fleet.PathOf("elsewhere") } };
        using var first = Line(fleet).Start("deploy", slow, "--group", "fleet");
        Haproxy.Until(() => fleet.Instances.All(i => File.Exists(Path.Combine(i.Root, "begun"))), "the hooks did not begin");

        var refused = elsewhere.Run("deploy", other, "--group", "fleet");
        Assert.Contains("SLW0401", refused.Error);
        File.WriteAllText(fleet.PathOf("go"), "");
        elsewhere.Run("deploy", other, "--group", "fleet", "--lock-wait", "60").MustSucceed();

        CommandLine.Finish(first).MustSucceed();
        Assert.All(fleet.Instances, i => Assert.Equal("2", Installed(i)));
    }

    private static LocalFleet Fleet(int count) => new(count) { KeepsStateOnInstances = true };

    private void Describe(LocalFleet fleet, string group, Func<FleetInstance, int>? port = null) => fleet.Describe(
        group, connection: i => string.Create(CultureInfo.InvariantCulture, $"\"ssh://{host.User}@127.0.0.1:{port?.Invoke(i) ?? host.Port}\""));

    private Run Deploy(LocalFleet fleet, string revision, params string[] more) => Line(fleet).Run(["deploy", revision, "--group", "fleet", .. more]);

    private CommandLine Line(LocalFleet fleet) => fleet.Line() with
    {
        Environment = new Dictionary<string, string>(fleet.Line().Environment) { ["SLIPWAY_SSH_CONFIG"] = host.ConfigFile, ["SLIPWAY_AGENTS"] = AgentBuild.Folder },
    };

    private static string? Installed(FleetInstance instance) => Path.Combine(instance.Root, "srv/app/version") is var file && File.Exists(file) ? File.ReadAllText(file).Trim() : null;
}
