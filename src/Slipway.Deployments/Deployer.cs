using Slipway.Instances;

namespace Slipway.Deployments;

/// <summary>Makes deployments. The one entry for the command line and the build.</summary>
public sealed class Deployer(TimeProvider time)
{
    /// <summary>The clock.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>
    /// Takes the group's lease, records every step before it is taken, runs the lifecycle events in CodeDeploy's order, and ends in the new
    /// revision or in exactly the old tree. A failed deployment is a result.
    /// </summary>
    /// <exception cref="Specifications.SlipwayException">Nothing was begun: the group is leased by a live owner, the state is unusable.</exception>
    public Task<DeploymentResult> DeployAsync(DeploymentRequest request, IDeploymentProgress progress, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>What <see cref="DeployAsync"/> would do on the group's instance now. Touches nothing.</summary>
    public Task<InstancePlan> PlanAsync(DeploymentRequest request, CancellationToken cancellation) => throw new NotImplementedException();
}
