namespace Slipway.Deployments;

/// <summary>Who holds a group's lease.</summary>
/// <param name="DeploymentId">For which deployment.</param>
/// <param name="User">Account.</param>
/// <param name="Host">Machine.</param>
/// <param name="ProcessId">Process on that machine.</param>
/// <param name="Since">Since when.</param>
/// <param name="Heartbeat">Its last sign of life.</param>
/// <param name="IsAlive">Whether it counts as alive; a dead one's lease is taken over by the next deployment.</param>
/// <param name="FencingNumber">The lease's number.</param>
/// <param name="Store">Where the lease stands.</param>
public sealed record LeaseHolder(
    string DeploymentId, string User, string Host, int ProcessId, DateTimeOffset Since, DateTimeOffset Heartbeat, bool IsAlive, long FencingNumber, string Store);
