using Slipway.Deployments.Traffic.Haproxy;
using Slipway.Deployments.Traffic.Nginx;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Traffic;

/// <summary>The load balancers that deploy.yml can name.</summary>
/// <param name="time">The clock of deadlines.</param>
/// <param name="notice">Told what somebody should know and what stops nothing: a reload that let a server in, a setting that is dangerous. From any thread.</param>
public sealed class LoadBalancers(TimeProvider time, Action<string>? notice = null) : ILoadBalancers
{
    /// <inheritdoc/>
    /// <exception cref="Specifications.SlipwayException">SLW0480: a name that no load balancer can have.</exception>
    public ILoadBalancer Open(LoadBalancerDefinition definition)
    {
        var told = notice ?? (_ => { });
        return definition switch
        {
            { Haproxy: { } haproxy } => new HaproxyLoadBalancer(haproxy, definition, time, told),
            { Nginx: { } nginx } => new NginxLoadBalancer(nginx, definition, time, told),
            { Proxy: { } proxy } => new ProxyLoadBalancer(proxy, definition, time),
            { Command: { } command } => new CommandLoadBalancer(command, definition, time),
            _ => throw new ArgumentException("The definition names no load balancer.", nameof(definition)),
        };
    }
}
