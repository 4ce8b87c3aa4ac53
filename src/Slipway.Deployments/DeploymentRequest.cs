using Slipway.Revisions;
using Slipway.Specifications.AppSpecs;

namespace Slipway.Deployments;

/// <summary>A deployment to be made.</summary>
public sealed record DeploymentRequest
{
    /// <summary>Name of the application.</summary>
    public required string ApplicationName { get; init; }

    /// <summary>The group and what it consists of.</summary>
    public required DeploymentGroup Group { get; init; }

    /// <summary>Absolute path of the revision: a folder or a bundle. Empty with <see cref="RestartOnly"/>, and with <see cref="RetryOf"/> to take that deployment's.</summary>
    public required string Revision { get; init; }

    /// <summary>The revision's identity, when it is known.</summary>
    public string? RevisionIdentity { get; init; }

    /// <summary>Where revisions are kept: what the group has and is being given is pinned there. Null pins nothing.</summary>
    public IRevisionStore? Revisions { get; init; }

    /// <summary>Folder of the records, leases and (for local instances) the instances' state.</summary>
    public required string StateFolder { get; init; }

    /// <summary>The deployment's <c>fileExistsBehavior</c>; the appspec's wins.</summary>
    public FileExistsBehavior? FileExistsBehavior { get; init; }

    /// <summary>Only these lifecycle events (DownloadBundle and Install are added where they must be); null means all.</summary>
    public IReadOnlyList<string>? Events { get; init; }

    /// <summary>Whose reading of appspecs counts.</summary>
    public AgentVersion Agent { get; init; } = AgentVersion.Agent18;

    /// <summary>The environment that hooks inherit; null takes this process's.</summary>
    public IReadOnlyDictionary<string, string>? InheritedEnvironment { get; init; }

    /// <summary>How long to wait for another deployment of the group.</summary>
    public TimeSpan LockWait { get; init; }

    /// <summary>Free text kept in the record: who deployed and why.</summary>
    public string? Description { get; init; }

    /// <summary>Whether failures of ApplicationStop and the block-traffic events are only warnings.</summary>
    public bool IgnoreApplicationStopFailures { get; init; }

    /// <summary>A failed or stopped deployment of the group: only the instances that failed or were skipped in it are deployed to. Null else.</summary>
    public string? RetryOf { get; init; }

    /// <summary>Starts the revision in place again and installs nothing (CodeDeploy's RESTART mode).</summary>
    public bool RestartOnly { get; init; }

    /// <summary>Whether instances that cannot be reached are left out with a warning; else they count as failed, as CodeDeploy has it.</summary>
    public bool SkipUnreachable { get; init; }

    /// <summary>Whether instances that have the revision already are left out (CodeDeploy's <c>updateOutdatedInstancesOnly</c>).</summary>
    public bool UpdateOutdatedOnly { get; init; }

    /// <summary>How long the deployment is watched before it counts as successful; null takes the group's.</summary>
    public TimeSpan? BakeTime { get; init; }

    /// <summary>The most instances that are connected at the same time.</summary>
    public int MaxConcurrentConnections { get; init; } = 16;
}
