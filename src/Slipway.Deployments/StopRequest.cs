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
