using Slipway.Revisions;
using Slipway.Revisions.Signing;

namespace Slipway.Deployments;

/// <summary>A rollback: a new deployment of an earlier revision of a group.</summary>
public sealed record RollbackRequest
{
    /// <summary>The group.</summary>
    public required string DeploymentGroupName { get; init; }

    /// <summary>Folder of the records and of the local instances' state.</summary>
    public required string StateFolder { get; init; }

    /// <summary>
    /// The deployment whose revision is wanted; null chooses the last successful one (the one before it when the newest deployment succeeded).
    /// </summary>
    public string? DeploymentId { get; init; }

    /// <summary>Where revisions are kept: asked when the bundle is no longer where it was deployed from. Null asks nobody.</summary>
    public IRevisionStore? Revisions { get; init; }

    /// <summary>Sandbox root, to override the recorded one; null keeps it.</summary>
    public string? Root { get; init; }

    /// <summary>The environment that hooks inherit; null takes this process's.</summary>
    public IReadOnlyDictionary<string, string>? InheritedEnvironment { get; init; }

    /// <summary>How long to wait for another deployment of the group.</summary>
    public TimeSpan LockWait { get; init; }

    /// <summary>Today's allowed signers of the group, in place of the recorded ones; null keeps those.</summary>
    public AllowedSigners? AllowedSigners { get; init; }

    /// <summary>Free text kept in the record.</summary>
    public string? Description { get; init; }

    /// <summary>The group as deploy.yml has it today; null takes the one that is recorded.</summary>
    public DeploymentGroup? Group { get; init; }

    /// <summary>The most instances that are connected at the same time.</summary>
    public int MaxConcurrentConnections { get; init; } = 16;
}
