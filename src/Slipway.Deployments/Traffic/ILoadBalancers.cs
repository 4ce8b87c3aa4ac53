using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Traffic;

/// <summary>Opens load balancers. Floor 6 composes one; tests make their own.</summary>
public interface ILoadBalancers
{
    /// <summary>The load balancer of a group; nothing is asked of it yet.</summary>
    ILoadBalancer Open(LoadBalancerDefinition definition);
}
