using Slipway.Specifications;

namespace Slipway.Deployments.History;

/// <summary>How a deployment ended: <c>result.json</c>, replaced as a whole.</summary>
/// <param name="DeploymentId">The deployment.</param>
/// <param name="Status">Succeeded, Failed or Stopped.</param>
/// <param name="Error">Why not.</param>
/// <param name="Instances">Every instance with its events.</param>
/// <param name="EndedAt">When.</param>
/// <param name="RollbackDeploymentId">The automatic rollback that followed; null when there was none (or not yet).</param>
public sealed record DeploymentOutcome(
    string DeploymentId, DeploymentStatus Status, SlipwayError? Error, IReadOnlyList<InstanceResult> Instances, DateTimeOffset EndedAt,
        string? RollbackDeploymentId = null)
{
    /// <summary>CodeDeploy's word for why, one of <see cref="DeploymentErrorCode"/>; null in old records.</summary>
    public string? ErrorCode { get; init; }
}
