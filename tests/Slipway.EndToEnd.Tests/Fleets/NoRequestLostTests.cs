using Slipway.EndToEnd.Tests.Running;
using Xunit;

namespace Slipway.EndToEnd.Tests.Fleets;

/// <summary>While users send requests, a fleet is rolled and switched behind a real HAProxy. wrk never retries, so what is dropped is counted.</summary>
public sealed class NoRequestLostTests
{
    private const string Traffic = "    deploymentStyle: { deploymentType: IN_PLACE, deploymentOption: WITH_TRAFFIC_CONTROL }";

    public NoRequestLostTests()
    {
        foreach (var program in (string[])["haproxy", "wrk", "curl", "setsid"]) Assert.SkipUnless(Machine.Has(program), $"{program} is not installed");
    }

    [Fact]
    public void Rolling_three_instances_behind_haproxy_drops_no_request()
    {
        using var fleet = new LocalFleet(3);
        using var haproxy = new Haproxy(fleet.PathOf(""), Ports.Free(1)[0], fleet.Instances.Select(i => (i.Name, i.Port)));
        fleet.Describe($$"""
            {{Traffic}}
                loadBalancerInfo: { haproxy: { socket: {{haproxy.Socket}}, backend: greeters } }
            """);
        fleet.Deploy(Greeters.Write(fleet.PathOf("one"), "1")).MustSucceed();
        Assert.All(fleet.Instances, i => Assert.Equal("1", LocalFleet.Ask(i)));

        using var load = Load.On(haproxy.Url);
        fleet.Deploy(Greeters.Write(fleet.PathOf("two"), "2")).MustSucceed();
        var seen = load.Stop();

        Assert.All(fleet.Instances, i => Assert.Equal("2", LocalFleet.Ask(i)));
        Assert.True(seen.Requests > 1000, seen.Output);
        Assert.True(seen.Failed == 0, seen.Output);
    }

    [Fact]
    public void Switching_from_blue_to_green_behind_haproxy_and_back_drops_no_request()
    {
        using var fleet = new LocalFleet(4);
        using var haproxy = new Haproxy(fleet.PathOf(""), Ports.Free(1)[0], fleet.Instances.Select(i => (i.Name, i.Port)));
        var balancer = $$"""    loadBalancerInfo: { haproxy: { socket: {{haproxy.Socket}}, backend: greeters } }""";

        // Blue has version 1 in place; green is empty and out of service.
        fleet.Describe($"{Traffic}\n{balancer}\n", tag: i => i.Name is "web-1" or "web-2" ? "blue" : "green");
        File.WriteAllText(fleet.DeployFile, File.ReadAllText(fleet.DeployFile).Replace("{ Key: Fleet, Type: KEY_ONLY }", "{ Key: Fleet, Value: blue, Type: KEY_AND_VALUE }"));
        fleet.Deploy(Greeters.Write(fleet.PathOf("one"), "1")).MustSucceed();
        fleet.Describe($$"""
            {{balancer}}
                deploymentStyle: { deploymentType: BLUE_GREEN, deploymentOption: WITH_TRAFFIC_CONTROL }
                deploymentConfigName: CodeDeployDefault.AllAtOnce
                blueGreenDeploymentConfiguration:
                  greenFleetProvisioningOption: { action: DISCOVER_EXISTING }
                  deploymentReadyOption: { actionOnTimeout: CONTINUE_DEPLOYMENT }
                  terminateBlueInstancesOnDeploymentSuccess: { action: KEEP_ALIVE }
            """, tag: i => i.Name is "web-1" or "web-2" ? "blue" : "green");

        using var load = Load.On(haproxy.Url);
        fleet.Deploy(Greeters.Write(fleet.PathOf("two"), "2")).MustSucceed();
        Assert.Equal(["1", "1", "2", "2"], fleet.Instances.Select(LocalFleet.Ask));
        Assert.Equal("2", Answer(haproxy.Url));
        fleet.Slipway("rollback", "--group", "fleet").MustSucceed();
        Assert.Equal("1", Answer(haproxy.Url));
        var seen = load.Stop();

        Assert.True(seen.Requests > 1000, seen.Output);
        Assert.True(seen.Failed == 0, seen.Output);
    }

    [Fact]
    public void A_load_balancer_that_is_gone_costs_no_instance_its_revision()
    {
        using var fleet = new LocalFleet(2);
        using var haproxy = new Haproxy(fleet.PathOf(""), Ports.Free(1)[0], fleet.Instances.Select(i => (i.Name, i.Port)));
        fleet.Describe($$"""
            {{Traffic}}
                loadBalancerInfo: { haproxy: { socket: {{haproxy.Socket}}, backend: greeters } }
            """);
        fleet.Deploy(Greeters.Write(fleet.PathOf("one"), "1")).MustSucceed();
        haproxy.Dispose();

        var run = fleet.Deploy(Greeters.Write(fleet.PathOf("two"), "2"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("HAProxy", run.Error, StringComparison.Ordinal);
        Assert.Empty(Manners.Breaches(run));
        Assert.All(fleet.Instances, i => Assert.Equal("1", LocalFleet.Ask(i)));
    }

    private static string Answer(string url) => CommandLine.Program("curl", "-fsS", "--max-time", "5", url).Output.Trim();
}
