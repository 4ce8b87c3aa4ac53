namespace Slipway.Specifications.DeployFiles;

/// <summary>A deployment group that Slipway runs, as deploy.yml describes it, with its instances selected.</summary>
public sealed record DeploymentGroupDefinition
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its instances: those whose tags the filters select, in the file's order.</summary>
    public required IReadOnlyList<InstanceDefinition> Instances { get; init; }

    /// <summary>How many change at once.</summary>
    public DeploymentConfiguration Configuration { get; init; } = new("CodeDeployDefault.OneAtATime") { MostConcurrent = 1 };

    /// <summary>BLUE_GREEN when not null, else IN_PLACE.</summary>
    public BlueGreenConfiguration? BlueGreen { get; init; }

    /// <summary>Blue/green: names of the instances that are the replacement environment (<c>targetInstances</c>); null means those that are not in service at the start.</summary>
    public IReadOnlyList<string>? ReplacementInstances { get; init; }

    /// <summary>The load balancer; null for WITHOUT_TRAFFIC_CONTROL.</summary>
    public LoadBalancerDefinition? LoadBalancer { get; init; }

    /// <summary>What is undone by itself; empty when automatic rollback is not enabled.</summary>
    public IReadOnlyList<AutoRollbackEvent> RollsBackOn { get; init; } = [];

    /// <summary>What stops a deployment; null for nothing.</summary>
    public AlarmConfiguration? Alarms { get; init; }

    /// <summary>Who is told.</summary>
    public IReadOnlyList<TriggerDefinition> Triggers { get; init; } = [];

    /// <summary>The group's <c>fileExistsBehavior</c>; null when it says nothing.</summary>
    public AppSpecs.FileExistsBehavior? FileExistsBehavior { get; init; }

    /// <summary>Whether failures of ApplicationStop and the block-traffic events are only warnings.</summary>
    public bool IgnoreApplicationStopFailures { get; init; }

    /// <summary>How long the deployment is watched after the last instance succeeded and before it counts as successful (status Baking); zero for not at all.</summary>
    public TimeSpan BakeTime { get; init; }

    /// <summary>The folder that all who deploy share, where leases and records stand (<c>stateLocation</c>); null for none.</summary>
    public string? StateLocation { get; init; }
}
