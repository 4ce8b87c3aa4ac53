namespace Slipway.Specifications.DeployFiles;

/// <summary>CodeDeploy's <c>loadBalancerInfo</c>, and what stands beside it here. Exactly one of the four is not null.</summary>
public sealed record LoadBalancerDefinition
{
    /// <summary>HAProxy.</summary>
    public HaproxyDefinition? Haproxy { get; init; }

    /// <summary>nginx.</summary>
    public NginxDefinition? Nginx { get; init; }

    /// <summary>The embedded load balancer, <c>slipway proxy</c>.</summary>
    public ProxyDefinition? Proxy { get; init; }

    /// <summary>A program of the user's.</summary>
    public LoadBalancerCommandDefinition? Command { get; init; }

    /// <summary>How long requests in flight may go on after deregistration before they are cut; 30 s unless given.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a registered instance may take until the load balancer calls it healthy; CodeDeploy waits up to an hour, 120 s unless given.</summary>
    public TimeSpan HealthTimeout { get; init; } = TimeSpan.FromSeconds(120);
}

/// <summary>HAProxy's Runtime API.</summary>
/// <param name="Socket">Path of a Unix socket, or <c>host:port</c>.</param>
/// <param name="Backend">The backend whose servers the instances are.</param>
public sealed record HaproxyDefinition(string Socket, string Backend);

/// <summary>nginx: an upstream in a file of its own that is included by the configuration.</summary>
/// <param name="UpstreamFile">Full path of the file.</param>
/// <param name="Upstream">Name of the upstream in it.</param>
public sealed record NginxDefinition(string UpstreamFile, string Upstream)
{
    /// <summary>The program that tests the configuration, with its arguments.</summary>
    public IReadOnlyList<string> TestCommand { get; init; } = ["nginx", "-t"];

    /// <summary>The program that reloads it gracefully, with its arguments.</summary>
    public IReadOnlyList<string> ReloadCommand { get; init; } = ["nginx", "-s", "reload"];

    /// <summary>An address that tells how many requests are in flight or how healthy a server is; null when nginx has none: then the drain is a wait.</summary>
    public string? HealthPath { get; init; }
}

/// <summary>The embedded load balancer.</summary>
/// <param name="Socket">Full path of its admin socket.</param>
/// <param name="Service">Which of its services; null for the only one.</param>
public sealed record ProxyDefinition(string Socket, string? Service);

/// <summary>
/// A program that does what a load balancer's API would: it is started with <c>deregister NAME</c>, <c>register NAME</c> or <c>state NAME</c> added, and ends with 0 when that is done.
/// </summary>
/// <param name="Program">Program and arguments.</param>
public sealed record LoadBalancerCommandDefinition(IReadOnlyList<string> Program);
