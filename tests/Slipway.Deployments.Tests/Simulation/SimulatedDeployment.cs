using Slipway.Deployments.Execution;
using Slipway.Deployments.History;
using Slipway.Instances.Events;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Tests.Simulation;

/// <summary>One deployment in the simulated world, by the real planner and executor. Its process may die at any step of its journal and be resumed.</summary>
internal sealed class SimulatedDeployment(SimulatedWorld world, DeploymentGroupDefinition definition, string id = "d-NEW000000") : IStepJournal, IDeploymentProgress
{
    private readonly int generation = world.Generation;

    /// <summary>What is on the disk.</summary>
    public List<JournalEntry> Journal { get; private init; } = [];

    /// <summary>The step at which the process dies; null lives.</summary>
    public int? DiesAt { get; init; }

    public bool IsDead { get; private set; }

    public DeploymentStops Stops { get; } = new();

    public Continuations Continuations { get; } = new();

    public List<CapacityChanged> Capacities { get; } = [];

    public FleetContext? Fleet { get; private set; }

    public int MaxConnections { get; init; } = 16;

    public DeploymentRecord Record { get; init; } = new()
    {
        DeploymentId = id,
        Creator = DeploymentCreator.User,
        Kind = DeploymentKind.Deploy,
        ApplicationName = "app",
        Group = new("g", "", false) { Definition = definition },
        Revision = "/revision",
        Events = [],
        Agent = default,
        User = "u",
        Host = "h",
        FencingNumber = 1,
        CreatedAt = world.Time.GetUtcNow(),
    };

    /// <summary>Runs it; null when its process died.</summary>
    public FleetEnding? Run(IReadOnlyList<JournalEntry>? past = null)
    {
        var triggers = new TriggerPost(null, [], Record, world.Time, CancellationToken.None);
        var recorder = new FleetRecorder(Record.DeploymentId, this, null, this, triggers, Stops, world.Time);
        var loadBalancer = definition.LoadBalancer is null ? null : new SimulatedLoadBalancer(world);
        Fleet = new()
        {
            Record = Record,
            Definition = definition,
            Instances = [.. world.Instances.Select(i => new InstanceRun(i.Definition, new SimulatedTransport(i, world), loadBalancer, recorder, world.Time))],
            Recorder = recorder,
            Triggers = triggers,
            Stops = Stops,
            Continuations = Continuations,
            LoadBalancer = loadBalancer,
            MaxConnections = MaxConnections,
            Time = world.Time,
            Past = past ?? [],
            SameRevision = new HashSet<string> { Record.DeploymentId },
        };
        var run = new FleetRun(Fleet).RunAsync();
        world.Time.Pump(Task.WhenAny(run, died.Task));
        return IsDead ? null : run.GetAwaiter().GetResult();
    }

    /// <summary>The same deployment in a new process.</summary>
    public SimulatedDeployment Resumed(int? diesAt) => new(world, definition, Record.DeploymentId) { Record = Record, Journal = [.. Journal], MaxConnections = MaxConnections, DiesAt = diesAt };

    public void Before(JournalEntry entry) => Append(entry);

    public void Append(JournalEntry entry)
    {
        if (generation != world.Generation) return;
        if (Journal.Count != DiesAt)
        {
            Journal.Add(entry);
            return;
        }

        // The step is on the disk or not, and was not taken.
        if (world.Happens(0.5)) Journal.Add(entry);
        IsDead = true;
        world.Die();
        died.TrySetResult();
    }

    private readonly TaskCompletionSource died = new();

    public void OnFleet(string deploymentId, FleetEvent fleetEvent)
    {
        if (fleetEvent is CapacityChanged capacity) Capacities.Add(capacity);
    }

    public void DeploymentStarted(string deploymentId, DeploymentRequest request)
    {
    }

    public void OnInstance(string deploymentId, string instanceName, InstanceEvent instanceEvent)
    {
    }

    public void DeploymentEnded(DeploymentResult result)
    {
    }
}
