using Slipway.Deployments.Traffic;
using Slipway.Deployments.Transports;
using Slipway.Deployments.Watching;

namespace Slipway.Deployments;

/// <summary>What a <see cref="Deployer"/> works with. Floor 6 composes it; tests make their own. What is null is asked for only when a group needs it, and then is one clear error.</summary>
public sealed record DeployerParts
{
    /// <summary>Reaches instances.</summary>
    public IInstanceTransports? Transports { get; init; }

    /// <summary>Opens load balancers.</summary>
    public ILoadBalancers? LoadBalancers { get; init; }

    /// <summary>Looks at alarms.</summary>
    public IAlarmProbe? AlarmProbe { get; init; }

    /// <summary>Tells triggers.</summary>
    public ITriggerSender? TriggerSender { get; init; }

    /// <summary>
    /// Where leases stand: given when deploy.yml has a <c>stateLocation</c>. Null: on the first reachable instance of a group that has instances over ssh, else in the request's state folder.
    /// </summary>
    public ILeaseStore? Leases { get; init; }

    /// <summary>How often requests of other processes (stop, continue) are looked for.</summary>
    public TimeSpan AskPeriod { get; init; } = TimeSpan.FromMilliseconds(500);
}
