using Slipway.Specifications.DeployFiles;
using Xunit;

namespace Slipway.Deployments.Tests.Fleets;

/// <summary>Two environments on one machine.</summary>
public sealed class BlueGreenTests : IDisposable
{
    private readonly LocalFleet fleet = new(4);

    public BlueGreenTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "deploying to this machine needs Linux");
        fleet.Definition = fleet.Definition with
        {
            Configuration = new("CodeDeployDefault.AllAtOnce") { Minimum = new(MinimumHealthyHostsType.HostCount, 0) },
            BlueGreen = new(new(WaitsForContinue: false, TimeSpan.Zero), TerminatesOriginal: false, TimeSpan.Zero),
        };
        foreach (var name in fleet.Names) fleet.Register(name, false);
    }

    public void Dispose() => fleet.Dispose();

    [Fact]
    public async Task Environments_take_turns_and_a_rollback_only_moves_traffic()
    {
        Assert.Equal(DeploymentStatus.Succeeded, (await fleet.Deploy("1")).Status);
        Assert.Equal(["web-1", "web-2"], fleet.InService);
        var second = await fleet.Deploy("2");
        Assert.Equal(DeploymentStatus.Succeeded, second.Status);
        Assert.Equal(["web-3", "web-4"], fleet.InService);
        Assert.Equal(["1", "1", "2", "2"], fleet.Names.Select(fleet.Version));
        Assert.Equal("2 ApplicationStart\n2 ValidateService\n2 AfterAllowTraffic\n", fleet.Log("web-3"));
        Assert.EndsWith("1 BeforeBlockTraffic\n", fleet.Log("web-1"), StringComparison.Ordinal);
        Assert.Equal([TargetLabel.Blue, TargetLabel.Blue, TargetLabel.Green, TargetLabel.Green], second.Instances.OrderBy(i => i.Name).Select(i => i.Label!.Value));

        var back = await fleet.Deployer.RollbackAsync(new() { DeploymentGroupName = "g", StateFolder = fleet.StateFolder }, fleet, CancellationToken.None);
        Assert.Equal(DeploymentStatus.Succeeded, back.Status);
        Assert.Equal(["web-1", "web-2"], fleet.InService);
        Assert.Equal(["1", "1", "2", "2"], fleet.Names.Select(fleet.Version));
        Assert.EndsWith("1 BeforeBlockTraffic\n1 AfterAllowTraffic\n", fleet.Log("web-1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replacement_that_fails_takes_nothing_from_the_original()
    {
        await fleet.Deploy("1");
        fleet.Traffic.Clear();
        var result = await fleet.Deploy("2", "[ $LIFECYCLE_EVENT != ValidateService ] || exit 3");
        Assert.Equal((DeploymentStatus.Failed, DeploymentErrorCode.HealthConstraints), (result.Status, result.ErrorCode));
        Assert.Null(result.Rollback);
        Assert.Empty(fleet.Traffic);
        Assert.Equal(["web-1", "web-2"], fleet.InService);
        Assert.Null(fleet.Version("web-3"));
    }

    [Fact]
    public async Task A_replacement_that_never_becomes_healthy_is_taken_out_again()
    {
        await fleet.Deploy("1");
        fleet.IsHealthy = n => n is "web-1" or "web-2";
        var result = await fleet.Deploy("2");
        Assert.Equal(DeploymentStatus.Failed, result.Status);
        Assert.Equal(["web-1", "web-2"], fleet.InService);
        Assert.Null(fleet.Version("web-3"));
    }

    [Fact]
    public async Task Traffic_moves_when_somebody_continues_and_goes_back_when_somebody_stops_while_the_original_is_warm()
    {
        await fleet.Deploy("1");
        fleet.Definition = fleet.Definition with { BlueGreen = new(new(WaitsForContinue: true, TimeSpan.FromHours(48)), TerminatesOriginal: true, TimeSpan.FromHours(1)) };
        var atReady = new List<string>();
        fleet.OnEvent = (id, e) =>
        {
            if (e is WaitStarted { Kind: WaitKind.Ready })
            {
                atReady.AddRange(fleet.InService);
                fleet.Deployer.ContinueAsync(new() { StateFolder = fleet.StateFolder, DeploymentId = id }, CancellationToken.None);
            }
            else if (e is WaitStarted { Kind: WaitKind.Termination }) fleet.Deployer.StopAsync(new() { StateFolder = fleet.StateFolder, DeploymentId = id }, CancellationToken.None);
        };
        var result = await fleet.Deploy("2");
        Assert.Equal(["web-1", "web-2"], atReady);
        Assert.Equal((DeploymentStatus.Stopped, DeploymentErrorCode.ManualStop), (result.Status, result.ErrorCode));
        Assert.Equal(DeploymentStatus.Succeeded, result.Rollback!.Status);
        Assert.Equal(["web-1", "web-2"], fleet.InService);
        Assert.DoesNotContain("1 ApplicationStop", fleet.Log("web-1"), StringComparison.Ordinal);
        Assert.EndsWith("1 BeforeBlockTraffic\n1 AfterAllowTraffic\n", fleet.Log("web-1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_original_is_stopped_after_the_wait_that_somebody_ends()
    {
        await fleet.Deploy("1");
        fleet.Definition = fleet.Definition with { BlueGreen = new(new(WaitsForContinue: false, TimeSpan.Zero), TerminatesOriginal: true, TimeSpan.FromHours(1)) };
        fleet.OnEvent = (id, e) =>
        {
            if (e is WaitStarted { Kind: WaitKind.Termination })
                fleet.Deployer.ContinueAsync(new() { StateFolder = fleet.StateFolder, DeploymentId = id, Wait = WaitKind.Termination }, CancellationToken.None);
        };
        Assert.Equal(DeploymentStatus.Succeeded, (await fleet.Deploy("2")).Status);
        Assert.Equal(["web-3", "web-4"], fleet.InService);
        Assert.EndsWith("1 BeforeBlockTraffic\n1 ApplicationStop\n", fleet.Log("web-1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_replacement_environment_it_is_refused_in_words()
    {
        foreach (var name in fleet.Names) fleet.Register(name, true);
        var result = await fleet.Deploy("1");
        Assert.Equal((DeploymentStatus.Failed, DeploymentErrorCode.NoInstances, "SLW0453"), (result.Status, result.ErrorCode, result.Error!.Code));
        Assert.Contains("targetInstances", result.Error.Message, StringComparison.Ordinal);
        Assert.Empty(fleet.Traffic);
    }
}
