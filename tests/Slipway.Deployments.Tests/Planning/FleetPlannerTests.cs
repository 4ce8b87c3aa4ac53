using Slipway.Deployments.Planning;
using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.DeployFiles;
using Xunit;

namespace Slipway.Deployments.Tests.Planning;

/// <summary>CodeDeploy's arithmetic, and what is refused.</summary>
public sealed class FleetPlannerTests
{
    private static readonly DeploymentConfiguration OneAtATime = new("CodeDeployDefault.OneAtATime") { MostConcurrent = 1 };

    // The examples of CodeDeploy's guide for nine instances.
    [Theory]
    [InlineData(MinimumHealthyHostsType.HostCount, 6, 6, 3)]
    [InlineData(MinimumHealthyHostsType.FleetPercent, 40, 4, 5)]
    [InlineData(MinimumHealthyHostsType.FleetPercent, 50, 5, 4)]
    [InlineData(MinimumHealthyHostsType.HostCount, 0, 0, 9)]
    [InlineData(MinimumHealthyHostsType.FleetPercent, 88, 8, 1)]
    public void A_percentage_is_rounded_up_and_the_batch_is_what_is_left(MinimumHealthyHostsType type, int value, int minimum, int batch)
    {
        var planned = Plan(Members(9), new("c") { Minimum = new(type, value) });
        Assert.Null(planned.Refusal);
        Assert.Equal((minimum, batch, 9), (planned.Plan.MinimumHealthy, planned.Plan.BatchSize, planned.Plan.FleetSize));
        Assert.Equal(batch, planned.Plan.Instances.Count(i => i.Batch == 1));
        Assert.All(planned.Capacity, c => Assert.True(c.InService >= minimum));
    }

    [Fact]
    public void Ninety_five_percent_of_ten_rounds_up_to_the_whole_fleet_and_is_refused()
    {
        var planned = Plan(Members(10), new("c") { Minimum = new(MinimumHealthyHostsType.FleetPercent, 95) });
        Assert.Equal((DeploymentErrorCode.HealthConstraintsInvalid, "SLW0452"), (planned.ErrorCode, planned.Refusal!.Code));
    }

    [Fact]
    public void Unhealthy_instances_come_first_then_unknown_old_and_current_revisions()
    {
        FleetMember[] members =
        [
            new("current", null, true, true, RevisionStanding.Current), new("old-1", null, true, true, RevisionStanding.Old), new("unknown", null, true, true, RevisionStanding.Unknown),
            new("old-2", null, true, true, RevisionStanding.Old), new("sick", null, true, false, RevisionStanding.Current),
        ];
        var planned = Plan(members, OneAtATime);
        Assert.Equal(["sick", "unknown", "old-1", "old-2", "current"], planned.Plan.Instances.Select(i => i.Name));
        Assert.Equal([1, 2, 3, 4, 5], planned.Plan.Instances.Select(i => i.Batch));
    }

    [Fact]
    public void A_fleet_of_which_nobody_serves_yet_is_deployed_to()
    {
        var planned = Plan([.. Members(4).Select(m => m with { IsHealthy = false })], OneAtATime);
        Assert.Null(planned.Refusal);
        Assert.Equal([0, 0, 1, 2, 3, 4], planned.Capacity.Select(c => c.InService));
    }

    [Fact]
    public void The_last_instance_may_fail_and_one_before_it_may_not()
    {
        var state = Plan(Members(3), OneAtATime).Rolling;
        (state[0], state[1], state[2]) = (RollingPhase.Succeeded, RollingPhase.Succeeded, RollingPhase.Failed);
        Assert.Equal(RollingVerdict.Succeeded, RollingDecision.For(state, 16).Verdict);
        (state[1], state[2]) = (RollingPhase.Failed, RollingPhase.Pending);
        Assert.Equal(RollingVerdict.Failed, RollingDecision.For(state, 16).Verdict);
        var one = Plan(Members(1), OneAtATime).Rolling;
        one[0] = RollingPhase.Failed;
        Assert.Equal(RollingVerdict.Failed, RollingDecision.For(one, 16).Verdict);
    }

    [Fact]
    public void All_at_once_needs_one_success()
    {
        var state = Plan(Members(2), new("CodeDeployDefault.AllAtOnce") { Minimum = new(MinimumHealthyHostsType.HostCount, 0) }).Rolling;
        (state[0], state[1]) = (RollingPhase.Failed, RollingPhase.Failed);
        Assert.Equal(RollingVerdict.Failed, RollingDecision.For(state, 16).Verdict);
        state[1] = RollingPhase.Succeeded;
        Assert.Equal(RollingVerdict.Succeeded, RollingDecision.For(state, 16).Verdict);
    }

    [Fact]
    public void Zones_take_turns_with_a_watch_between_them()
    {
        var members = Members(6).Select((m, i) => m with { Zone = i < 3 ? "a" : "b" }).ToList();
        var planned = Plan(members, new("c") { Minimum = new(MinimumHealthyHostsType.HostCount, 0), Zonal = new(TimeSpan.FromMinutes(5), null, new(MinimumHealthyHostsType.HostCount, 1)) });
        Assert.Equal([("a", 1), ("a", 1), ("a", 2), ("b", 3), ("b", 3), ("b", 4)], planned.Plan.Instances.Select(i => (i.Zone!, i.Batch)));
        var state = planned.Rolling;
        for (var i = 0; i < 3; i++) state[i] = RollingPhase.Succeeded;
        Assert.Equal((RollingVerdict.WatchZone, 0), (RollingDecision.For(state, 16).Verdict, RollingDecision.For(state, 16).Zone));
        Assert.Equal(TimeSpan.FromMinutes(5), state.Zones[0].Monitor);
        state.WatchedZones = 1;
        Assert.Equal([3, 4], RollingDecision.For(state, 16).Starts);
    }

    [Fact]
    public void A_rollback_goes_on_after_a_failure_and_always_moves()
    {
        var question = Question(Members(3), OneAtATime) with { IsRollback = true };
        var state = FleetPlanner.Plan(question with { Members = [.. question.Members.Select((m, i) => m with { IsHealthy = i > 0 })] }).Rolling;
        state[0] = RollingPhase.Failed;
        Assert.Equal([1], RollingDecision.For(state, 16).Starts);
        (state[1], state[2]) = (RollingPhase.Succeeded, RollingPhase.Succeeded);
        Assert.Equal(RollingVerdict.Failed, RollingDecision.For(state, 16).Verdict);
    }

    [Fact]
    public void Unreachable_instances_count_as_failed_unless_they_are_skipped()
    {
        var members = Members(4);
        members[1] = members[1] with { IsReachable = false, IsHealthy = false };
        Assert.Equal(("i1", 4), (Plan(members, OneAtATime).Plan.Instances[0].Name, Plan(members, OneAtATime).Plan.FleetSize));
        var skipped = FleetPlanner.Plan(Question(members, OneAtATime) with { SkipUnreachable = true });
        Assert.Equal((3, "i1"), (skipped.Plan.FleetSize, Assert.Single(skipped.Plan.LeftOut).Name));
    }

    [Fact]
    public void The_environment_in_service_is_the_original()
    {
        var members = Members(4).Select((m, i) => m with { IsHealthy = i < 2 }).ToList();
        var planned = FleetPlanner.Plan(Question(members, OneAtATime) with { IsBlueGreen = true, TerminatesOriginal = true });
        Assert.Equal(["i0", "i1"], planned.Plan.Originals);
        Assert.Equal(["i2", "i3", "i0", "i1"], planned.Plan.Instances.Select(i => i.Name));
        Assert.Equal([.. LifecycleOrder.Replacement, .. LifecycleOrder.Allowing], planned.Plan.Instances[0].Events);
        Assert.Equal([.. LifecycleOrder.Blocking, LifecycleEvents.ApplicationStop], planned.Plan.Instances[3].Events);
        var named = FleetPlanner.Plan(Question(members, OneAtATime) with { IsBlueGreen = true, Replacements = ["i3"] });
        Assert.Equal(["i3"], named.Plan.Instances.Where(i => i.Label == TargetLabel.Green).Select(i => i.Name));
        Assert.Equal("SLW0454", FleetPlanner.Plan(Question(members, OneAtATime) with { IsBlueGreen = true, HasTrafficControl = false }).Refusal!.Code);
        Assert.Equal("SLW0453", FleetPlanner.Plan(Question([], OneAtATime)).Refusal!.Code);
    }

    private static FleetMember[] Members(int count) => [.. Enumerable.Range(0, count).Select(i => new FleetMember($"i{i}", null, true, true, RevisionStanding.Old))];

    private static FleetQuestion Question(IReadOnlyList<FleetMember> members, DeploymentConfiguration configuration) =>
        new() { Members = members, Configuration = configuration, HasTrafficControl = true };

    private static PlannedFleet Plan(IReadOnlyList<FleetMember> members, DeploymentConfiguration configuration) => FleetPlanner.Plan(Question(members, configuration));
}
