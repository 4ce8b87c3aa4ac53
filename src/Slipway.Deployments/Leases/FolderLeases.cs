using Slipway.Deployments.History;
using Slipway.Deployments.Transports;

namespace Slipway.Deployments.Leases;

/// <summary>Leases in a state folder. Every call ends before it returns.</summary>
public sealed class FolderLeases(StateFolder state) : ILeaseStore
{
    /// <inheritdoc />
    public string Name => state.Path;

    /// <inheritdoc />
    public Task<StoredLease> NewestAsync(string deploymentGroupName, CancellationToken cancellation) => Guarded(() =>
    {
        while (true)
        {
            var (number, path) = FilesOf(deploymentGroupName).Newest();
            if (path is null) return new StoredLease(0, null, default, DateTimeOffset.UtcNow);
            try
            {
                return new StoredLease(number, File.ReadAllBytes(path), File.GetLastWriteTimeUtc(path), DateTimeOffset.UtcNow);
            }
            catch (FileNotFoundException)
            {
                // Somebody has taken a higher number meanwhile.
            }
        }
    });

    /// <inheritdoc />
    public Task<bool> TryTakeAsync(string deploymentGroupName, long number, byte[] content, CancellationToken cancellation) =>
        Guarded(() => FilesOf(deploymentGroupName).TryTakeRaw(number, content));

    /// <inheritdoc />
    public Task<bool> TryRenewAsync(string deploymentGroupName, long number, byte[] content, CancellationToken cancellation) =>
        Guarded(() => FilesOf(deploymentGroupName).TryRenew(number, content));

    /// <summary>The file of a lease, for messages.</summary>
    internal string FileOf(string group, long number) => FilesOf(group).PathOf(number);

    private LeaseFiles FilesOf(string group) => new(state.OfGroup(group));

    private Task<T> Guarded<T>(Func<T> work)
    {
        try
        {
            return Task.FromResult(work());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Task.FromException<T>(state.Unusable(e));
        }
    }
}
