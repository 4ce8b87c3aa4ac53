using Slipway.Deployments.Execution;
using Slipway.Deployments.History;
using Slipway.Deployments.Planning;
using Slipway.Deployments.Transports;
using Slipway.Instances.Events;
using Slipway.Specifications.AppSpecs;
using Xunit;

namespace Slipway.Deployments.Tests.Fleets;

/// <summary>What a dead deploying process left on three instances: one done, one in the middle, one not begun.</summary>
public sealed class FleetResumeTests : IDisposable
{
    private const string Id = "d-DEAD00000";
    private readonly LocalFleet fleet = new(3);
    private readonly TransportSettings settings;

    public FleetResumeTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "deploying to this machine needs Linux");
        settings = new() { State = fleet.State, InheritedEnvironment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" } };
    }

    public void Dispose() => fleet.Dispose();

    [Fact]
    public async Task The_event_after_the_last_one_runs_and_the_pending_instance_gets_its_turn()
    {
        await Die();
        fleet.Traffic.Clear();
        var resumed = Assert.Single(await fleet.Deployer.ResumeAsync(new() { StateFolder = fleet.StateFolder }, fleet, CancellationToken.None));
        Assert.Equal((Id, true, DeploymentStatus.Succeeded), (resumed.DeploymentId, resumed.Completed, resumed.Result!.Status));
        Assert.All(fleet.Names, n => Assert.Equal("2", fleet.Version(n)));
        Assert.Equal(["+web-2", "-web-3", "+web-3"], fleet.Traffic);
        foreach (var name in fleet.Names) Assert.Equal(1, fleet.Log(name).Split('\n').Count(l => l == "2 ApplicationStart"));
        Assert.Equal(fleet.Names, fleet.InService);
        Assert.Equal(DeploymentStatus.Succeeded, new DeploymentHistory(fleet.State, TimeProvider.System).Find(Id).Status);
        Assert.Empty(await fleet.Deployer.ResumeAsync(new() { StateFolder = fleet.StateFolder }, fleet, CancellationToken.None));
    }

    [Fact]
    public async Task A_new_deployment_brings_the_dead_one_to_an_end_first()
    {
        await Die();
        var result = await fleet.Deploy("3");
        Assert.Equal(DeploymentStatus.Succeeded, result.Status);
        Assert.All(fleet.Names, n => Assert.Equal("3", fleet.Version(n)));
        var dead = new DeploymentHistory(fleet.State, TimeProvider.System).Find(Id);
        Assert.Equal((DeploymentStatus.Failed, "SLW0407"), (dead.Status, dead.Outcome!.Error!.Code));
        Assert.Equal([TargetStatus.Succeeded, TargetStatus.Failed, TargetStatus.Skipped], dead.Outcome.Instances.Select(i => i.Target!.Value));
    }

    [Fact]
    public async Task With_every_record_lost_the_instances_tell_and_are_brought_to_a_defined_tree()
    {
        await Die();
        Directory.Delete(fleet.State.Deployments, recursive: true);
        var group = fleet.Request("2").Group;
        var resumed = Assert.Single(await fleet.Deployer.ResumeAsync(new() { StateFolder = fleet.StateFolder, Group = group }, fleet, CancellationToken.None));
        Assert.Equal((Id, false), (resumed.DeploymentId, resumed.Completed));
        Assert.Equal(["2", "1", "1"], fleet.Names.Select(fleet.Version));
        Assert.Equal(DeploymentStatus.Failed, new DeploymentHistory(fleet.State, TimeProvider.System).Find(Id).Status);
    }

    // By the real parts: web-1 is done, web-2 was left after ApplicationStart, web-3 had not begun.
    private async Task Die()
    {
        await fleet.Deploy("1");
        var request = fleet.Request("2");
        var record = FleetRecords.New(Id, 2, request, null, TimeProvider.System);
        var folder = new DeploymentFolder(fleet.State, Id);
        folder.Create(record);
        using var journal = new DeploymentJournal(folder.Path);
        var turns = fleet.Names.Select((n, i) => new PlannedInstance(n, i + 1, null, null, LifecycleEvents.InOrder)).ToList();
        journal.Append(new(TimeProvider.System.GetUtcNow(), JournalStep.Planned)
        {
            Plan = new() { Instances = turns, Configuration = fleet.Definition.Configuration, FleetSize = 3, MinimumHealthy = 2, BatchSize = 1 },
        });
        await Run("web-1", LifecycleEvents.InOrder.Count);
        await Run("web-2", 9);

        async Task Run(string name, int events)
        {
            await using var transport = new InstanceTransports(settings).To(fleet.Definition.Instances.Single(i => i.InstanceName == name));
            journal.Append(new(TimeProvider.System.GetUtcNow(), JournalStep.InstanceStatus) { Instance = name, TargetStatus = TargetStatus.InProgress });
            var session = await transport.BeginAsync(InstanceDeployments.From(record, new(name), LifecycleEvents.InOrder), new Unheard(), CancellationToken.None);
            foreach (var lifecycleEvent in LifecycleEvents.InOrder.Take(events))
            {
                journal.Append(new(TimeProvider.System.GetUtcNow(), JournalStep.EventStarting) { Instance = name, Event = lifecycleEvent });
                if (lifecycleEvent == LifecycleEvents.BlockTraffic) fleet.Register(name, false);
                if (lifecycleEvent == LifecycleEvents.AllowTraffic) fleet.Register(name, true);
                var result = await session.RunAsync(lifecycleEvent, CancellationToken.None);
                journal.Append(new(TimeProvider.System.GetUtcNow(), JournalStep.EventEnded) { Instance = name, Event = lifecycleEvent, EventStatus = result.Status });
            }

            if (events < LifecycleEvents.InOrder.Count)
            {
                await session.DetachAsync();
                return;
            }

            await session.CommitAsync();
            journal.Append(new(TimeProvider.System.GetUtcNow(), JournalStep.InstanceStatus) { Instance = name, TargetStatus = TargetStatus.Succeeded });
        }
    }

    private sealed class Unheard : IInstanceEvents
    {
        public void On(InstanceEvent instanceEvent)
        {
        }
    }
}
