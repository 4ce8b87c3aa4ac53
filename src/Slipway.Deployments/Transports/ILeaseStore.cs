namespace Slipway.Deployments.Transports;

/// <summary>
/// Where leases of groups stand: a state folder, an instance, or S3. A lease has a number that only grows; the highest one counts. A number is taken by exactly one.
/// </summary>
public interface ILeaseStore
{
    /// <summary>What it is called in messages: a path, or an instance's name.</summary>
    string Name { get; }

    /// <summary>The newest lease of a group; number 0 before the first.</summary>
    Task<StoredLease> NewestAsync(string deploymentGroupName, CancellationToken cancellation);

    /// <summary>Takes a number; false when somebody else has it or a higher one. Older ones are removed.</summary>
    Task<bool> TryTakeAsync(string deploymentGroupName, long number, byte[] content, CancellationToken cancellation);

    /// <summary>Writes the content anew, for a heartbeat or a release; false when a higher number exists.</summary>
    Task<bool> TryRenewAsync(string deploymentGroupName, long number, byte[] content, CancellationToken cancellation);
}

/// <summary>A lease as it is stored.</summary>
/// <param name="Number">Its fencing number; 0 when there is none.</param>
/// <param name="Content">What its owner wrote; null when there is none.</param>
/// <param name="WrittenAt">When, by the store's clock.</param>
/// <param name="Now">The store's clock now: silence is measured on one clock.</param>
public sealed record StoredLease(long Number, byte[]? Content, DateTimeOffset WrittenAt, DateTimeOffset Now);
