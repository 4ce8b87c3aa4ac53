namespace Slipway.Deployments.Planning;

/// <summary>What of its revision an instance has; the order is that of the turns among healthy instances.</summary>
public enum RevisionStanding
{
    /// <summary>Nothing is known of it.</summary>
    Unknown,

    /// <summary>An earlier one.</summary>
    Old,

    /// <summary>The one that is deployed.</summary>
    Current,
}

/// <summary>An instance of a group before a deployment begins.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Zone">Its availability zone; null for none.</param>
/// <param name="IsReachable">Whether it answered.</param>
/// <param name="IsHealthy">Whether it serves: in service at the load balancer; without one, reachable and with nothing left unfinished.</param>
/// <param name="Standing">What it has.</param>
public sealed record FleetMember(string Name, string? Zone, bool IsReachable, bool IsHealthy, RevisionStanding Standing);

/// <summary>What a fleet is planned for.</summary>
public enum FleetMode
{
    /// <summary>A revision is deployed.</summary>
    Deploy,

    /// <summary>The revision in place is started again.</summary>
    Restart,
}

/// <summary>What is asked of a fleet.</summary>
public sealed record FleetQuestion
{
    /// <summary>The group's instances, in the file's order.</summary>
    public required IReadOnlyList<FleetMember> Members { get; init; }

    /// <summary>How many change at once.</summary>
    public required Specifications.DeployFiles.DeploymentConfiguration Configuration { get; init; }

    /// <summary>What is done.</summary>
    public FleetMode Mode { get; init; }

    /// <summary>Whether there is a load balancer.</summary>
    public bool HasTrafficControl { get; init; }

    /// <summary>Only these events; null for all.</summary>
    public IReadOnlyList<string>? Events { get; init; }

    /// <summary>Blue/green, or in place.</summary>
    public bool IsBlueGreen { get; init; }

    /// <summary>Blue/green: whether the original's application is stopped at the end.</summary>
    public bool TerminatesOriginal { get; init; }

    /// <summary>Blue/green: the replacement environment; null for the instances that do not serve.</summary>
    public IReadOnlyCollection<string>? Replacements { get; init; }

    /// <summary>Only these instances; null for all. The others count as they stand.</summary>
    public IReadOnlyCollection<string>? Only { get; init; }

    /// <summary>Whether instances that cannot be reached are left out.</summary>
    public bool SkipUnreachable { get; init; }

    /// <summary>Whether instances that have the revision are left out.</summary>
    public bool OutdatedOnly { get; init; }

    /// <summary>A rollback goes on after a failure, and moves at least one at a time whatever the health: standing still would leave the revision that failed.</summary>
    public bool IsRollback { get; init; }
}
