using Slipway.Deployments.Traffic;
using Slipway.Deployments.Transports;
using Slipway.Instances;
using Slipway.Instances.Events;
using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Tests.Simulation;

internal sealed class SimulatedTransport(SimulatedInstance instance, SimulatedWorld world) : IInstanceTransport
{
    private readonly int generation = world.Generation;

    public InstanceDefinition Instance => instance.Definition;

    public ILeaseStore Leases => throw new NotSupportedException();

    public async Task ConnectAsync(CancellationToken cancellation)
    {
        await world.AliveAsync(generation);
        if (!instance.IsReachable) throw new InstanceUnreachableException(new("SLW0430", $"{instance.Name} cannot be reached."));
    }

    public Task DisconnectAsync() => world.AliveAsync(generation);

    public async Task<InstanceState> ReadStateAsync(string deploymentGroupName, CancellationToken cancellation)
    {
        await world.AliveAsync(generation);
        return instance.ReadState(deploymentGroupName);
    }

    public Task<InstancePlan> PlanAsync(InstanceDeployment deployment, CancellationToken cancellation) => Task.FromResult(new InstancePlan([], [], []));

    public Task<IReadOnlyList<PreflightFinding>> PreflightAsync(InstanceDeployment deployment, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<PreflightFinding>>([]);

    public async Task<IInstanceSession> BeginAsync(InstanceDeployment deployment, IInstanceEvents events, CancellationToken cancellation)
    {
        await ConnectAsync(cancellation);
        instance.Begin(deployment);
        return new Session(instance, world, generation, deployment.Events, events);
    }

    public async Task<IInstanceSession?> RejoinAsync(InstanceDeployment deployment, IInstanceEvents events, CancellationToken cancellation)
    {
        await ConnectAsync(cancellation);
        await instance.WaitForRunningAsync();
        await world.AliveAsync(generation);
        return instance.Unfinished == deployment.DeploymentId ? new Session(instance, world, generation, deployment.Events, events) : null;
    }

    public Task<IReadOnlyList<Recovery>> RecoverAsync(string? deploymentGroupName, IInstanceEvents events, CancellationToken cancellation) => throw new NotSupportedException();

    public async Task ConfirmAsync(string deploymentGroupName, string deploymentId, CancellationToken cancellation)
    {
        await world.AliveAsync(generation);
        instance.Confirm(deploymentId);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Session(SimulatedInstance instance, SimulatedWorld world, int generation, IReadOnlyList<string> all, IInstanceEvents events) : IInstanceSession
    {
        public IReadOnlyList<EventResult> Ended { get; } = instance.Session.Ended;

        public string? Interrupted { get; } = instance.Session.Interrupted;

        public async Task<EventResult> RunAsync(string lifecycleEvent, CancellationToken cancellation)
        {
            await world.AliveAsync(generation);
            events.On(new LifecycleEventStarted(lifecycleEvent));
            var isTraffic = lifecycleEvent is LifecycleEvents.BlockTraffic or LifecycleEvents.AllowTraffic;
            var result = await instance.RunAsync(lifecycleEvent, isTraffic ? TimeSpan.Zero : world.Between(1, 60), !isTraffic && world.Happens(world.EventFailure / all.Count), cancellation);
            await world.AliveAsync(generation);
            events.On(new LifecycleEventEnded(result));
            await world.AliveAsync(generation);
            return result;
        }

        public async Task CommitAsync()
        {
            await world.AliveAsync(generation);
            instance.Commit();
        }

        public async Task UndoAsync()
        {
            await world.AliveAsync(generation);
            instance.Undo();
        }

        public Task DetachAsync() => world.AliveAsync(generation);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

internal sealed class SimulatedLoadBalancer(SimulatedWorld world) : ILoadBalancer
{
    private readonly int generation = world.Generation;

    public string Name => "simulated";

    public async Task<ServerState> ReadAsync(string server, CancellationToken cancellation)
    {
        await world.AliveAsync(generation);
        var instance = world.ByName[server];
        return instance.IsInService ? ServerState.InService : instance.IsRegistered ? ServerState.Unhealthy : ServerState.OutOfService;
    }

    public async Task<int> DeregisterAsync(string server, CancellationToken cancellation)
    {
        await world.AliveAsync(generation);
        if (world.Happens(world.TrafficFailure)) throw SimulatedWorld.Refused("SLW0470", "It cannot be taken out.");
        world.TakeOut(world.ByName[server]);
        await Task.WhenAny(Task.Delay(world.Between(0, 30), world.Time, cancellation));
        await world.AliveAsync(generation);
        cancellation.ThrowIfCancellationRequested();
        return 0;
    }

    public async Task RegisterAsync(string server, CancellationToken cancellation)
    {
        await world.AliveAsync(generation);
        await Task.WhenAny(Task.Delay(world.Between(0, 5), world.Time, cancellation));
        await world.AliveAsync(generation);
        cancellation.ThrowIfCancellationRequested();
        var instance = world.ByName[server];
        instance.IsRegistered = instance.WasRegistered = true;
        if (world.Happens(world.TrafficFailure) || !instance.IsRunning) throw SimulatedWorld.Refused("SLW0471", "It did not become healthy.");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
