namespace Slipway.Specifications.DeployFiles;

/// <summary>An instance of deploy.yml, in place of CodeDeploy's on-premises registry.</summary>
public sealed record InstanceDefinition
{
    /// <summary>Its name.</summary>
    public required string InstanceName { get; init; }

    /// <summary>How it is reached: <c>local</c>, or an ssh address.</summary>
    public required InstanceConnection Connection { get; init; }

    /// <summary>The folder that stands for <c>/</c> of the instance, without a trailing slash; empty for the real one.</summary>
    public string Root { get; init; } = "";

    /// <summary>The folder of its state, on the instance; null for the usual one.</summary>
    public string? StateFolder { get; init; }

    /// <summary>Tags by which groups select it.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Variables for its hooks.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>What the load balancer calls it; null means by <see cref="InstanceName"/>.</summary>
    public string? Server { get; init; }

    /// <summary>Its availability zone, for zonal configurations; null means it is in none.</summary>
    public string? AvailabilityZone { get; init; }

    /// <summary>Whether the agent runs as root by way of <c>sudo -n</c>; only over ssh.</summary>
    public bool Sudo { get; init; }
}

/// <summary>How an instance is reached.</summary>
/// <param name="IsLocal">This machine; then the rest is empty.</param>
/// <param name="Host">Host name, address, or a <c>Host</c> of the user's ssh configuration.</param>
/// <param name="User">Account; null leaves it to the ssh configuration.</param>
/// <param name="Port">Port; null leaves it to the ssh configuration.</param>
public sealed record InstanceConnection(bool IsLocal, string Host = "", string? User = null, int? Port = null)
{
    /// <summary>This machine.</summary>
    public static InstanceConnection Local { get; } = new(IsLocal: true);

    /// <summary>As deploy.yml writes it.</summary>
    public override string ToString() =>
        IsLocal ? "local" : $"ssh://{(User is null ? "" : User + "@")}{(Host.Contains(':') ? $"[{Host}]" : Host)}{(Port is null ? "" : ":" + Port)}";
}
