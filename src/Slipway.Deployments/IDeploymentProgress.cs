using Slipway.Instances.Events;

namespace Slipway.Deployments;

/// <summary>
/// Where a deployment reports to: the command line's live table, plain lines, the build's log, a test. Calls come one at a time; must not throw.
/// </summary>
public interface IDeploymentProgress
{
    /// <summary>A deployment begins.</summary>
    void DeploymentStarted(string deploymentId, DeploymentRequest request);

    /// <summary>Something happened on an instance.</summary>
    void OnInstance(string deploymentId, string instanceName, InstanceEvent instanceEvent);

    /// <summary>Something happened to the deployment as a whole.</summary>
    void OnFleet(string deploymentId, FleetEvent fleetEvent)
    {
    }

    /// <summary>A deployment ended (the rollback that may follow is a deployment of its own).</summary>
    void DeploymentEnded(DeploymentResult result);
}
