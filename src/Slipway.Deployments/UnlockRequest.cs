namespace Slipway.Deployments;

/// <summary>Takes a group's lease away from whoever holds it.</summary>
public sealed record UnlockRequest
{
    /// <summary>Folder of the records.</summary>
    public required string StateFolder { get; init; }

    /// <summary>The group, with its instances when its lease stands on one of them.</summary>
    public required DeploymentGroup Group { get; init; }

    /// <summary>Why; it stays in the lease.</summary>
    public required string Reason { get; init; }
}
