using Slipway.Deployments.History;
using Slipway.Deployments.Leases;
using Slipway.Deployments.Planning;
using Slipway.Instances;
using Slipway.Instances.Events;
using Slipway.Specifications;

namespace Slipway.Deployments.Execution;

/// <summary>Deployments of a group that is one instance on this machine, all of it under one root and without a deploy.yml's instances.</summary>
internal sealed class SandboxDeployments(TimeProvider time)
{
    private TimeProvider Time { get; } = time;

    /// <summary>
    /// Takes the group's lease, records every step before it is taken, runs the lifecycle events in CodeDeploy's order, and ends in the new
    /// revision or in exactly the old tree. A failed deployment is a result.
    /// </summary>
    /// <exception cref="SlipwayException">Nothing was begun: the group is leased by a live owner, the state is unusable.</exception>
    public Task<DeploymentResult> DeployAsync(DeploymentRequest request, IDeploymentProgress progress, CancellationToken cancellation)
    {
        var state = StateFolder.At(request.StateFolder);
        return UnderLeaseAsync(state, request, (id, number) => NewRecord(id, number, request, DeploymentKind.Deploy, null), progress, cancellation);
    }

    /// <summary>What <see cref="DeployAsync"/> would do on the group's instance now. Touches nothing.</summary>
    /// <exception cref="SlipwayException">The revision cannot be opened.</exception>
    public Task<InstancePlan> PlanAsync(DeploymentRequest request, CancellationToken cancellation)
    {
        var state = StateFolder.At(request.StateFolder);
        var record = NewRecord("d-PLAN00000", 0, request, DeploymentKind.Deploy, null);
        var instance = LocalInstance.Of(state, request.Group, request.Agent, request.InheritedEnvironment, request.LockWait);
        return Task.Run(() => PlanVerdict.Settle(instance.Plan(InstanceDeployments.From(record), cancellation), record.Events), cancellation);
    }

    /// <summary>Deploys an earlier revision of a group again: a new deployment, as CodeDeploy has it. See <see cref="RollbackTarget"/> for which one.</summary>
    /// <exception cref="SlipwayException">SLW0405, SLW0406: there is nothing to roll back to. Else as <see cref="DeployAsync"/>.</exception>
    public async Task<DeploymentResult> RollbackAsync(RollbackRequest request, IDeploymentProgress progress, CancellationToken cancellation)
    {
        var state = StateFolder.At(request.StateFolder);
        var target = RollbackTarget.Choose(request.DeploymentGroupName, new DeploymentHistory(state, Time).Read(request.DeploymentGroupName).Entries,
            request.DeploymentId).Record;
        var group = request.Root is null ? target.Group : target.Group with { Root = request.Root };
        if (request.AllowedSigners is { } today) group = group with { AllowedSigners = today };
        var instance = LocalInstance.Of(state, group, target.Agent, request.InheritedEnvironment, request.LockWait);
        using var found = await EarlierRevision.FindAsync(target, request.Revisions, instance, m =>
            progress.OnInstance("", LocalInstance.Name, new InstanceWarning(m)), cancellation).ConfigureAwait(false);
        var deployment = FleetRecords.RequestOf(target, group, found.Path, request, state);
        var revisionOf = target.RevisionOf ?? target.DeploymentId;
        return await UnderLeaseAsync(state, deployment, (id, number) =>
            NewRecord(id, number, deployment, DeploymentKind.Rollback, revisionOf), progress, cancellation).ConfigureAwait(false);
    }

    /// <summary>
    /// Brings interrupted deployments to an end; where the tree was restored and the group rolls back automatically, the old revision is started again.
    /// </summary>
    /// <returns>What was found interrupted, oldest first a group; empty when nothing was.</returns>
    /// <exception cref="SlipwayException">A live owner deploys, the state is unusable, or something could not be put back.</exception>
    public async Task<IReadOnlyList<ResumedDeployment>> ResumeAsync(ResumeRequest request, IDeploymentProgress progress, CancellationToken cancellation)
    {
        var state = StateFolder.At(request.StateFolder);
        var history = new DeploymentHistory(state, Time);
        var entries = request.DeploymentId is { } id ? [history.Find(id)] : history.Read().Entries;
        var groups = entries.Where(e => e.Record.Group.Definition is null).GroupBy(e => (e.Record.Group.Name, e.Record.Group.Root))
            .Where(g => g.Any(e => e.Outcome is null) || IsUnfinished(state, g.First().Record))
            .Select(g => g.First().Record.Group).DistinctBy(g => g.Name).ToList();
        if (groups.Count > 0) state.Prepare();
        var resumed = new List<ResumedDeployment>();
        foreach (var group in groups)
        {
            using var lease = await AcquireAsync(
                state, group, DeploymentId.New(state), request.LockWait, m =>
                    progress.OnInstance("", LocalInstance.Name, new InstanceWarning(m)), cancellation).ConfigureAwait(false);
            var recovered = await RecoverAsync(state, group, progress, request.LockWait, cancellation).ConfigureAwait(false);
            foreach (var r in recovered)
            {
                DeploymentResult? rollback = null;
                if (!r.Completed && r.HadRunScripts && r == recovered[^1])
                    rollback = await RestartAsync(state, r.Record, request.InheritedEnvironment, lease, progress, cancellation).ConfigureAwait(false);
                resumed.Add(new(r.Record.DeploymentId, group.Name, r.Completed, rollback));
            }
        }

        // What a deployment that waits has left on this machine is no remains of a dead one.
        if (request.DeploymentId is not null || history.Read().Entries.Any(e => e.IsRunning)) return resumed;
        resumed.AddRange(await Task.Run(() => RecoverUnrecorded(state, request, progress, cancellation), CancellationToken.None).ConfigureAwait(false));
        return resumed;
    }

    private async Task<DeploymentResult> UnderLeaseAsync(
        StateFolder state, DeploymentRequest request, Func<string, long, DeploymentRecord> makeRecord, IDeploymentProgress progress,
            CancellationToken cancellation)
    {
        state.Prepare();
        var id = DeploymentId.New(state);
        var record = makeRecord(id, 0);

        // Whoever waits wants to know why now, not in the record alone.
        using var lease = await AcquireAsync(
            state, request.Group, id, request.LockWait, m => progress.OnInstance(id, LocalInstance.Name, new InstanceWarning(m)), cancellation)
                .ConfigureAwait(false);
        record = record with { FencingNumber = lease.FencingNumber };
        var recovered = await RecoverAsync(state, request.Group, progress, request.LockWait, cancellation).ConfigureAwait(false);

        // A rollback's revision is one of those kept: room for the new deployment must not be made at its cost.
        var keep = record.Kind == DeploymentKind.Rollback ? LocalInstance.KeepRevisions + 1 : LocalInstance.KeepRevisions;
        var instance = LocalInstance.Of(state, request.Group, request.Agent, request.InheritedEnvironment, request.LockWait, keep);
        var pins = new GroupPins(request.Revisions, state, record, Time);
        await pins.WidenAsync(cancellation).ConfigureAwait(false);
        progress.DeploymentStarted(id, request);
        var (result, hasRunScripts) = await RunAsync(state, instance, record, progress, [.. recovered.Select(r => r.Notice)], lease, cancellation)
            .ConfigureAwait(false);
        if (await pins.SettleAsync().ConfigureAwait(false) is { } warning) progress.OnInstance(id, LocalInstance.Name, new InstanceWarning(warning));
        if (result.Status != DeploymentStatus.Failed || !hasRunScripts || lease.Lost.IsCancellationRequested) return result;
        var rollback = await RestartAsync(state, record, request.InheritedEnvironment, lease, progress, cancellation).ConfigureAwait(false);
        return result with { Rollback = rollback };
    }

    private Task<IReadOnlyList<RecoveredDeployment>> RecoverAsync(
        StateFolder state, DeploymentGroup group, IDeploymentProgress progress, TimeSpan lockWait, CancellationToken cancellation) =>
        Task.Run(() => InterruptedDeployments.Recover(state, group, progress, Time, lockWait, cancellation), CancellationToken.None);

    /// <summary>The second half of an automatic rollback: the tree is back already, the old revision is started again.</summary>
    private async Task<DeploymentResult?> RestartAsync(
        StateFolder state, DeploymentRecord failed, IReadOnlyDictionary<string, string>? inheritedEnvironment, GroupLease lease,
            IDeploymentProgress progress, CancellationToken cancellation)
    {
        if (!failed.Group.RollsBackOnFailure || cancellation.IsCancellationRequested) return null;
        try
        {
            var instance = LocalInstance.Of(state, failed.Group, failed.Agent, inheritedEnvironment, TimeSpan.Zero);
            if (instance.ReadState(failed.Group.Name).Current is not { } current) return null;
            var record = RestartOf(failed, DeploymentId.New(state), current, lease.FencingNumber);
            progress.DeploymentStarted(record.DeploymentId, RequestOf(record, instance.FindRevision(current) ?? "", state));
            var (result, _) = await RunAsync(state, instance, record, progress, [], lease, cancellation).ConfigureAwait(false);
            new DeploymentFolder(state, failed.DeploymentId).LinkRollback(record.DeploymentId);
            return result;
        }
        catch (SlipwayException e)
        {
            // The failure that it follows is the one to tell; this one is added to it.
            progress.OnInstance(failed.DeploymentId, LocalInstance.Name, new InstanceWarning($"The revision from before was not started again: {e.Error}"));
            return null;
        }
    }

    private DeploymentRecord RestartOf(DeploymentRecord failed, string id, string current, long fencingNumber) => failed with
    {
        DeploymentId = id,
        Creator = DeploymentCreator.Rollback,
        Kind = DeploymentKind.Restart,
        Revision = null,
        RevisionStamp = null,
        RevisionIdentity = null,
        RevisionOf = current,
        RollbackTriggeringDeploymentId = failed.DeploymentId,
        Events = LifecycleOrder.Restart(failed.Group.HasTrafficControl),

        // The stop script of the old revision meets whatever the failed one left running.
        IgnoreApplicationStopFailures = true,
        Description = $"Automatic rollback of {failed.DeploymentId}.",
        FencingNumber = fencingNumber,
        CreatedAt = Time.GetUtcNow(),
    };

    private static DeploymentRequest RequestOf(DeploymentRecord record, string revision, StateFolder state) => new()
    {
        ApplicationName = record.ApplicationName,
        Group = record.Group,
        Revision = revision,
        StateFolder = state.Path,
        Events = record.Events,
        Agent = record.Agent,
        Description = record.Description,
        IgnoreApplicationStopFailures = record.IgnoreApplicationStopFailures,
    };

    private async Task<(DeploymentResult Result, bool HasRunScripts)> RunAsync(
        StateFolder state, Instance instance, DeploymentRecord record, IDeploymentProgress progress, IReadOnlyList<string> notices, GroupLease lease,
            CancellationToken cancellation)
    {
        try
        {
            var folder = new DeploymentFolder(state, record.DeploymentId);
            folder.Create(record);
            var run = new DeploymentRun(instance, record, folder, progress, Time);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            using var asked = new AskedFiles(folder.Path, a => StopWhenAsked(a, stop), Time, TimeSpan.FromMilliseconds(500));

            // A worker of its own for what blocks, and never abandoned: cancellation ends the script, and then the tree is put back.
            var result = await Task.Run(() => run.Run(notices, stop.Token, lease.Lost), CancellationToken.None).ConfigureAwait(false);
            return (result, run.HasRunScripts);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw state.Unusable(e);
        }
    }

    private static void StopWhenAsked(Asked asked, CancellationTokenSource stop)
    {
        try
        {
            if (asked.Wait is null) stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has just ended.
        }
    }

    private async Task<GroupLease> AcquireAsync(StateFolder state, DeploymentGroup group, string id, TimeSpan wait, Action<string> notice,
        CancellationToken cancellation)
    {
        try
        {
            var seen = LocalInstance.Of(state, group, default, null, wait).ReadState(group.Name).FencingNumber;
            return await GroupLease.AcquireAsync(state, group.Name, id, seen, wait, Time, notice, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw new SlipwayException(new("SLW0411", "Stopped while waiting for another deployment; nothing was begun."));
        }
    }

    private DeploymentRecord NewRecord(string id, long fencingNumber, DeploymentRequest request, DeploymentKind kind, string? revisionOf) => new()
    {
        DeploymentId = id,
        Creator = DeploymentCreator.User,
        Kind = kind,
        ApplicationName = request.ApplicationName,
        Group = request.Group,
        Revision = request.Revision,
        RevisionStamp = RevisionStamp.Of(request.Revision),
        RevisionIdentity = request.RevisionIdentity,
        RevisionOf = revisionOf,
        FileExistsBehavior = request.FileExistsBehavior,
        Events = request.Events is { } events ? LifecycleOrder.Requested(events) : LifecycleOrder.InPlace(request.Group.HasTrafficControl),
        Agent = request.Agent,
        IgnoreApplicationStopFailures = request.IgnoreApplicationStopFailures,
        Description = request.Description,
        User = Environment.UserName,
        Host = Environment.MachineName,
        FencingNumber = fencingNumber,
        CreatedAt = Time.GetUtcNow(),
    };

    // An undo that failed left its deployment with an end in the record and without one on the instance.
    private static bool IsUnfinished(StateFolder state, DeploymentRecord record) =>
        LocalInstance.Of(state, record.Group, record.Agent, null, TimeSpan.Zero).ReadState(record.Group.Name).Unfinished is not null;

    // The instance is the authority: what it has left unfinished is brought to an end even if the records are gone.
    private static IEnumerable<ResumedDeployment> RecoverUnrecorded(StateFolder state, ResumeRequest request, IDeploymentProgress progress,
        CancellationToken cancellation)
    {
        var instance = LocalInstance.Of(state, new("", request.Root ?? "", false), default, request.InheritedEnvironment, request.LockWait);
        if (!Directory.Exists(instance.Settings.StateFolder)) return [];
        return [.. instance.Recover(null, new ForwardedEvents(progress, LocalInstance.Name, ""), cancellation)
            .Select(r => new ResumedDeployment(r.DeploymentId, r.DeploymentGroupName, r.Completed))];
    }
}
