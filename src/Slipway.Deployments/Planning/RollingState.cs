namespace Slipway.Deployments.Planning;

/// <summary>Where an instance stands while a fleet rolls.</summary>
internal enum RollingPhase : byte
{
    /// <summary>Not of this deployment; counts as it stands.</summary>
    Bystander,

    /// <summary>Waits for its turn.</summary>
    Pending,

    /// <summary>Changes; counts as not in service.</summary>
    Running,

    /// <summary>Done, and in service.</summary>
    Succeeded,

    /// <summary>Failed. A host that failed while it was drained is unhealthy: a rolling deployment would empty the fleet else.</summary>
    Failed,
}

/// <summary>The state of a rolling deployment: all that <see cref="RollingDecision"/> looks at. Instances stand in the order of their turns.</summary>
/// <param name="minimum">How many must stay healthy.</param>
/// <param name="batch">How many change at once at most.</param>
/// <param name="zones">Name, minimum and the wait after it, of each zone in the order of their turns; one nameless zone when the configuration is not zonal.</param>
/// <param name="isHealthy">Whether each instance serves before its turn.</param>
/// <param name="zoneOf">Index of each instance's zone.</param>
/// <param name="phases">Where each stands.</param>
/// <param name="isRollback">See <see cref="FleetQuestion.IsRollback"/>.</param>
internal sealed class RollingState(int minimum, int batch, IReadOnlyList<RollingZone> zones, bool[] isHealthy, int[] zoneOf, RollingPhase[] phases, bool isRollback)
{
    public int Minimum { get; } = minimum;

    public int Batch { get; } = batch;

    public IReadOnlyList<RollingZone> Zones { get; } = zones;

    public bool IsRollback { get; } = isRollback;

    /// <summary>How many zones have been watched after their last instance.</summary>
    public int WatchedZones { get; set; }

    public int Count => phases.Length;

    public RollingPhase this[int index]
    {
        get => phases[index];
        set => phases[index] = value;
    }

    public int ZoneOf(int index) => zoneOf[index];

    /// <summary>Whether an instance serves, while its turn does not run.</summary>
    public bool IsHealthy(int index) => isHealthy[index];

    /// <summary>An instance serves no longer, or again.</summary>
    public void SetHealthy(int index, bool value) => isHealthy[index] = value;

    /// <summary>Whether an instance is in service now.</summary>
    public bool IsInService(int index) => phases[index] != RollingPhase.Running && isHealthy[index];

    public RollingState Copy() => new(Minimum, Batch, Zones, [.. isHealthy], zoneOf, [.. phases], IsRollback) { WatchedZones = WatchedZones };

    /// <summary>The same instances in another order, and with the numbers of an earlier plan.</summary>
    public RollingState Ordered(IReadOnlyList<int> order, int earlierMinimum, int earlierBatch) => new(earlierMinimum, earlierBatch, Zones,
        [.. order.Select(i => isHealthy[i])], [.. order.Select(i => zoneOf[i])], [.. order.Select(i => phases[i])], IsRollback)
    { WatchedZones = WatchedZones };

    public int InService
    {
        get
        {
            var count = 0;
            for (var i = 0; i < phases.Length; i++) count += IsInService(i) ? 1 : 0;
            return count;
        }
    }
}
