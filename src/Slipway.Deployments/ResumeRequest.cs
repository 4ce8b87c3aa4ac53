namespace Slipway.Deployments;

/// <summary>Brings interrupted deployments to an end.</summary>
public sealed record ResumeRequest
{
    /// <summary>Folder of the records and of the local instances' state.</summary>
    public required string StateFolder { get; init; }

    /// <summary>The deployment; null for all groups.</summary>
    public string? DeploymentId { get; init; }

    /// <summary>Sandbox root, for groups that have no record any more; null: the real root.</summary>
    public string? Root { get; init; }

    /// <summary>
    /// The group as deploy.yml has it: asked on its instances even when the state folder knows nothing of it (a build server that died). Null resumes what is recorded.
    /// </summary>
    public DeploymentGroup? Group { get; init; }

    /// <summary>The environment that hooks inherit; null takes this process's.</summary>
    public IReadOnlyDictionary<string, string>? InheritedEnvironment { get; init; }

    /// <summary>How long to wait for another deployment of the group.</summary>
    public TimeSpan LockWait { get; init; }
}

/// <summary>What became of an interrupted deployment.</summary>
/// <param name="DeploymentId">Its id.</param>
/// <param name="DeploymentGroupName">Its group.</param>
/// <param name="Completed">True: its revision stands. False: the tree from before it was restored.</param>
/// <param name="Rollback">The deployment that started the old revision again; null when there was none.</param>
public sealed record ResumedDeployment(string DeploymentId, string DeploymentGroupName, bool Completed, DeploymentResult? Rollback = null)
{
    /// <summary>How a deployment of a fleet ended; null for groups of one local instance.</summary>
    public DeploymentResult? Result { get; init; }
}
