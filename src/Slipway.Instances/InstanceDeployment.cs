using Slipway.Revisions.Signing;
using Slipway.Specifications.AppSpecs;

namespace Slipway.Instances;

/// <summary>What to deploy to an instance, and as what.</summary>
public sealed record InstanceDeployment
{
    /// <summary>Id of the deployment, <c>d-</c> and nine letters or digits. Safe as a file name.</summary>
    public required string DeploymentId { get; init; }

    /// <summary>Name of the application.</summary>
    public required string ApplicationName { get; init; }

    /// <summary>Name of the deployment group: the key under which the instance keeps what is installed.</summary>
    public required string DeploymentGroupName { get; init; }

    /// <summary>Id of the deployment group, for hooks.</summary>
    public required string DeploymentGroupId { get; init; }

    /// <summary>Absolute path of the revision on this machine: a folder or a bundle. Null with <see cref="RestartOnly"/>.</summary>
    public string? Revision { get; init; }

    /// <summary>
    /// The earlier deployment whose revision is deployed again from what the instance keeps, so that nothing is sent; where it is no longer kept, <see cref="Revision"/> is taken. Null else.
    /// </summary>
    public string? RevisionOf { get; init; }

    /// <summary>The deployment's <c>fileExistsBehavior</c>; the appspec's wins. Null means DISALLOW.</summary>
    public FileExistsBehavior? FileExistsBehavior { get; init; }

    /// <summary>The lifecycle events of this deployment, in order, traffic events included; hooks of other scriptable events are an error unless they are default ones.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>Whether failures of ApplicationStop, BeforeBlockTraffic and AfterBlockTraffic are only warnings (CodeDeploy's <c>ignoreApplicationStopFailures</c>).</summary>
    public bool IgnoreApplicationStopFailures { get; init; }

    /// <summary>Run the scripts of the revision in place again and install nothing (CodeDeploy's RESTART mode; also the second half of an automatic rollback).</summary>
    public bool RestartOnly { get; init; }

    /// <summary>
    /// Whether <see cref="InstanceSession.Commit"/> makes the revision the current one only, because the deployment is to succeed on other instances too; <see cref="Instance.Confirm"/> then
    /// makes it the last successful one.
    /// </summary>
    public bool IsConfirmedLater { get; init; }

    /// <summary>Number of the lease under which this deployment runs; an instance refuses a lower one than it has seen for the group.</summary>
    public long FencingNumber { get; init; }

    /// <summary>Whose signature the revision must have; null takes unsigned ones too.</summary>
    public AllowedSigners? AllowedSigners { get; init; }
}
