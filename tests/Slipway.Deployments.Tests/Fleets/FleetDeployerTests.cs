using Slipway.Deployments.History;
using Slipway.Deployments.Watching;
using Slipway.Specifications;
using Slipway.Specifications.DeployFiles;
using Xunit;

namespace Slipway.Deployments.Tests.Fleets;

/// <summary>Deployments to several instances with real trees and hooks.</summary>
public sealed class FleetDeployerTests : IDisposable
{
    private readonly LocalFleet fleet = new(3);

    public FleetDeployerTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "deploying to this machine needs Linux");

    public void Dispose() => fleet.Dispose();

    [Fact]
    public async Task One_at_a_time_each_instance_is_drained_deployed_to_and_registered()
    {
        fleet.Definition = fleet.Definition with { Triggers = [new("chat", [.. Enum.GetValues<TriggerEvent>()]) { Url = "http://unused" }] };
        var result = await fleet.Deploy("1");
        Assert.Equal((DeploymentStatus.Succeeded, null, null), (result.Status, result.Error, result.ErrorCode));
        Assert.Equal(["-web-1", "+web-1", "-web-2", "+web-2", "-web-3", "+web-3"], fleet.Traffic);
        Assert.All(fleet.Names, n => Assert.Equal("1", fleet.Version(n)));
        Assert.Equal("1 ApplicationStart\n1 ValidateService\n1 AfterAllowTraffic\n", fleet.Log("web-2"));
        Assert.Equal([3, 2, 3, 2, 3, 2, 3], fleet.Events.OfType<CapacityChanged>().Select(c => c.InService));
        Assert.Equal(
            [TriggerEvent.DeploymentStart, .. Enumerable.Repeat(new[] { TriggerEvent.InstanceStart, TriggerEvent.InstanceSuccess }, 3).SelectMany(e => e), TriggerEvent.DeploymentSuccess],
            fleet.Told.Select(t => t.Event));
        Assert.All(result.Instances, i => Assert.Equal((TargetStatus.Succeeded, 13), (i.Target, i.Events.Count)));
        Assert.Contains("web-2: [stdout]", await Output(), StringComparison.Ordinal);

        async Task<string> Output()
        {
            var loud = await fleet.Deploy("2", "echo hello");
            return string.Join('\n', new DeploymentHistory(fleet.State, TimeProvider.System).ScriptLines(loud.DeploymentId));
        }
    }

    [Fact]
    public async Task A_clock_that_jumps_by_days_changes_nothing_but_the_times_that_are_written()
    {
        fleet.Time = new JumpingTime();
        fleet.Definition = fleet.Definition with
        {
            BakeTime = TimeSpan.FromMilliseconds(300),
            Alarms = new([new("health", 3) { Url = "http://unused", Interval = TimeSpan.FromMilliseconds(20) }], IgnorePollFailure: false),
        };
        Assert.Equal(DeploymentStatus.Succeeded, (await fleet.Deploy("1")).Status);
        var result = await fleet.Deploy("2");
        Assert.Equal((DeploymentStatus.Succeeded, null), (result.Status, result.Error));
        Assert.Equal(["-web-1", "+web-1", "-web-2", "+web-2", "-web-3", "+web-3"], fleet.Traffic.Skip(6));
        Assert.All(fleet.Names, n => Assert.Equal("2", fleet.Version(n)));
        Assert.All(fleet.Events.OfType<CapacityChanged>(), c => Assert.InRange(c.InService, c.Minimum, 3));
    }

    [Fact]
    public async Task An_error_of_our_own_is_one_line_with_its_details_in_a_file()
    {
        fleet.IsHealthy = _ => throw new InvalidOperationException("broken inside");
        var result = await fleet.Deploy("1");
        Assert.Equal((DeploymentStatus.Failed, "SLW0490"), (result.Status, result.Error!.Code));
        Assert.DoesNotContain("   at ", result.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("   at ", File.ReadAllText(result.Error.File!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_ends_the_roll_and_the_last_successful_revision_comes_back_everywhere()
    {
        await fleet.Deploy("1");
        var result = await fleet.Deploy("2", "case \"$SLIPWAY_INSTANCE_NAME$LIFECYCLE_EVENT\" in web-2ValidateService) exit 7;; esac");
        Assert.Equal((DeploymentStatus.Failed, DeploymentErrorCode.HealthConstraints, "SLW0455"), (result.Status, result.ErrorCode, result.Error!.Code));
        Assert.Equal([TargetStatus.Succeeded, TargetStatus.Failed, TargetStatus.Skipped], result.Instances.OrderBy(i => i.Name).Select(i => i.Target!.Value));
        Assert.Equal(DeploymentStatus.Succeeded, result.Rollback?.Status);
        Assert.All(fleet.Names, n => Assert.Equal("1", fleet.Version(n)));
        Assert.Equal(fleet.Names, fleet.InService);
        var record = new DeploymentHistory(fleet.State, TimeProvider.System).Find(result.Rollback!.DeploymentId).Record;
        Assert.Equal((DeploymentCreator.Rollback, result.DeploymentId), (record.Creator, record.RollbackTriggeringDeploymentId));
        Assert.EndsWith("1 ApplicationStart\n1 ValidateService\n1 AfterAllowTraffic\n", fleet.Log("web-2"), StringComparison.Ordinal);
        Assert.DoesNotContain("2 ", fleet.Log("web-3"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_where_it_failed_it_is_tried_again()
    {
        fleet.Definition = fleet.Definition with { RollsBackOn = [], Configuration = new("half") { Minimum = new(MinimumHealthyHostsType.HostCount, 1) } };
        await fleet.Deploy("1");
        var failed = await fleet.Deploy("2", "[ \"$SLIPWAY_INSTANCE_NAME$LIFECYCLE_EVENT\" != web-2ValidateService ] || [ -e \"$SLIPWAY_INSTANCE_ROOT/mended\" ] || exit 7");
        Assert.Equal(DeploymentStatus.Succeeded, failed.Status);
        Assert.Equal(["web-1", "web-3"], fleet.InService);
        File.WriteAllText(Path.Combine(fleet.Folder, "web-2", "mended"), "");
        fleet.Traffic.Clear();
        var again = await fleet.Deployer.DeployAsync(fleet.Request("2", with: r => r with { Revision = "", RetryOf = failed.DeploymentId }), fleet, CancellationToken.None);
        Assert.Equal(DeploymentStatus.Succeeded, again.Status);
        Assert.Equal(["-web-2", "+web-2"], fleet.Traffic);
        Assert.Equal("2", fleet.Version("web-2"));
        var error = (await Assert.ThrowsAsync<SlipwayException>(() => fleet.Deploy("2", with: r => r with { RetryOf = again.DeploymentId }))).Error;
        Assert.Equal("SLW0463", error.Code);
    }

    [Fact]
    public async Task Another_process_stops_it_and_what_was_half_done_is_put_back()
    {
        await fleet.Deploy("1");
        fleet.Traffic.Clear();
        fleet.OnEvent = (id, e) =>
        {
            if (e is InstanceStatusChanged { InstanceName: "web-2", Status: TargetStatus.InProgress })
                fleet.Deployer.StopAsync(new() { StateFolder = fleet.StateFolder, DeploymentId = id, RollsBack = false }, CancellationToken.None);
        };
        var result = await fleet.Deploy("2", "[ \"$SLIPWAY_INSTANCE_NAME$LIFECYCLE_EVENT\" != web-2ApplicationStart ] || exec sleep 60");
        Assert.Equal((DeploymentStatus.Stopped, DeploymentErrorCode.ManualStop, null), (result.Status, result.ErrorCode, result.Rollback));
        Assert.Equal(["2", "1", "1"], fleet.Names.Select(fleet.Version));
        var error = (await Assert.ThrowsAsync<SlipwayException>(() =>
            fleet.Deployer.StopAsync(new() { StateFolder = fleet.StateFolder, DeploymentId = result.DeploymentId }, CancellationToken.None))).Error;
        Assert.Equal("SLW0450", error.Code);
        Assert.Contains(new DeploymentHistory(fleet.State, TimeProvider.System).Events(result.DeploymentId), e => e.Step == JournalStep.Asked);
    }

    [Fact]
    public async Task An_alarm_stops_it_and_takes_it_back()
    {
        await fleet.Deploy("1");
        fleet.Definition = fleet.Definition with { Alarms = new([new("health", 2) { Url = "http://unused", Interval = TimeSpan.FromMilliseconds(10) }], false), BakeTime = TimeSpan.FromMinutes(5) };
        fleet.OnEvent = (_, e) => fleet.Alarm = e is WaitStarted { Kind: WaitKind.Bake } ? AlarmReading.Failing : fleet.Alarm;
        var result = await fleet.Deploy("2");
        Assert.Equal((DeploymentStatus.Stopped, DeploymentErrorCode.AlarmActive), (result.Status, result.ErrorCode));
        Assert.Equal(DeploymentStatus.Succeeded, result.Rollback!.Status);
        Assert.All(fleet.Names, n => Assert.Equal("1", fleet.Version(n)));
    }

    [Fact]
    public async Task A_restart_installs_nothing_and_sends_traffic_round_every_instance()
    {
        await fleet.Deploy("1");
        fleet.Traffic.Clear();
        var result = await fleet.Deploy("1", with: r => r with { Revision = "", RestartOnly = true });
        Assert.Equal(DeploymentStatus.Succeeded, result.Status);
        Assert.Equal(6, fleet.Traffic.Count);
        Assert.EndsWith("1 BeforeBlockTraffic\n1 ApplicationStop\n1 ApplicationStart\n1 ValidateService\n1 AfterAllowTraffic\n", fleet.Log("web-3"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_rolls_back_to_the_revision_before_from_what_the_instances_keep()
    {
        await fleet.Deploy("1");
        await fleet.Deploy("2");
        Directory.Delete(Path.Combine(fleet.Folder, "revision-1"), recursive: true);
        var result = await fleet.Deployer.RollbackAsync(new() { DeploymentGroupName = "g", StateFolder = fleet.StateFolder }, fleet, CancellationToken.None);
        Assert.Equal(DeploymentStatus.Succeeded, result.Status);
        Assert.All(fleet.Names, n => Assert.Equal("1", fleet.Version(n)));
    }

    [Fact]
    public async Task A_minimum_that_can_never_be_kept_is_refused_before_anything_is_touched()
    {
        fleet.Definition = fleet.Definition with { Configuration = new("all") { Minimum = new(MinimumHealthyHostsType.FleetPercent, 95) } };
        var result = await fleet.Deploy("1");
        Assert.Equal((DeploymentStatus.Failed, DeploymentErrorCode.HealthConstraintsInvalid, "SLW0452"), (result.Status, result.ErrorCode, result.Error!.Code));
        Assert.Empty(fleet.Traffic);
        Assert.All(fleet.Names, n => Assert.Null(fleet.Version(n)));
    }

    [Fact]
    public async Task A_look_ahead_tells_batches_capacity_and_files_and_touches_nothing()
    {
        var plan = await fleet.Deployer.PlanFleetAsync(fleet.Request("1"), CancellationToken.None);
        Assert.Null(plan.Refusal);
        Assert.Equal([1, 2, 3], plan.Instances.Select(i => i.Planned.Batch));
        Assert.Equal([3, 2, 2, 2, 3], plan.Capacity.Select(c => c.InService));
        Assert.All(plan.Instances, i => Assert.Contains(i.Plan!.Changes, c => c.Path == "/srv/version"));
        Assert.Empty(fleet.Traffic);
        Assert.Empty(Directory.Exists(fleet.State.Deployments) ? Directory.GetDirectories(fleet.State.Deployments) : []);
    }

    [Fact]
    public async Task The_lease_tells_who_deploys_and_can_be_taken_away()
    {
        var request = fleet.Request("1");
        Assert.Null(await fleet.Deployer.ReadLeaseAsync(fleet.StateFolder, request.Group, CancellationToken.None));
        LeaseHolder? seen = null;
        var other = "";
        fleet.OnEvent = (id, e) =>
        {
            if (e is not InstanceStatusChanged { InstanceName: "web-1", Status: TargetStatus.InProgress }) return;
            seen = fleet.Deployer.ReadLeaseAsync(fleet.StateFolder, request.Group, CancellationToken.None).GetAwaiter().GetResult();
            other = Assert.ThrowsAsync<SlipwayException>(() => fleet.Deploy("2")).GetAwaiter().GetResult().Error.Code;
            fleet.Deployer.UnlockAsync(new() { StateFolder = fleet.StateFolder, Group = request.Group, Reason = "test" }, CancellationToken.None).GetAwaiter().GetResult();
        };
        var result = await fleet.Deployer.DeployAsync(request, fleet, CancellationToken.None);
        Assert.Equal((result.DeploymentId, true, "SLW0401"), (seen!.DeploymentId, seen.IsAlive, other));
        Assert.Null(await fleet.Deployer.ReadLeaseAsync(fleet.StateFolder, request.Group, CancellationToken.None));
    }

    [Fact]
    public async Task Instances_that_have_the_revision_are_left_out_when_asked()
    {
        await fleet.Deploy("1", with: r => r with { RevisionIdentity = "same" });
        var result = await fleet.Deploy("1", with: r => r with { RevisionIdentity = "same", UpdateOutdatedOnly = true });
        Assert.Equal((DeploymentStatus.Failed, DeploymentErrorCode.NoInstances), (result.Status, result.ErrorCode));
        Assert.Contains("already", result.Error!.Message, StringComparison.Ordinal);
    }
}
