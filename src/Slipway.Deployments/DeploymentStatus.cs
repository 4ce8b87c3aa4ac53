namespace Slipway.Deployments;

/// <summary>CodeDeploy's <c>DeploymentStatus</c>.</summary>
public enum DeploymentStatus
{
    /// <summary>Recorded, not begun.</summary>
    Created,

    /// <summary>Waits for another one.</summary>
    Queued,

    /// <summary>Running.</summary>
    InProgress,

    /// <summary>Watched after the last step.</summary>
    Baking,

    /// <summary>Done.</summary>
    Succeeded,

    /// <summary>Failed; the tree is as it was before.</summary>
    Failed,

    /// <summary>Stopped by somebody; the tree is as it was before.</summary>
    Stopped,

    /// <summary>Waits for <c>slipway continue</c>.</summary>
    Ready,
}
