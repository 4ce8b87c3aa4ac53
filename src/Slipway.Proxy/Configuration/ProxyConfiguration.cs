namespace Slipway.Proxy.Configuration;

/// <summary>A proxy.yml.</summary>
internal sealed record ProxyConfiguration
{
    /// <summary>The file it was read from.</summary>
    public required string File { get; init; }

    /// <summary>Where clients connect.</summary>
    public required IReadOnlyList<ListenAddress> Listen { get; init; }

    /// <summary>Path of the Unix socket that the deploying side speaks to.</summary>
    public required string AdminSocket { get; init; }

    /// <summary>Where it is remembered which servers are out of service.</summary>
    public required string StateFile { get; init; }

    /// <summary>What is proxied to.</summary>
    public required IReadOnlyList<ServiceConfiguration> Services { get; init; }
}

/// <summary>An address to listen on.</summary>
/// <param name="IsHttps">Whether by TLS.</param>
/// <param name="Host">An IP address; <c>*</c> for every one of this machine.</param>
/// <param name="Port">The port.</param>
internal sealed record ListenAddress(bool IsHttps, string Host, int Port)
{
    /// <summary>PEM file with the certificate and those that lead to its root.</summary>
    public string? Certificate { get; init; }

    /// <summary>PEM file with the certificate's key.</summary>
    public string? Key { get; init; }

    /// <summary>Where it stands in the file.</summary>
    public int Line { get; init; }

    public override string ToString() => $"{(IsHttps ? "https" : "http")}://{(Host.Contains(':') ? $"[{Host}]" : Host)}:{Port}";
}

/// <summary>A service: servers that are interchangeable.</summary>
internal sealed record ServiceConfiguration(string Name, IReadOnlyList<ServerConfiguration> Servers)
{
    /// <summary>The host names whose requests it gets; empty for all that no other service names.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    public HealthCheckConfiguration HealthCheck { get; init; } = new();

    /// <summary>How long requests in flight may go on when a server is taken out.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection to a server may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a server may be silent in the middle of a request.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(100);
}

/// <summary>A server of a service.</summary>
/// <param name="Name">What deploy.yml calls it.</param>
/// <param name="Address">Scheme, host and port.</param>
internal sealed record ServerConfiguration(string Name, Uri Address);

/// <summary>How a server's health is asked for.</summary>
internal sealed record HealthCheckConfiguration
{
    /// <summary>A path that answers with a status below 400; null for a connection only.</summary>
    public string? Path { get; init; }

    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Good answers in a row that make a server healthy.</summary>
    public int HealthyAfter { get; init; } = 2;

    /// <summary>Bad answers in a row that make it unhealthy.</summary>
    public int UnhealthyAfter { get; init; } = 3;
}
