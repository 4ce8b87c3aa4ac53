using Slipway.Instances.Checking;
using Slipway.Instances.Delivery;
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
        var found = WithRevision(deployment);
        using var delivery = LockFor(found, cancellation);
        return PlanReport.Make(Settings, found, delivery, cancellation);
    }

    /// <summary>
    /// What would make a deployment fail, looked for where it would happen: rights, accounts, interpreters, free space, foreign files, ports. Touches nothing, as <see cref="Plan"/>.
    /// </summary>
    /// <exception cref="SlipwayException">The revision cannot be opened.</exception>
    public IReadOnlyList<PreflightFinding> Preflight(InstanceDeployment deployment, CancellationToken cancellation)
    {
        InstanceChecks.Settings(Settings);
        var found = WithRevision(deployment);
        using var delivery = LockFor(found, cancellation);
        return InstancePreflight.Make(Settings, found, delivery, cancellation);
    }

    /// <summary>Locks the instance, to bring it a revision without a bundle on this machine. <see cref="Begin"/> takes the lock over.</summary>
    /// <exception cref="SlipwayException">SLW0201, SLW0202.</exception>
    public RevisionDelivery BeginDelivery(CancellationToken cancellation)
    {
        InstanceChecks.Settings(Settings);
        StateFolder.Prepare(Settings.StateFolder);
        var instanceLock = TakeLock("the delivery of a revision", cancellation);
        ObjectStore? objects = null;
        try
        {
            objects = ObjectStore.Open(GroupFolder.ObjectsOf(Settings.StateFolder));
            return new(Settings, instanceLock, objects);
        }
        catch (Exception e)
        {
            objects?.Dispose();
            instanceLock.Dispose();
            if (e is IOException or UnauthorizedAccessException) throw StateFolder.Unusable(Settings.StateFolder, e);
            throw;
        }
    }

    /// <summary>
    /// Locks the instance, recovers an interrupted deployment of the group, stages the revision and refuses what no hook can change:
    /// appspec, events, sources, scripts, duplicate targets. Nothing outside the state folder has been touched when it returns or throws.
    /// </summary>
    /// <param name="deployment">What to deploy.</param>
    /// <param name="events">Takes what happens.</param>
    /// <param name="cancellation">Ends the wait for the lock, and the staging.</param>
    /// <param name="delivery">What brought the revision; its lock becomes the session's, also when this fails. Null when the revision is on this machine.</param>
    /// <exception cref="SlipwayException">Refused; the instance is unlocked and as it was.</exception>
    public InstanceSession Begin(InstanceDeployment deployment, IInstanceEvents events, CancellationToken cancellation, RevisionDelivery? delivery = null)
    {
        using var brought = delivery;
        InstanceChecks.Settings(Settings);
        InstanceChecks.Deployment(deployment);
        StateFolder.Prepare(Settings.StateFolder);
        var steps = new Steps(Settings.OnStep);
        var instanceLock = brought?.Lock.HandOver(Owner(deployment)) ?? TakeLock(Owner(deployment), cancellation);
        var objects = brought?.Objects;
        brought?.HandOver();
        try
        {
            objects ??= ObjectStore.Open(GroupFolder.ObjectsOf(Settings.StateFolder));
            var group = GroupFolder.Of(Settings.StateFolder, deployment.DeploymentGroupName);
            var context = new InstanceContext(Settings, deployment, group, group.Deployment(deployment.DeploymentId), steps, events, instanceLock, objects);

            // Before anything is recovered: who was overtaken must not undo what the other one does.
            InstanceChecks.Fencing(deployment, GroupState.Read(group.State, deployment.DeploymentGroupName));
            Recovery(group, objects, steps, events);
            return new SessionStart(context with { Deployment = WithRevision(deployment) }, brought?.Sent).Begin(cancellation);
        }
        catch (Exception e)
        {
            objects?.Dispose();
            instanceLock.Dispose();
            if (e is IOException or UnauthorizedAccessException) throw StateFolder.Unusable(Settings.StateFolder, e);
            throw;
        }
    }

    /// <summary>
    /// Goes on with a deployment that was begun here and did not end: after <see cref="InstanceSession.Detach"/>, or after the death of the process that ran it. While a process that was left
    /// alone still runs an event of it, that is waited for until <paramref name="cancellation"/>; for other deployments, as <see cref="Begin"/> does.
    /// </summary>
    /// <returns>
    /// Null when there is no such unfinished deployment: it was undone, or it was committed (and is completed now); <see cref="ReadState"/> tells which.
    /// </returns>
    /// <exception cref="SlipwayException">SLW0204: somebody else has taken the group over. SLW0262: its revision is gone. SLW0201, SLW0203, SLW0240: as <see cref="Begin"/>.</exception>
    public InstanceSession? Rejoin(InstanceDeployment deployment, IInstanceEvents events, CancellationToken cancellation)
    {
        InstanceChecks.Settings(Settings);
        InstanceChecks.Deployment(deployment);
        var group = GroupFolder.Of(Settings.StateFolder, deployment.DeploymentGroupName);
        if (GroupState.Read(group.State, deployment.DeploymentGroupName).Unfinished != deployment.DeploymentId) return null;
        var owner = Owner(deployment);
        var instanceLock = TakeLock(owner, cancellation, own: owner);
        ObjectStore? objects = null;
        try
        {
            var state = GroupState.Read(group.State, deployment.DeploymentGroupName);
            InstanceChecks.Fencing(deployment, state);
            var steps = new Steps(Settings.OnStep);
            objects = ObjectStore.Open(GroupFolder.ObjectsOf(Settings.StateFolder));
            var folder = group.Deployment(deployment.DeploymentId);
            if (state.Unfinished == deployment.DeploymentId)
            {
                var reading = JournalReading.Of(folder.Journal);
                if (reading.Has(JournalStep.Begin) && !reading.Has(JournalStep.Commit) && !reading.Has(JournalStep.Undo))
                    return new SessionRejoin(new(Settings, deployment, group, folder, steps, events, instanceLock, objects)).Rejoin(state);

                // Its fate was decided: what is left of it is done now.
                Recovery(group, objects, steps, events);
            }

            objects?.Dispose();
            instanceLock.Dispose();
            return null;
        }
        catch (Exception e)
        {
            objects?.Dispose();
            instanceLock.Dispose();
            if (e is IOException or UnauthorizedAccessException) throw StateFolder.Unusable(Settings.StateFolder, e);
            throw;
        }
    }

    /// <summary>
    /// Makes a deployment that was committed with <see cref="InstanceDeployment.IsConfirmedLater"/> the last successful one. Doing it again changes nothing, and one that installed nothing has
    /// nothing to confirm.
    /// </summary>
    /// <exception cref="SlipwayException">SLW0264: its revision is not the one in place. SLW0201 to SLW0203.</exception>
    public void Confirm(string deploymentGroupName, string deploymentId, CancellationToken cancellation)
    {
        InstanceChecks.Settings(Settings);
        if (ReadState(deploymentGroupName).LastSuccessful == deploymentId) return;
        StateFolder.Prepare(Settings.StateFolder);
        using var held = TakeLock($"the confirmation of deployment {deploymentId}", cancellation);
        try
        {
            var group = GroupFolder.Of(Settings.StateFolder, deploymentGroupName);
            var state = GroupState.Read(group.State, deploymentGroupName);
            if (state.Unfinished != deploymentId && state.Current == deploymentId)
            {
                (state with { LastSuccessful = deploymentId }).Write(group.State);
                return;
            }

            var journal = JournalReading.Of(group.Deployment(deploymentId).Journal);
            if (journal.Has(JournalStep.End) && journal.Has(JournalStep.Commit) && !journal.Has(JournalStep.Installed)) return;
            throw InstanceErrors.Of("SLW0264",
                $"Deployment {deploymentId} cannot become the last successful one of group '{deploymentGroupName}' on this instance: {(state.Current is { } current ? $"the revision in place is that of {current}" : "no revision is in place")}. Deploy again.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StateFolder.Unusable(Settings.StateFolder, e);
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

    /// <summary>The deployment with the revision that is there: the kept one of an earlier deployment, else what was brought.</summary>
    private InstanceDeployment WithRevision(InstanceDeployment deployment)
    {
        if (deployment.RestartOnly || deployment.RevisionOf is not { } earlier) return deployment;
        if ((FindRevision(earlier) ?? deployment.Revision) is { } revision) return deployment with { Revision = revision };
        throw InstanceErrors.Of("SLW0265", $"The instance no longer keeps the revision of deployment {earlier}, and no other was brought. Deploy the revision's bundle, or another deployment.");
    }

    /// <summary>A revision that came by its contents is laid out from the objects, which are the lock holder's.</summary>
    private RevisionDelivery? LockFor(InstanceDeployment deployment, CancellationToken cancellation) =>
        new DeliveredFolder(Settings.StateFolder).IsByContents(deployment.Revision) ? BeginDelivery(cancellation) : null;

    private static string Owner(InstanceDeployment deployment) => $"deployment {deployment.DeploymentId} of group {deployment.DeploymentGroupName}";

    private InstanceLock TakeLock(string owner, CancellationToken cancellation, string? own = null)
    {
        try
        {
            return InstanceLock.Take(Settings.StateFolder, owner, Settings.LockWait, cancellation, own);
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
