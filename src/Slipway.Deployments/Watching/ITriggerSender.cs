using Slipway.Specifications;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Watching;

/// <summary>What a trigger is told.</summary>
/// <param name="Event">One of CodeDeploy's ten.</param>
/// <param name="ApplicationName">The application.</param>
/// <param name="DeploymentGroupName">The group.</param>
/// <param name="DeploymentId">The deployment.</param>
/// <param name="At">When it happened.</param>
public sealed record TriggerNotification(TriggerEvent Event, string ApplicationName, string DeploymentGroupName, string DeploymentId, DateTimeOffset At)
{
    /// <summary>The instance, for the four events of instances.</summary>
    public string? InstanceName { get; init; }

    /// <summary>Where the deployment or the instance stands.</summary>
    public string? Status { get; init; }

    /// <summary>Why it failed.</summary>
    public SlipwayError? Error { get; init; }

    /// <summary>Identity of the revision, when it is known.</summary>
    public string? RevisionIdentity { get; init; }

    /// <summary>The deployment that made a rollback necessary.</summary>
    public string? RollbackTriggeringDeploymentId { get; init; }
}

/// <summary>Tells one receiver.</summary>
public interface ITriggerSender
{
    /// <summary>Tells it, with retries.</summary>
    /// <returns>Null when it was told; else why not. A deployment never fails because of it.</returns>
    Task<string?> SendAsync(TriggerDefinition trigger, TriggerNotification notification, CancellationToken cancellation);
}
