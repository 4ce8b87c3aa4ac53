using CsCheck;
using Slipway.Deployments.Execution;
using Slipway.Deployments.Planning;
using Slipway.Specifications.DeployFiles;
using Xunit;

namespace Slipway.Deployments.Tests.Simulation;

/// <summary>Whatever happens to a fleet, on virtual time and with the real planner and executor: what must hold holds.</summary>
public sealed class FleetSimulationTests
{
    private static readonly LoadBalancerDefinition Balancer = new() { Command = new(["simulated"]) };

    private static readonly Gen<DeploymentConfiguration> Configurations = Gen.OneOf(
        Gen.Const(new DeploymentConfiguration("CodeDeployDefault.OneAtATime") { MostConcurrent = 1 }),
        Gen.Const(new DeploymentConfiguration("CodeDeployDefault.HalfAtATime") { Minimum = new(MinimumHealthyHostsType.FleetPercent, 50) }),
        Gen.Const(new DeploymentConfiguration("CodeDeployDefault.AllAtOnce") { Minimum = new(MinimumHealthyHostsType.HostCount, 0) }),
        Gen.Int[0, 8].Select(n => new DeploymentConfiguration("Count") { Minimum = new(MinimumHealthyHostsType.HostCount, n) }),
        Gen.Int[0, 99].Select(n => new DeploymentConfiguration("Percent") { Minimum = new(MinimumHealthyHostsType.FleetPercent, n) }));

    private static readonly Gen<Scenario> Scenarios = Gen.Select(Gen.Int, Gen.Int[1, 12], Configurations, Gen.Int[1, 3], Gen.Bool, Gen.Int[0, 7], Gen.Int[0, 120])
        .Select((seed, count, configuration, zones, hasBalancer, trouble, minutes) => new Scenario(seed, count, configuration, zones, hasBalancer, trouble, minutes));

    [Fact]
    public void In_place_the_minimum_is_kept_and_every_run_ends_in_a_defined_status() => Scenarios.Sample(scenario =>
    {
        var world = scenario.World();
        var definition = scenario.Definition(world);
        world.Minimum = scenario.HasBalancer ? MinimumHealthy.Of(definition.Configuration, world.Instances.Count) : null;
        var deployment = new SimulatedDeployment(world, definition);
        scenario.Disturb(world, deployment);
        var ending = deployment.Run()!;
        Check(world, deployment, ending, LifecycleOrder.InPlace(scenario.HasBalancer));
        var failed = deployment.Fleet!.Instances.Count(i => i.Status == TargetStatus.Failed);
        if (ending.Status != DeploymentStatus.Succeeded) return;
        Assert.Contains(deployment.Fleet.Instances, i => i.Status == TargetStatus.Succeeded);
        Assert.True(world.Instances.Count - failed >= MinimumHealthy.Of(definition.Configuration, world.Instances.Count), "more failed than the minimum allows");
        Assert.DoesNotContain(deployment.Fleet.Instances, i => i.Status == TargetStatus.Skipped);
        Assert.All(deployment.Fleet.Instances.Where(i => i.Status == TargetStatus.Succeeded), i => Assert.Equal(deployment.Record.DeploymentId, world.ByName[i.Name].LastSuccessful));
    }, iter: 400, threads: 1);

    [Fact]
    public void Blue_green_never_leaves_nobody_in_service_and_every_run_ends_in_a_defined_status() => Scenarios.Sample(scenario =>
    {
        var world = scenario.World();
        var definition = scenario.BlueGreen(world);
        world.Minimum = world.InService > 0 ? 1 : null;
        var deployment = new SimulatedDeployment(world, definition);
        scenario.Disturb(world, deployment);
        var ending = deployment.Run()!;
        CheckEnvironments(world, deployment, ending);
    }, iter: 400, threads: 1);

    [Fact]
    public void A_process_that_dies_at_any_step_is_resumed_and_no_event_runs_twice() => Gen.Select(Scenarios, Gen.Int[0, 60], Gen.Bool).Sample((scenario, step, isBlueGreen) =>
    {
        var world = scenario.World();
        var definition = isBlueGreen ? scenario.BlueGreen(world) : scenario.Definition(world);
        world.Minimum = isBlueGreen ? (world.InService > 0 ? 1 : null) : scenario.HasBalancer ? MinimumHealthy.Of(definition.Configuration, world.Instances.Count) : null;
        var deployment = new SimulatedDeployment(world, definition) { DiesAt = step };
        scenario.Disturb(world, deployment);
        var ending = deployment.Run();
        for (var deaths = 1; ending is null; deaths++)
        {
            Assert.True(deaths < 100, "it never ends");
            var past = deployment.Journal.ToList();
            deployment = deployment.Resumed(past.Count + (deaths * 5));
            ending = deployment.Run(past);
        }

        if (isBlueGreen) CheckEnvironments(world, deployment, ending);
        else Check(world, deployment, ending, LifecycleOrder.InPlace(scenario.HasBalancer), mayLeaveTimers: true);
    }, iter: 400, threads: 1);

    [Fact]
    public void What_is_rolled_back_leaves_the_failed_revision_nowhere() => Gen.Select(Scenarios, Gen.Bool).Sample((scenario, isBlueGreen) =>
    {
        var world = scenario.World();
        var definition = isBlueGreen ? scenario.BlueGreen(world) : scenario.Definition(world);
        var deployment = new SimulatedDeployment(world, definition);
        scenario.Disturb(world, deployment);
        var before = world.InService;
        var ending = deployment.Run()!;
        if (ending.Status == DeploymentStatus.Succeeded || RollbackTargets.Of(deployment.Fleet!) is not { } undo) return;
        world.Minimum = null;
        (world.EventFailure, world.TrafficFailure) = (0, 0);
        var record = FleetRecords.RollbackOf(deployment.Record, undo, "d-BACK00000", 2, [], world.Time);
        var rollback = new SimulatedDeployment(world, definition, record.DeploymentId) { Record = record };
        var back = rollback.Run()!;
        Assert.True(back.Status == DeploymentStatus.Succeeded, back.Error?.Message);
        if (isBlueGreen) Assert.All(rollback.Fleet!.Instances.Where(i => i.Label is not null), i => Assert.Equal(i.Label == TargetLabel.Blue, world.ByName[i.Name].IsInService));
        else Assert.All(world.Instances.Where(i => i.LastSuccessful is not null), i => Assert.NotEqual(deployment.Record.DeploymentId, i.Current));
        if (isBlueGreen) Assert.True(before == 0 || world.InService > 0, "nobody is in service");
    }, iter: 400, threads: 1);

    [Theory]
    [InlineData(90, false)]
    [InlineData(90, true)]
    [InlineData(0, true)]
    public void Ten_thousand_instances_roll(int percent, bool hasBalancer)
    {
        var world = new SimulatedWorld(7, 10_000, 1) { EventFailure = 0.01 };
        var definition = new DeploymentGroupDefinition
        {
            Name = "g",
            Instances = [.. world.Instances.Select(i => i.Definition)],
            Configuration = new("c") { Minimum = new(MinimumHealthyHostsType.FleetPercent, percent) },
            LoadBalancer = hasBalancer ? Balancer : null,
        };
        var deployment = new SimulatedDeployment(world, definition) { MaxConnections = 200 };
        var ending = deployment.Run()!;
        Assert.Equal(DeploymentStatus.Succeeded, ending.Status);
        Assert.InRange(deployment.Fleet!.Instances.Count(i => i.Status == TargetStatus.Failed), 1, 999);
        Assert.All(deployment.Capacities, c => Assert.True(c.InService >= c.Minimum));
    }

    [Fact]
    public void Two_days_pass_until_somebody_continues_or_nobody_does()
    {
        var world = new SimulatedWorld(1, 4, 1);
        foreach (var instance in world.Instances.Skip(2)) instance.IsRegistered = false;
        var definition = new DeploymentGroupDefinition
        {
            Name = "g",
            Instances = [.. world.Instances.Select(i => i.Definition)],
            LoadBalancer = Balancer,
            BlueGreen = new(new(WaitsForContinue: true, TimeSpan.FromHours(48)), TerminatesOriginal: true, TimeSpan.FromHours(48)),
        };
        var start = world.Time.GetUtcNow();
        var deployment = new SimulatedDeployment(world, definition);
        var ending = deployment.Run()!;
        Assert.Equal((DeploymentStatus.Stopped, DeploymentErrorCode.Timeout, "SLW0458"), (ending.Status, ending.ErrorCode, ending.Error!.Code));
        Assert.True(world.Time.GetUtcNow() - start >= TimeSpan.FromHours(48));
        Assert.Equal(2, world.InService);

        var second = new SimulatedDeployment(world, definition, "d-NEW000001");
        using var timer = world.Time.CreateTimer(_ => second.Continuations.Signal(WaitKind.Ready), null, TimeSpan.FromHours(47), Timeout.InfiniteTimeSpan);
        start = world.Time.GetUtcNow();
        Assert.Equal(DeploymentStatus.Succeeded, second.Run()!.Status);
        Assert.True(world.Time.GetUtcNow() - start >= TimeSpan.FromHours(95));
        Assert.Equal(["i2", "i3"], world.Instances.Where(i => i.IsInService).Select(i => i.Name));
        Assert.All(world.Instances.Take(2), i => Assert.False(i.IsRunning));
    }

    private static void Check(SimulatedWorld world, SimulatedDeployment deployment, FleetEnding ending, IReadOnlyList<string> order, bool mayLeaveTimers = false)
    {
        CheckAll(world, deployment, ending);
        foreach (var instance in world.Instances)
        {
            var ran = instance.Ran.Select(r => r.Event).ToList();
            Assert.Equal(order.Take(ran.Count), ran);
        }

        foreach (var timer in world.Foreign) timer.Dispose();
        if (!mayLeaveTimers) Assert.Equal(0, world.Time.Pending);
    }

    private static void CheckEnvironments(SimulatedWorld world, SimulatedDeployment deployment, FleetEnding ending)
    {
        CheckAll(world, deployment, ending);
        IReadOnlyList<string> replacement = [.. LifecycleOrder.Replacement, .. LifecycleOrder.Allowing];
        var original = LifecycleOrder.Original(isTerminated: true);
        foreach (var run in deployment.Fleet!.Instances)
        {
            var ran = world.ByName[run.Name].Ran.Select(r => r.Event).ToList();
            Assert.Equal((run.Label == TargetLabel.Blue ? original : replacement).Take(ran.Count), ran);
        }
    }

    private static void CheckAll(SimulatedWorld world, SimulatedDeployment deployment, FleetEnding ending)
    {
        Assert.True(ending.Status is DeploymentStatus.Succeeded or DeploymentStatus.Failed or DeploymentStatus.Stopped);
        Assert.Equal(ending.Status == DeploymentStatus.Succeeded, ending.Error is null);
        Assert.DoesNotContain("SLW0490", ending.Error?.Code ?? "", StringComparison.Ordinal);
        Assert.Empty(world.Broken);
        foreach (var run in deployment.Fleet!.Instances)
        {
            var instance = world.ByName[run.Name];
            Assert.True(run.Error?.Code is not "SLW0490", run.Error?.Message);
            Assert.True(run.Label is not null && ending.Status != DeploymentStatus.Succeeded || run.Status is TargetStatus.Succeeded or TargetStatus.Failed or TargetStatus.Skipped, $"{run.Name} is {run.Status}");
            Assert.True(instance.Begins <= 1, "it began twice");
            Assert.Equal(instance.Ran.Distinct(), instance.Ran);
            if (run.Label is null) Assert.Equal(run.Status == TargetStatus.Succeeded, instance.Current == deployment.Record.DeploymentId);
        }

        var last = deployment.Capacities.LastOrDefault();
        Assert.True(last is null || (last.InService >= 0 && last.InService <= last.Total));
    }

    /// <summary>A fleet, what is done to it and what goes wrong.</summary>
    internal sealed record Scenario(int Seed, int Count, DeploymentConfiguration Configuration, int Zones, bool HasBalancer, int Trouble, int Minutes)
    {
        public SimulatedWorld World()
        {
            var world = new SimulatedWorld(Seed, Count, Zones) { EventFailure = Trouble % 4 * 0.15, TrafficFailure = Trouble >= 4 ? 0.05 : 0 };
            foreach (var instance in world.Instances)
            {
                instance.IsReachable = !world.Happens(Trouble >= 6 ? 0.1 : 0);
                instance.IsRunning = !world.Happens(Trouble % 2 == 1 ? 0.2 : 0);
                if (world.Happens(0.2)) instance.Current = instance.LastSuccessful = null;
            }

            return world;
        }

        public DeploymentGroupDefinition Definition(SimulatedWorld world) => new()
        {
            Name = "g",
            Instances = [.. world.Instances.Select(i => i.Definition)],
            Configuration = Zones == 1 ? Configuration
                : Configuration with { Zonal = new(TimeSpan.FromHours(1), TimeSpan.FromMinutes(10), Trouble % 2 == 0 ? null : new(MinimumHealthyHostsType.FleetPercent, 30)) },
            LoadBalancer = HasBalancer ? Balancer : null,
            BakeTime = TimeSpan.FromMinutes(Trouble),
        };

        public DeploymentGroupDefinition BlueGreen(SimulatedWorld world)
        {
            foreach (var instance in world.Instances.Where((_, i) => i % 2 == 1)) instance.IsRegistered = false;
            return Definition(world) with
            {
                Configuration = Configuration,
                LoadBalancer = Balancer,
                BlueGreen = new(new(WaitsForContinue: Trouble % 2 == 0, TimeSpan.FromHours(48)), TerminatesOriginal: true, TimeSpan.FromHours(Zones - 1)),
            };
        }

        /// <summary>Somebody stops or continues it at some time.</summary>
        public void Disturb(SimulatedWorld world, SimulatedDeployment deployment)
        {
            if (Minutes % 3 == 0)
                Keep(world.Time.CreateTimer(_ => deployment.Stops.Stop(new(StopKind.Asked, new("SLW0411", "Stopped."))), null, TimeSpan.FromMinutes(Minutes), Timeout.InfiniteTimeSpan));
            if (Minutes % 2 == 0) Keep(world.Time.CreateTimer(_ => deployment.Continuations.Signal(WaitKind.Ready), null, TimeSpan.FromMinutes(Minutes * 10), Timeout.InfiniteTimeSpan));

            // A timer of the scenario is no leak of the deployment's.
            void Keep(ITimer timer) => world.Foreign.Add(timer);
        }
    }
}
