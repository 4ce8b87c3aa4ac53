using Slipway.Deployments.Execution;
using Slipway.Deployments.History;
using Slipway.Specifications.AppSpecs;

namespace Slipway.Deployments.Transports;

/// <summary>What all transports of a deployment share.</summary>
public sealed record TransportSettings
{
    /// <summary>The deploying side's state: that of local instances stands in it, unless an instance names its own.</summary>
    public required StateFolder State { get; init; }

    /// <summary>Whose reading of appspecs counts.</summary>
    public AgentVersion Agent { get; init; } = AgentVersion.Agent18;

    /// <summary>The environment that hooks of local instances inherit; null takes this process's. Over ssh they inherit what sshd gives.</summary>
    public IReadOnlyDictionary<string, string>? InheritedEnvironment { get; init; }

    /// <summary>How long an instance waits for another deployment on it; zero refuses at once.</summary>
    public TimeSpan LockWait { get; init; }

    /// <summary>How many revisions an instance keeps.</summary>
    public int KeepRevisions { get; init; } = LocalInstance.KeepRevisions;

    /// <summary>Folder with <c>RID/slipway-agent</c>; null looks beside the assemblies, then in <c>$SLIPWAY_AGENTS</c>.</summary>
    public string? AgentsFolder { get; init; }

    /// <summary>How long a connection may take to stand; what is sent then has no limit as long as it moves.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long an agent may be silent before the connection counts as lost.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a lost connection is tried anew while something is unfinished on the instance.</summary>
    public TimeSpan ReconnectFor { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The environment of this process: <c>SLIPWAY_SSH</c> names another ssh program, <c>SLIPWAY_SSH_CONFIG</c> another configuration, <c>SLIPWAY_AGENTS</c> the agents' folder.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>The clock of waits.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
