using Slipway.Specifications.AppSpecs;

namespace Slipway.Deployments.History;

/// <summary>Who made a deployment (CodeDeploy's <c>DeploymentCreator</c>).</summary>
public static class DeploymentCreator
{
    /// <summary>Somebody.</summary>
    public const string User = "user";

    /// <summary>An automatic rollback.</summary>
    public const string Rollback = "codeDeployRollback";
}

/// <summary>What a deployment does.</summary>
public enum DeploymentKind
{
    /// <summary>Deploys a revision.</summary>
    Deploy,

    /// <summary>Deploys an earlier revision again, asked for by somebody.</summary>
    Rollback,

    /// <summary>Starts the revision in place again, after a failed deployment.</summary>
    Restart,
}

/// <summary>What was asked for: <c>deployment.json</c>, written once before anything is done.</summary>
public sealed record DeploymentRecord
{
    /// <summary>The deployment's id.</summary>
    public required string DeploymentId { get; init; }

    /// <summary>One of <see cref="DeploymentCreator"/>.</summary>
    public required string Creator { get; init; }

    /// <summary>What it does.</summary>
    public required DeploymentKind Kind { get; init; }

    /// <summary>The application.</summary>
    public required string ApplicationName { get; init; }

    /// <summary>The group as it was then; <c>resume</c> and <c>rollback</c> need no deploy.yml.</summary>
    public required DeploymentGroup Group { get; init; }

    /// <summary>Path of the revision; null for <see cref="DeploymentKind.Restart"/>.</summary>
    public string? Revision { get; init; }

    /// <summary>Tells whether the bundle at <see cref="Revision"/> is still the same; null for a folder.</summary>
    public string? RevisionStamp { get; init; }

    /// <summary>Identity of the revision, by which a store has it; null when it is not known (a folder, a bundle of others, an old record).</summary>
    public string? RevisionIdentity { get; init; }

    /// <summary>The deployment whose revision is deployed or started again; null for <see cref="DeploymentKind.Deploy"/>.</summary>
    public string? RevisionOf { get; init; }

    /// <summary>The deployment that made this rollback necessary (CodeDeploy's <c>rollbackTriggeringDeploymentId</c>).</summary>
    public string? RollbackTriggeringDeploymentId { get; init; }

    /// <summary>The deployment's option.</summary>
    public FileExistsBehavior? FileExistsBehavior { get; init; }

    /// <summary>The lifecycle events, in order.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>Whose reading of appspecs counts.</summary>
    public required AgentVersion Agent { get; init; }

    /// <summary>Whether failures of the stop and block-traffic events are only warnings.</summary>
    public bool IgnoreApplicationStopFailures { get; init; }

    /// <summary>Free text.</summary>
    public string? Description { get; init; }

    /// <summary>Account that deployed.</summary>
    public required string User { get; init; }

    /// <summary>Machine it deployed from.</summary>
    public required string Host { get; init; }

    /// <summary>Number of the lease it ran under.</summary>
    public required long FencingNumber { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The deployment whose failed and skipped instances were deployed to again; null for all instances.</summary>
    public string? RetryOf { get; init; }

    /// <summary>Whether unreachable instances were left out.</summary>
    public bool SkipUnreachable { get; init; }

    /// <summary>Whether instances that had the revision already were left out.</summary>
    public bool UpdateOutdatedOnly { get; init; }

    /// <summary>How long it was watched at the end; null takes the group's.</summary>
    public TimeSpan? BakeTime { get; init; }

    /// <summary>Only these instances were deployed to, and how; null for all of the group.</summary>
    public IReadOnlyList<TargetInstance>? Targets { get; init; }

    /// <summary>Whether it only moves traffic between environments that both stand: the fast way back of blue/green.</summary>
    public bool MovesTrafficOnly { get; init; }
}

/// <summary>An instance that a deployment is for.</summary>
/// <param name="Name">The instance.</param>
/// <param name="RevisionOf">The earlier deployment whose revision it gets again from what it keeps; null for the deployment's revision.</param>
/// <param name="RestartOnly">Whether its revision in place is only started again.</param>
/// <param name="Label">Blue/green: the environment it is in.</param>
public sealed record TargetInstance(string Name, string? RevisionOf = null, bool RestartOnly = false, TargetLabel? Label = null);
