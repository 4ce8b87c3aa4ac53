using System.Collections.Concurrent;
using Slipway.Deployments.Transports.Delivery;
using Slipway.Deployments.Transports.Local;
using Slipway.Deployments.Transports.Ssh;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Transports;

/// <summary>Reaches instances on this machine and over ssh. To be disposed of after its transports: it holds the revisions that they send.</summary>
public sealed class InstanceTransports(TransportSettings settings) : IInstanceTransports, IAsyncDisposable
{
    // sshd's default takes ten connections that are not yet authenticated, and drops others at random.
    private const int HandshakesOfAHost = 8;

    private readonly ConcurrentDictionary<string, SemaphoreSlim> handshakes = new(StringComparer.OrdinalIgnoreCase);
    private readonly SentRevisions revisions = new();
    private readonly AgentPrograms agents = new(settings);

    /// <inheritdoc />
    public IInstanceTransport To(InstanceDefinition instance) => instance.Connection.IsLocal
        ? new LocalTransport(instance, settings)
        : new SshTransport(instance, cancellation => OpenAsync(instance, cancellation), revisions, settings);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => revisions.DisposeAsync();

    private async Task<AgentConnection> OpenAsync(InstanceDefinition instance, CancellationToken cancellation)
    {
        var turn = handshakes.GetOrAdd(instance.Connection.Host, _ => new(HandshakesOfAHost));
        await turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await AgentConnection.OpenAsync(instance, settings, agents, cancellation).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }
}
