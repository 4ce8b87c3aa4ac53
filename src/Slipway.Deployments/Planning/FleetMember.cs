namespace Slipway.Deployments.Planning;

/// <summary>What of its revision an instance has; the order is that of the turns among healthy instances.</summary>
public enum RevisionStanding
{
    /// <summary>Nothing is known of it.</summary>
    Unknown,

    /// <summary>An earlier one.</summary>
    Old,

    /// <summary>The one that is deployed.</summary>
    Current,
}

/// <summary>An instance of a group before a deployment begins.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Zone">Its availability zone; null for none.</param>
/// <param name="IsReachable">Whether it answered.</param>
/// <param name="IsHealthy">Whether it serves: in service at the load balancer; without one, reachable and with nothing left unfinished.</param>
/// <param name="Standing">What it has.</param>
public sealed record FleetMember(string Name, string? Zone, bool IsReachable, bool IsHealthy, RevisionStanding Standing);
