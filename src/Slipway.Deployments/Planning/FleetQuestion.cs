using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Planning;

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
    public required DeploymentConfiguration Configuration { get; init; }

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
