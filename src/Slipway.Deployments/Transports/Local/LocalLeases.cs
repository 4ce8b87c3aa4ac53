using Slipway.Instances.Leases;

namespace Slipway.Deployments.Transports.Local;

/// <summary>Leases on an instance of this machine.</summary>
internal sealed class LocalLeases(string instanceName, string stateFolder) : ILeaseStore
{
    private readonly InstanceLeases leases = new(stateFolder);

    /// <inheritdoc />
    public string Name => instanceName;

    /// <inheritdoc />
    public Task<StoredLease> NewestAsync(string deploymentGroupName, CancellationToken cancellation) => Blocking.Run(() =>
    {
        var newest = leases.Newest(deploymentGroupName);
        return new StoredLease(newest.Number, newest.Content, newest.WrittenAt, newest.Now);
    });

    /// <inheritdoc />
    public Task<bool> TryTakeAsync(string deploymentGroupName, long number, byte[] content, CancellationToken cancellation) =>
        Blocking.Run(() => leases.TryTake(deploymentGroupName, number, content));

    /// <inheritdoc />
    public Task<bool> TryRenewAsync(string deploymentGroupName, long number, byte[] content, CancellationToken cancellation) =>
        Blocking.Run(() => leases.TryRenew(deploymentGroupName, number, content));
}
