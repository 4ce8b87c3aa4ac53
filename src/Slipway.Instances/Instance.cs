using Slipway.Instances.Events;
using Slipway.Instances.Installing;
using Slipway.Instances.Planning;
using Slipway.Instances.State;
using Slipway.Revisions.Objects;
using Slipway.Specifications;

namespace Slipway.Instances;

/// <summary>One instance: this machine, or a sandbox on it. All methods block; call them from a worker thread.</summary>
public sealed class Instance(InstanceSettings settings)
{
    /// <summary>What it is.</summary>
    public InstanceSettings Settings { get; } = settings with { Root = settings.Root.TrimEnd('/'), StateFolder = settings.StateFolder.TrimEnd('/') };

    /// <summary>What it knows of a group. Takes no lock; never throws for a missing state.</summary>
    /// <exception cref="SlipwayException">SLW0203: the state is damaged.</exception>
    public InstanceState ReadState(string deploymentGroupName) =>
        GroupState.Read(GroupFolder.Of(Settings.StateFolder, deploymentGroupName).State, deploymentGroupName).ToPublic();

    /// <summary>The folder of the revision that a deployment brought, as long as retention keeps it; null when it is gone.</summary>
    public string? FindRevision(string deploymentId)
    {
        foreach (var group in GroupFolder.All(Settings.StateFolder))
        {
            var folder = group.Deployment(deploymentId);
            if (RevisionFacts.Read(folder.RevisionFacts) is { } facts && Path.GetFullPath(Path.Combine(folder.Path, facts.Folder)) is var revision && Directory.Exists(revision)) return revision;
        }

        return null;
    }

    /// <summary>What a deployment would do now. Touches neither the tree nor the state (a bundle is unpacked to a temporary folder and removed).</summary>
    /// <exception cref="SlipwayException">The revision cannot be opened.</exception>
    public InstancePlan Plan(InstanceDeployment deployment, CancellationToken cancellation)
    {
        InstanceChecks.Settings(Settings);
        return PlanReport.Make(Settings, deployment, cancellation);
    }

    /// <summary>
    /// Locks the instance, recovers an interrupted deployment of the group, stages the revision and refuses what no hook can change:
    /// appspec, events, sources, scripts, duplicate targets. Nothing outside the state folder has been touched when it returns or throws.
    /// </summary>
    /// <exception cref="SlipwayException">Refused; the instance is unlocked and as it was.</exception>
    public InstanceSession Begin(InstanceDeployment deployment, IInstanceEvents events, CancellationToken cancellation)
    {
        InstanceChecks.Settings(Settings);
        InstanceChecks.Deployment(deployment);
        StateFolder.Prepare(Settings.StateFolder);
        var steps = new Steps(Settings.OnStep);
        var instanceLock = TakeLock($"deployment {deployment.DeploymentId} of group {deployment.DeploymentGroupName}", cancellation);
        ObjectStore? objects = null;
        try
        {
            objects = ObjectStore.Open(GroupFolder.ObjectsOf(Settings.StateFolder));
            var group = GroupFolder.Of(Settings.StateFolder, deployment.DeploymentGroupName);
            var context = new InstanceContext(Settings, deployment, group, group.Deployment(deployment.DeploymentId), steps, events, instanceLock, objects);
            Recovery(group, objects, steps, events);
            return new SessionStart(context).Begin(cancellation);
        }
        catch (Exception e)
        {
            objects?.Dispose();
            instanceLock.Dispose();
            if (e is IOException or UnauthorizedAccessException) throw StateFolder.Unusable(Settings.StateFolder, e);
            throw;
        }
    }

    /// <summary>Finishes or undoes interrupted deployments of a group (all groups when null), whoever began them.</summary>
    /// <exception cref="SlipwayException">SLW0240: something could not be put back. SLW0203: the state is damaged, and nothing was touched.</exception>
    public IReadOnlyList<Recovery> Recover(string? deploymentGroupName, IInstanceEvents events, CancellationToken cancellation)
    {
        InstanceChecks.Settings(Settings);
        if (!Directory.Exists(Settings.StateFolder)) return [];
        using var held = TakeLock("recovery", cancellation);
        var steps = new Steps(Settings.OnStep);
        var groups = deploymentGroupName is null ? GroupFolder.All(Settings.StateFolder) : [GroupFolder.Of(Settings.StateFolder, deploymentGroupName)];
        try
        {
            using var objects = ObjectStore.Open(GroupFolder.ObjectsOf(Settings.StateFolder));
            return [.. groups.Select(group => Recovery(group, objects, steps, events)).OfType<Recovery>()];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw InstanceErrors.Of("SLW0240", $"Recovering the interrupted deployment failed: {e.Message} Correct the cause and run 'slipway resume'.", e);
        }
    }

    private Recovery? Recovery(GroupFolder group, ObjectStore? objects, Steps steps, IInstanceEvents events)
    {
        var state = GroupState.Read(group.State, "");
        if (state.Unfinished is not { } id) return null;
        var folder = group.Deployment(id);
        var reading = JournalReading.Of(folder.Journal);
        var isCommitted = reading.Has(JournalStep.Commit);
        if (!reading.Has(JournalStep.Begin))
        {
            // It was announced and not yet begun.
            (state with { Unfinished = null }).Write(group.State);
            return new(state.DeploymentGroupName, id, Completed: false);
        }

        using var journal = Journal.Open(folder.Journal, steps);
        var ending = new DeploymentEnding(Settings.Root, group, folder, id, objects, journal, steps);
        if (isCommitted) ending.Forward();
        else
        {
            foreach (var warning in ending.Back()) events.On(warning);
        }

        events.On(new InstanceWarning(isCommitted
            ? $"The interrupted deployment {id} had succeeded and was completed."
            : $"The interrupted deployment {id} was undone: the tree is as it was before it."));
        return new(state.DeploymentGroupName, id, isCommitted);
    }

    private InstanceLock TakeLock(string owner, CancellationToken cancellation)
    {
        try
        {
            return InstanceLock.Take(Settings.StateFolder, owner, Settings.LockWait, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StateFolder.Unusable(Settings.StateFolder, e);
        }
    }
}

/// <summary>What became of an interrupted deployment.</summary>
/// <param name="DeploymentGroupName">Its group.</param>
/// <param name="DeploymentId">Its id.</param>
/// <param name="Completed">True: the new revision stands. False: the old tree was restored.</param>
public sealed record Recovery(string DeploymentGroupName, string DeploymentId, bool Completed);
