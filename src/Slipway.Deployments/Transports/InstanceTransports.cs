using Slipway.Deployments.Transports.Delivery;
using Slipway.Deployments.Transports.Local;
using Slipway.Deployments.Transports.Ssh;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Transports;

/// <summary>Reaches instances on this machine and over ssh. To be disposed of after its transports: it holds the revisions that they send.</summary>
public sealed class InstanceTransports(TransportSettings settings) : IInstanceTransports, IAsyncDisposable
{
    private readonly SentRevisions revisions = new();
    private readonly AgentPrograms agents = new(settings);

    /// <inheritdoc />
    public IInstanceTransport To(InstanceDefinition instance) => instance.Connection.IsLocal
        ? new LocalTransport(instance, settings)
        : new SshTransport(instance, cancellation => AgentConnection.OpenAsync(instance, settings, agents, cancellation), revisions, settings);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => revisions.DisposeAsync();
}
