namespace Slipway.Deployments;

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
