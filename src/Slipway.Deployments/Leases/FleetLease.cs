using Slipway.Deployments.History;
using Slipway.Deployments.Transports;
using Slipway.Specifications;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Leases;

/// <summary>
/// The lease of a fleet. It stands in the state folder, where it tells this machine who deploys, and for a group with instances over ssh and without a shared state also on the first
/// reachable one in ordinal order: build servers share nothing else.
/// </summary>
internal sealed class FleetLease : IAsyncDisposable
{
    private readonly GroupLease here;
    private readonly GroupLease? there;
    private readonly IInstanceTransport? holder;
    private readonly CancellationTokenSource lost;

    private FleetLease(GroupLease here, GroupLease? there, IInstanceTransport? holder)
    {
        (this.here, this.there, this.holder) = (here, there, holder);
        lost = CancellationTokenSource.CreateLinkedTokenSource(here.Lost, there?.Lost ?? CancellationToken.None);
    }

    /// <summary>The number under which instances are deployed to.</summary>
    public long FencingNumber => Math.Max(here.FencingNumber, there?.FencingNumber ?? 0);

    /// <summary>Cancelled when somebody else has taken it.</summary>
    public CancellationToken Lost => lost.Token;

    /// <summary>Takes it.</summary>
    /// <exception cref="SlipwayException">As <see cref="GroupLease.AcquireAsync(ILeaseStore, string, string, long, TimeSpan, TimeProvider, Action{string}, CancellationToken)"/>.</exception>
    public static async Task<FleetLease> AcquireAsync(
        StateFolder state, DeploymentGroup group, DeployerParts parts, string deploymentId, TimeSpan wait, TimeProvider time, Action<string> notice, CancellationToken cancellation)
    {
        var local = await GroupLease.AcquireAsync(StoreOf(state, parts), group.Name, deploymentId, 0, wait, time, notice, cancellation).ConfigureAwait(false);
        IInstanceTransport? holder = null;
        try
        {
            holder = await HolderAsync(group, parts, notice, cancellation).ConfigureAwait(false);
            var there = holder is null ? null
                : await GroupLease.AcquireAsync(holder.Leases, group.Name, deploymentId, local.FencingNumber - 1, wait, time, notice, cancellation).ConfigureAwait(false);
            return new(local, there, holder);
        }
        catch
        {
            if (holder is not null) await holder.DisposeAsync().ConfigureAwait(false);
            await local.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Who holds it.</summary>
    public static Task<LeaseHolder?> ReadAsync(StateFolder state, DeploymentGroup group, DeployerParts parts, TimeProvider time, CancellationToken cancellation) =>
        EachAsync(state, group, parts, store => GroupLease.ReadAsync(store, group.Name, time, cancellation), cancellation);

    /// <summary>Takes it away from whoever holds it.</summary>
    public static Task<LeaseHolder?> UnlockAsync(StateFolder state, DeploymentGroup group, DeployerParts parts, string reason, TimeProvider time, CancellationToken cancellation) =>
        EachAsync(state, group, parts, store => GroupLease.UnlockAsync(store, group.Name, reason, time, cancellation), cancellation);

    public async ValueTask DisposeAsync()
    {
        if (there is not null) await there.DisposeAsync().ConfigureAwait(false);
        await here.DisposeAsync().ConfigureAwait(false);
        if (holder is not null) await holder.DisposeAsync().ConfigureAwait(false);
        lost.Dispose();
    }

    private static async Task<LeaseHolder?> EachAsync(
        StateFolder state, DeploymentGroup group, DeployerParts parts, Func<ILeaseStore, Task<LeaseHolder?>> act, CancellationToken cancellation)
    {
        var found = await act(StoreOf(state, parts)).ConfigureAwait(false);
        if (await HolderAsync(group, parts, _ => { }, cancellation).ConfigureAwait(false) is not { } holder) return found;
        await using (holder.ConfigureAwait(false)) return await act(holder.Leases).ConfigureAwait(false) ?? found;
    }

    private static ILeaseStore StoreOf(StateFolder state, DeployerParts parts) =>
        parts.Leases ?? new FolderLeases(state);

    private static async Task<IInstanceTransport?> HolderAsync(DeploymentGroup group, DeployerParts parts, Action<string> notice, CancellationToken cancellation)
    {
        if (parts.Leases is not null || parts.Transports is null) return null;
        foreach (var instance in Remote(group).OrderBy(i => i.InstanceName, StringComparer.Ordinal))
        {
            var transport = parts.Transports.To(instance);
            try
            {
                await transport.ConnectAsync(cancellation).ConfigureAwait(false);
                return transport;
            }
            catch (InstanceUnreachableException e)
            {
                await transport.DisposeAsync().ConfigureAwait(false);
                notice($"The lease does not stand on {instance.InstanceName}, which cannot be reached: {e.Error.Message}");
            }
            catch
            {
                await transport.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }

        return null;
    }

    private static IEnumerable<InstanceDefinition> Remote(DeploymentGroup group) => group.Definition?.Instances.Where(i => !i.Connection.IsLocal) ?? [];
}
