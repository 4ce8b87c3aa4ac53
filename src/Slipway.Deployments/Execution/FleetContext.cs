using Slipway.Deployments.History;
using Slipway.Deployments.Traffic;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Execution;

/// <summary>What the parts of one deployment to a fleet share.</summary>
internal sealed record FleetContext
{
    private readonly HashSet<WaitKind> takenWaits = [];
    private Dictionary<string, InstanceRun>? byName;

    public required DeploymentRecord Record { get; init; }

    public required DeploymentGroupDefinition Definition { get; init; }

    public required IReadOnlyList<InstanceRun> Instances { get; init; }

    public required FleetRecorder Recorder { get; init; }

    public required TriggerPost Triggers { get; init; }

    public required DeploymentStops Stops { get; init; }

    public required Continuations Continuations { get; init; }

    public required ILoadBalancer? LoadBalancer { get; init; }

    public required int MaxConnections { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>What a dead process had written; empty for a new deployment.</summary>
    public IReadOnlyList<JournalEntry> Past { get; init; } = [];

    /// <summary>Earlier deployments that brought the revision which is deployed.</summary>
    public IReadOnlySet<string> SameRevision { get; init; } = new HashSet<string>();

    /// <summary>Asks the alarms at the moment when traffic is about to move; null without alarms.</summary>
    public Func<CancellationToken, Task>? CheckAlarms { get; init; }

    /// <summary>An instance by its name.</summary>
    public InstanceRun this[string name] => (byName ??= Instances.ToDictionary(i => i.Name, StringComparer.Ordinal))[name];

    /// <summary>How a dead process's last wait of a kind stood; told once, because later waits of the kind are new ones.</summary>
    public JournalEntry? TakePastWait(WaitKind kind) => takenWaits.Add(kind) ? Past.LastOrDefault(e => e.Wait == kind) : null;

    /// <summary>Whether connections are closed between the turns, because there are more instances than may be connected.</summary>
    public bool ClosesConnections => Instances.Count > MaxConnections;
}
