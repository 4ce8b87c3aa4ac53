using Slipway.Instances.Events;

namespace Slipway.Deployments.Execution;

/// <summary>Passes an instance's events on to whoever watches, and keeps none.</summary>
internal sealed class ForwardedEvents(IDeploymentProgress progress, string instanceName, string deploymentId) : IInstanceEvents
{
    /// <inheritdoc />
    public void On(InstanceEvent instanceEvent) => progress.OnInstance(deploymentId, instanceName, instanceEvent);
}
