
namespace Slipway.Deployments;

/// <summary>Asks a running deployment to stop, from any process that sees its state folder (CodeDeploy's StopDeployment).</summary>
public sealed record StopRequest
{
    /// <summary>Folder of the records.</summary>
    public required string StateFolder { get; init; }

    /// <summary>The deployment.</summary>
    public required string DeploymentId { get; init; }

    /// <summary>Whether it is rolled back afterwards (CodeDeploy's <c>autoRollbackEnabled</c>); null leaves it to the group.</summary>
    public bool? RollsBack { get; init; }
}

/// <summary>Ends a wait of a running deployment (CodeDeploy's ContinueDeployment).</summary>
public sealed record ContinueRequest
{
    /// <summary>Folder of the records.</summary>
    public required string StateFolder { get; init; }

    /// <summary>The deployment.</summary>
    public required string DeploymentId { get; init; }

    /// <summary><see cref="WaitKind.Ready"/> (READY_WAIT) or <see cref="WaitKind.Termination"/> (TERMINATION_WAIT).</summary>
    public WaitKind Wait { get; init; } = WaitKind.Ready;
}

/// <summary>Takes a group's lease away from whoever holds it.</summary>
public sealed record UnlockRequest
{
    /// <summary>Folder of the records.</summary>
    public required string StateFolder { get; init; }

    /// <summary>The group, with its instances when its lease stands on one of them.</summary>
    public required DeploymentGroup Group { get; init; }

    /// <summary>Why; recorded in the lease. Null only reads.</summary>
    public required string Reason { get; init; }
}

/// <summary>Who holds a group's lease.</summary>
/// <param name="DeploymentId">For which deployment.</param>
/// <param name="User">Account.</param>
/// <param name="Host">Machine.</param>
/// <param name="ProcessId">Process on that machine.</param>
/// <param name="Since">Since when.</param>
/// <param name="Heartbeat">Its last sign of life.</param>
/// <param name="IsAlive">Whether it counts as alive; a dead one's lease is taken over by the next deployment.</param>
/// <param name="FencingNumber">The lease's number.</param>
/// <param name="Store">Where the lease stands.</param>
public sealed record LeaseHolder(
    string DeploymentId, string User, string Host, int ProcessId, DateTimeOffset Since, DateTimeOffset Heartbeat, bool IsAlive, long FencingNumber, string Store);
