using Slipway.Instances.Events;

namespace Slipway.Instances;

/// <summary>One instance: this machine, or a sandbox on it. All methods block; call them from a worker thread.</summary>
public sealed class Instance(InstanceSettings settings)
{
    /// <summary>What it is.</summary>
    public InstanceSettings Settings { get; } = settings;

    /// <summary>What it knows of a group. Takes no lock; never throws for a missing state.</summary>
    public InstanceState ReadState(string deploymentGroupName) => throw new NotImplementedException();

    /// <summary>What a deployment would do now. Touches neither the tree nor the state (a bundle is unpacked to a temporary folder and removed).</summary>
    /// <exception cref="Specifications.SlipwayException">The revision cannot be opened.</exception>
    public InstancePlan Plan(InstanceDeployment deployment, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>
    /// Locks the instance, recovers an interrupted deployment of the group, stages the revision and refuses what no hook can change:
    /// appspec, events, sources, scripts, duplicate targets. Nothing outside the state folder has been touched when it returns or throws.
    /// </summary>
    /// <exception cref="Specifications.SlipwayException">Refused; the instance is unlocked and as it was.</exception>
    public InstanceSession Begin(InstanceDeployment deployment, IInstanceEvents events, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Finishes or undoes interrupted deployments of a group (all groups when null), whoever began them.</summary>
    public IReadOnlyList<Recovery> Recover(string? deploymentGroupName, IInstanceEvents events, CancellationToken cancellation) => throw new NotImplementedException();
}

/// <summary>What became of an interrupted deployment.</summary>
/// <param name="DeploymentGroupName">Its group.</param>
/// <param name="DeploymentId">Its id.</param>
/// <param name="Completed">True: the new revision stands. False: the old tree was restored.</param>
public sealed record Recovery(string DeploymentGroupName, string DeploymentId, bool Completed);
