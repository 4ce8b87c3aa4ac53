using Slipway.Specifications.AppSpecs;

namespace Slipway.Instances;

/// <summary>What an instance is.</summary>
public sealed record InstanceSettings
{
    /// <summary>Its name in deploy.yml; <c>local</c> for this machine's sandbox.</summary>
    public required string Name { get; init; }

    /// <summary>Absolute path of the sandbox root, without a trailing slash; empty on a real instance, where destination <c>/x</c> is <c>/x</c>.</summary>
    public required string Root { get; init; }

    /// <summary>Absolute path of the folder that holds this instance's state; made 0700 when missing.</summary>
    public required string StateFolder { get; init; }

    /// <summary>Variables of the instance, handed to every hook.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The environment that hooks inherit; null takes this process's. A build hands in its own without MSBuild's variables.</summary>
    public IReadOnlyDictionary<string, string>? InheritedEnvironment { get; init; }

    /// <summary>Whose reading of appspecs counts.</summary>
    public AgentVersion Agent { get; init; } = AgentVersion.Agent18;

    /// <summary>How many revisions stay on disk (the agent's <c>max_revisions</c>); at least 1. Current and last successful are never removed.</summary>
    public int KeepRevisions { get; init; } = 5;

    /// <summary>For tests: hears of every step right before it is taken, and may throw to end things there.</summary>
    internal Action<string>? OnStep { get; init; }

    /// <summary>How long to wait for another deployment on this instance; zero refuses at once.</summary>
    public TimeSpan LockWait { get; init; }
}
