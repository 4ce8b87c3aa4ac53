namespace Slipway.Deployments.Leases;

/// <summary>What a lease file says.</summary>
/// <param name="DeploymentGroupName">The group.</param>
/// <param name="DeploymentId">The deployment it was taken for.</param>
/// <param name="Owner">Who holds it.</param>
/// <param name="TakenAt">Since when.</param>
/// <param name="Heartbeat">When the owner last said that it lives.</param>
/// <param name="Released">Whether the owner has given it back; the file stays because its name carries the fencing number.</param>
internal sealed record Lease(string DeploymentGroupName, string DeploymentId, LeaseOwner Owner, DateTimeOffset TakenAt, DateTimeOffset Heartbeat,
    bool Released)
{
    /// <summary>Why somebody took it away; null when its owner gave it back.</summary>
    public string? UnlockReason { get; init; }
}

/// <summary>Whether somebody else may take a lease.</summary>
/// <param name="IsFree">True when nobody lives who holds it.</param>
/// <param name="Notice">What the user should know when a lease is taken from a dead owner; null otherwise.</param>
internal readonly record struct LeaseVerdict(bool IsFree, string? Notice)
{
    /// <summary>How often an owner renews its heartbeat.</summary>
    public static TimeSpan HeartbeatPeriod { get; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// After how long without a heartbeat an owner counts as dead when it cannot be looked at: it runs on another machine or in another container.
    /// </summary>
    public static TimeSpan HeartbeatExpiry { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Judges a lease as seen by <paramref name="me"/>.</summary>
    /// <param name="lease">The newest lease of the group.</param>
    /// <param name="me">The process that wants it.</param>
    /// <param name="startOf">When a process of this machine started; null when it is gone.</param>
    /// <param name="now">The time.</param>
    public static LeaseVerdict Of(Lease lease, LeaseOwner me, Func<int, long?> startOf, DateTimeOffset now)
    {
        if (lease.Released) return new(true, null);
        var owner = lease.Owner;
        var who = $"{owner.User} on {owner.Host} (process {owner.ProcessId})";
        if (owner.Host == me.Host && owner.MachineId == me.MachineId)
        {
            if (owner.BootId != me.BootId)
                return new(true, $"Deployment {lease.DeploymentId} of {who} did not end: the machine was started again since. Its lease is taken over.");
            if (owner.PidNamespace == me.PidNamespace)
            {
                return startOf(owner.ProcessId) == owner.ProcessStart
                    ? new(false, null)
                    : new(true, $"Deployment {lease.DeploymentId} of {who} did not end: that process is gone. Its lease is taken over.");
            }
        }

        var silence = now - lease.Heartbeat;
        return silence <= HeartbeatExpiry
            ? new(false, null)
            : new(true, $"Deployment {lease.DeploymentId} of {who} has given no sign of life for {(long)silence.TotalSeconds} s. Its lease is taken over.");
    }
}
