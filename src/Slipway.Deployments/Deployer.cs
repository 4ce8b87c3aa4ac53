using Slipway.Deployments.Execution;
using Slipway.Deployments.History;
using Slipway.Deployments.Leases;
using Slipway.Deployments.Planning;
using Slipway.Instances;
using Slipway.Specifications;

namespace Slipway.Deployments;

/// <summary>Makes deployments. The one entry for the command line and the build.</summary>
/// <param name="time">The clock.</param>
/// <param name="parts">What it reaches instances, load balancers and watchers with.</param>
public sealed class Deployer(TimeProvider time, DeployerParts parts)
{
    private readonly SandboxDeployments sandbox = new(time);
    private readonly FleetDeployments fleets = new(time, parts);

    /// <summary>A deployer for groups of one local instance.</summary>
    /// <param name="time">The clock.</param>
    public Deployer(TimeProvider time)
        : this(time, new())
    {
    }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>
    /// Takes the group's lease, records every step before it is taken, runs the lifecycle events in CodeDeploy's order on every instance, never with fewer healthy ones than the
    /// configuration's minimum, and ends each instance in the new revision or in exactly the old tree. A failed deployment is a result.
    /// </summary>
    /// <exception cref="SlipwayException">Nothing was begun: the group is leased by a live owner, the state is unusable.</exception>
    public Task<DeploymentResult> DeployAsync(DeploymentRequest request, IDeploymentProgress progress, CancellationToken cancellation) =>
        request.Group.Definition is null ? sandbox.DeployAsync(request, progress, cancellation) : fleets.DeployAsync(request, progress, cancellation);

    /// <summary>What <see cref="DeployAsync"/> would do on the instance of a group without <see cref="DeploymentGroup.Definition"/> now. Touches nothing.</summary>
    /// <exception cref="SlipwayException">The revision cannot be opened.</exception>
    public Task<InstancePlan> PlanAsync(DeploymentRequest request, CancellationToken cancellation) => sandbox.PlanAsync(request, cancellation);

    /// <summary>What <see cref="DeployAsync"/> would do on the instances of a group with <see cref="DeploymentGroup.Definition"/> now, and what would make it fail. Touches nothing.</summary>
    /// <exception cref="SlipwayException">The group cannot be deployed to as it is described.</exception>
    public Task<FleetPlan> PlanFleetAsync(DeploymentRequest request, CancellationToken cancellation) => fleets.PlanAsync(request, cancellation);

    /// <summary>Deploys an earlier revision of a group again: a new deployment, as CodeDeploy has it. See <see cref="RollbackTarget"/> for which one.</summary>
    /// <exception cref="SlipwayException">SLW0405, SLW0406: there is nothing to roll back to. Else as <see cref="DeployAsync"/>.</exception>
    public Task<DeploymentResult> RollbackAsync(RollbackRequest request, IDeploymentProgress progress, CancellationToken cancellation)
    {
        var target = RollbackTarget.Choose(request.DeploymentGroupName,
            new DeploymentHistory(StateFolder.At(request.StateFolder), Time).Read(request.DeploymentGroupName).Entries, request.DeploymentId).Record;
        return (request.Group ?? target.Group).Definition is null
            ? sandbox.RollbackAsync(request, progress, cancellation)
            : fleets.RollbackAsync(request, target, progress, cancellation);
    }

    /// <summary>
    /// Brings interrupted deployments to an end: on a fleet the running event is joined again, pending instances get their turn. In a group of one local instance the tree is old or new
    /// afterwards; where it was restored and the group rolls back automatically, the old revision is started again.
    /// </summary>
    /// <returns>What was found interrupted, oldest first a group; empty when nothing was.</returns>
    /// <exception cref="SlipwayException">A live owner deploys, the state is unusable, or something could not be put back.</exception>
    public async Task<IReadOnlyList<ResumedDeployment>> ResumeAsync(ResumeRequest request, IDeploymentProgress progress, CancellationToken cancellation)
    {
        var resumed = await fleets.ResumeAsync(request, progress, cancellation).ConfigureAwait(false);
        return [.. resumed, .. await sandbox.ResumeAsync(request, progress, cancellation).ConfigureAwait(false)];
    }

    /// <summary>Asks a running deployment to stop; its process does so within a second. The events that run are ended, and what is half done is put back.</summary>
    /// <exception cref="SlipwayException">SLW0404: there is none of that id. SLW0450: it does not run.</exception>
    public Task StopAsync(StopRequest request, CancellationToken cancellation) => fleets.AskAsync(request, cancellation);

    /// <summary>Ends a wait of a running deployment: moves traffic now, or ends the time in which the original stays warm.</summary>
    /// <exception cref="SlipwayException">SLW0404: there is none of that id. SLW0450: it does not run. SLW0451: it does not wait for that.</exception>
    public Task ContinueAsync(ContinueRequest request, CancellationToken cancellation) => fleets.AskAsync(request, cancellation);

    /// <summary>Who holds a group's lease, alive or dead; null when nobody does.</summary>
    /// <exception cref="SlipwayException">The lease's place cannot be read.</exception>
    public Task<LeaseHolder?> ReadLeaseAsync(string stateFolder, DeploymentGroup group, CancellationToken cancellation) =>
        fleets.ReadLeaseAsync(stateFolder, group, cancellation);

    /// <summary>Takes a group's lease from whoever holds it: a live owner loses it with its next heartbeat, and instances refuse its number. The reason stays in the lease.</summary>
    /// <returns>Who held it; null when nobody did.</returns>
    /// <exception cref="SlipwayException">The lease's place cannot be written.</exception>
    public Task<LeaseHolder?> UnlockAsync(UnlockRequest request, CancellationToken cancellation) => fleets.UnlockAsync(request, cancellation);
}
