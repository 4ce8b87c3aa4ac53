using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Planning;

/// <summary>What a deployment does across instances, decided before anything is done. Pure: made of the group, its configuration and the health of its instances.</summary>
public sealed record DeploymentPlan
{
    /// <summary>The instances that are deployed to, in the order of their turns.</summary>
    public required IReadOnlyList<PlannedInstance> Instances { get; init; }

    /// <summary>Instances that are left out, with the reason.</summary>
    public IReadOnlyList<LeftOutInstance> LeftOut { get; init; } = [];

    /// <summary>Blue/green: names of the original environment.</summary>
    public IReadOnlyList<string> Originals { get; init; } = [];

    /// <summary>The configuration that the numbers come from.</summary>
    public required DeploymentConfiguration Configuration { get; init; }

    /// <summary>The size of the fleet that the minimum is counted of.</summary>
    public required int FleetSize { get; init; }

    /// <summary>How many must stay healthy.</summary>
    public required int MinimumHealthy { get; init; }

    /// <summary>How many instances change at once when nothing fails.</summary>
    public required int BatchSize { get; init; }
}

/// <summary>An instance and its turn.</summary>
/// <param name="Name">The instance.</param>
/// <param name="Batch">Its batch, from 1, when nothing fails and all take equally long.</param>
/// <param name="Zone">Its availability zone, when the configuration is zonal.</param>
/// <param name="Label">Its environment; null in place.</param>
/// <param name="Events">Its lifecycle events, in order.</param>
public sealed record PlannedInstance(string Name, int Batch, string? Zone, TargetLabel? Label, IReadOnlyList<string> Events);

/// <summary>An instance that is left out.</summary>
public sealed record LeftOutInstance(string Name, string Reason);
