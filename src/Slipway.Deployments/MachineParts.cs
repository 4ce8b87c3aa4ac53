using Slipway.Deployments.History;
using Slipway.Deployments.Leases;
using Slipway.Deployments.Traffic;
using Slipway.Deployments.Transports;
using Slipway.Deployments.Watching;

namespace Slipway.Deployments;

/// <summary>What a <see cref="Deployer"/> works with for real: ssh and this machine, load balancers, alarms, triggers. Composed here once for the command line and the build.</summary>
public sealed class MachineParts : IAsyncDisposable
{
    private readonly InstanceTransports transports;
    private readonly AlarmProbe alarms;
    private readonly TriggerSender triggers;

    /// <summary>The parts; nothing is connected to yet.</summary>
    /// <param name="settings">What the transports share.</param>
    /// <param name="stateLocation">The folder that all who deploy share; null for none.</param>
    /// <param name="notice">Told what somebody should know of a load balancer and what stops nothing. From any thread.</param>
    public MachineParts(TransportSettings settings, string? stateLocation, Action<string>? notice = null)
    {
        transports = new(settings);
        alarms = new(settings.Time);
        triggers = new(settings.Time, settings.Variable);
        Parts = new()
        {
            Transports = transports,
            LoadBalancers = new LoadBalancers(settings.Time, notice),
            AlarmProbe = alarms,
            TriggerSender = triggers,
            Leases = stateLocation is null ? null : new FolderLeases(StateFolder.At(stateLocation)),
        };
    }

    /// <summary>The parts.</summary>
    public DeployerParts Parts { get; }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        alarms.Dispose();
        triggers.Dispose();
        await transports.DisposeAsync().ConfigureAwait(false);
    }
}
