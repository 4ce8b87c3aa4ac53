namespace Slipway.Deployments.Traffic;

/// <summary>What a load balancer does with a server.</summary>
public enum ServerState
{
    /// <summary>It gets requests and is healthy.</summary>
    InService,

    /// <summary>It gets no new requests and has some in flight.</summary>
    Draining,

    /// <summary>It gets no requests because somebody took it out.</summary>
    OutOfService,

    /// <summary>It would get requests but is not healthy.</summary>
    Unhealthy,
}

/// <summary>
/// What stands before the instances. Servers are named as the instances' <c>server</c> key says. Safe for concurrent calls about different servers. The state is read from the load balancer
/// every time: a reload may have changed it.
/// </summary>
public interface ILoadBalancer : IAsyncDisposable
{
    /// <summary>What it is called in messages.</summary>
    string Name { get; }

    /// <summary>Where a server stands.</summary>
    /// <exception cref="Specifications.SlipwayException">SLW047n: the load balancer cannot be reached, or does not know the server.</exception>
    Task<ServerState> ReadAsync(string server, CancellationToken cancellation);

    /// <summary>Takes a server out and returns when none of its requests is in flight. After the drain timeout what is left is cut.</summary>
    /// <returns>How many requests or connections were cut; 0 for a clean drain.</returns>
    /// <exception cref="Specifications.SlipwayException">SLW047n: it could not be taken out.</exception>
    Task<int> DeregisterAsync(string server, CancellationToken cancellation);

    /// <summary>Puts a server in and returns when the load balancer calls it healthy.</summary>
    /// <exception cref="Specifications.SlipwayException">SLW047n: it did not become healthy within the health timeout.</exception>
    Task RegisterAsync(string server, CancellationToken cancellation);
}
