using Slipway.Instances.Events;
using Slipway.Specifications;

namespace Slipway.Deployments;

/// <summary>How a deployment ended.</summary>
/// <param name="DeploymentId">Its id, <c>d-</c> and nine letters or digits.</param>
/// <param name="Status">Succeeded, Failed or Stopped.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
/// <param name="Instances">Every instance with its events.</param>
/// <param name="LogFile">The scripts' log, for "where to read the rest"; null when no script ran.</param>
/// <param name="Rollback">The automatic rollback that followed; null when there was none.</param>
public sealed record DeploymentResult(
    string DeploymentId, DeploymentStatus Status, SlipwayError? Error, IReadOnlyList<InstanceResult> Instances, string? LogFile,
        DeploymentResult? Rollback = null)
{
    /// <summary>CodeDeploy's word for why, one of <see cref="DeploymentErrorCode"/>; null for success and for groups of one local instance.</summary>
    public string? ErrorCode { get; init; }
}

/// <summary>How it went on one instance.</summary>
public sealed record InstanceResult(string Name, DeploymentStatus Status, IReadOnlyList<EventResult> Events)
{
    /// <summary>CodeDeploy's word for where it stands; null for groups of one local instance and in old records: then <see cref="Status"/> says all.</summary>
    public TargetStatus? Target { get; init; }

    /// <summary>Blue/green: its environment.</summary>
    public TargetLabel? Label { get; init; }

    /// <summary>Why it failed or was left out.</summary>
    public SlipwayError? Error { get; init; }
}
