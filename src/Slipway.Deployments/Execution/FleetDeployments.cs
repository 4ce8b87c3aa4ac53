using Slipway.Deployments.History;
using Slipway.Deployments.Leases;
using Slipway.Specifications;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Execution;

/// <summary>Deployments to groups with instances of their own: under the group's lease, with the automatic rollback that may follow.</summary>
internal sealed class FleetDeployments(TimeProvider time, DeployerParts parts)
{
    /// <summary>See <see cref="Deployer.DeployAsync"/>.</summary>
    public async Task<DeploymentResult> DeployAsync(DeploymentRequest request, IDeploymentProgress progress, CancellationToken cancellation)
    {
        var state = StateFolder.At(request.StateFolder);
        var wanted = request.RetryOf is { } failed ? RetryRequest.Of(request, new DeploymentHistory(state, time).Find(failed), new DeploymentHistory(state, time).Events(failed)) : (request, null);
        return await UnderLeaseAsync(state, wanted.Item1, progress, (id, number) => FleetRecords.New(id, number, wanted.Item1, wanted.Item2, time), cancellation).ConfigureAwait(false);
    }

    /// <summary>See <see cref="Deployer.RollbackAsync"/>.</summary>
    public async Task<DeploymentResult> RollbackAsync(RollbackRequest request, DeploymentRecord target, IDeploymentProgress progress, CancellationToken cancellation)
    {
        var state = StateFolder.At(request.StateFolder);
        var group = request.Group ?? target.Group;
        if (request.AllowedSigners is { } today) group = group with { AllowedSigners = today };
        using var found = await EarlierRevision.FindAsync(target, request.Revisions, m => progress.OnFleet("", new FleetWarning(m)), cancellation).ConfigureAwait(false);
        var deployment = FleetRecords.RequestOf(target, group, found?.Path, request, state);
        var back = group.Definition!.BlueGreen is null ? null
            : await WarmOriginal.FindAsync(new DeploymentHistory(state, time), target, group, parts, cancellation).ConfigureAwait(false);
        return await UnderLeaseAsync(state, deployment, progress, (id, number) =>
        {
            var record = FleetRecords.New(id, number, deployment, null, time) with { Kind = DeploymentKind.Rollback, RevisionOf = target.RevisionOf ?? target.DeploymentId };
            return back is null ? record : record with { Targets = back.Targets, MovesTrafficOnly = true, Events = back.Events };
        }, cancellation).ConfigureAwait(false);
    }

    /// <summary>See <see cref="Deployer.PlanFleetAsync"/>.</summary>
    public Task<FleetPlan> PlanAsync(DeploymentRequest request, CancellationToken cancellation) => new FleetPreview(time, parts).PlanAsync(request, cancellation);

    /// <summary>See <see cref="Deployer.ResumeAsync"/>.</summary>
    public async Task<IReadOnlyList<ResumedDeployment>> ResumeAsync(ResumeRequest request, IDeploymentProgress progress, CancellationToken cancellation)
    {
        var state = StateFolder.At(request.StateFolder);
        var history = new DeploymentHistory(state, time);
        var entries = request.DeploymentId is { } id ? [history.Find(id)] : history.Read().Entries;
        var resumed = new List<ResumedDeployment>();
        var groups = entries.Where(e => e is { Outcome: null, Record.Group.Definition: not null }).GroupBy(e => e.Record.Group.Name).ToList();
        foreach (var group in groups)
        {
            var newest = group.First().Record;
            state.Prepare();
            var lease = await AcquireAsync(state, newest.Group, newest.DeploymentId, request.LockWait, progress, cancellation).ConfigureAwait(false);
            await using (lease.ConfigureAwait(false))
            {
                foreach (var older in group.Skip(1)) InterruptedFleets.End(state, older.Record, time);
                resumed.Add(await ResumeAsync(state, newest, request, lease, progress, cancellation).ConfigureAwait(false));
            }
        }

        if (request.Group is { Definition: not null } asked && groups.TrueForAll(g => g.Key != asked.Name))
        {
            state.Prepare();
            var lease = await AcquireAsync(state, asked, DeploymentId.New(state), request.LockWait, progress, cancellation).ConfigureAwait(false);
            await using (lease.ConfigureAwait(false))
                resumed.AddRange(await new InterruptedFleets(state, parts, time, progress).RebuildAsync(asked, cancellation).ConfigureAwait(false));
        }

        return resumed;
    }

    /// <summary>See <see cref="Deployer.StopAsync"/>.</summary>
    public Task AskAsync(StopRequest request, CancellationToken cancellation) =>
        AskAsync(StateFolder.At(request.StateFolder), request.DeploymentId, new(time.GetUtcNow(), Environment.UserName, Environment.MachineName) { RollsBack = request.RollsBack }, cancellation);

    /// <summary>See <see cref="Deployer.ContinueAsync"/>.</summary>
    public Task AskAsync(ContinueRequest request, CancellationToken cancellation) =>
        AskAsync(StateFolder.At(request.StateFolder), request.DeploymentId, new(time.GetUtcNow(), Environment.UserName, Environment.MachineName) { Wait = request.Wait }, cancellation);

    /// <summary>See <see cref="Deployer.ReadLeaseAsync"/>.</summary>
    public Task<LeaseHolder?> ReadLeaseAsync(string stateFolder, DeploymentGroup group, CancellationToken cancellation) =>
        FleetLease.ReadAsync(StateFolder.At(stateFolder), group, parts, time, cancellation);

    /// <summary>See <see cref="Deployer.UnlockAsync"/>.</summary>
    public Task<LeaseHolder?> UnlockAsync(UnlockRequest request, CancellationToken cancellation) =>
        FleetLease.UnlockAsync(StateFolder.At(request.StateFolder), request.Group, parts, request.Reason, time, cancellation);

    private async Task<DeploymentResult> UnderLeaseAsync(
        StateFolder state, DeploymentRequest request, IDeploymentProgress progress, Func<string, long, DeploymentRecord> makeRecord, CancellationToken cancellation)
    {
        state.Prepare();
        var id = DeploymentId.New(state);
        var lease = await AcquireAsync(state, request.Group, id, request.LockWait, progress, cancellation).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            var record = makeRecord(id, lease.FencingNumber);
            var notices = await new InterruptedFleets(state, parts, time, progress).EndAllAsync(request.Group, cancellation).ConfigureAwait(false);
            var pins = new GroupPins(request.Revisions, state, record, time);
            await pins.WidenAsync(cancellation).ConfigureAwait(false);
            var ended = await new FleetSession(state, parts, time, progress).RunAsync(record, request, null, lease, notices, cancellation).ConfigureAwait(false);
            if (await pins.SettleAsync().ConfigureAwait(false) is { } warning) progress.OnFleet(id, new FleetWarning(warning));
            return ended.Result with { Rollback = await RollBackAsync(state, record, request, ended, lease, progress, cancellation).ConfigureAwait(false) };
        }
    }

    private async Task<ResumedDeployment> ResumeAsync(
        StateFolder state, DeploymentRecord record, ResumeRequest request, FleetLease lease, IDeploymentProgress progress, CancellationToken cancellation)
    {
        var past = new DeploymentFolder(state, record.DeploymentId).ReadEvents().ToList();

        // Instances refuse a lower number than they have seen; the lease was taken anew.
        var current = record with { FencingNumber = lease.FencingNumber };
        var again = FleetRecords.RequestOf(current, state, request);
        var ended = await new FleetSession(state, parts, time, progress).RunAsync(current, again, past, lease, ["The deployment was interrupted and is resumed."], cancellation).ConfigureAwait(false);
        var rollback = await RollBackAsync(state, current, again, ended, lease, progress, cancellation).ConfigureAwait(false);
        return new(record.DeploymentId, record.Group.Name, ended.Result.Status == DeploymentStatus.Succeeded, rollback) { Result = ended.Result };
    }

    /// <summary>The automatic rollback: a new deployment of what was the last successful revision, where something has changed.</summary>
    private async Task<DeploymentResult?> RollBackAsync(
        StateFolder state, DeploymentRecord record, DeploymentRequest request, FleetRunResult ended, FleetLease lease, IDeploymentProgress progress, CancellationToken cancellation)
    {
        if (ended.Result.Status == DeploymentStatus.Succeeded || ended.ToUndo is not { } undo || lease.Lost.IsCancellationRequested) return null;
        if (record.Creator == DeploymentCreator.Rollback || !IsWanted(record.Group.Definition!, ended)) return null;
        try
        {
            var rollback = FleetRecords.RollbackOf(record, undo, DeploymentId.New(state), lease.FencingNumber, new DeploymentHistory(state, time).Read(record.Group.Name).Entries, time);

            // Whoever stopped the deployment by ending this process's wait wants it undone, not left half way.
            var token = ended.Stop?.Kind == StopKind.Asked ? CancellationToken.None : cancellation;
            var result = await new FleetSession(state, parts, time, progress)
                .RunAsync(rollback, request with { Revision = rollback.Revision ?? "", Events = rollback.Events, Description = rollback.Description }, null, lease, [], token).ConfigureAwait(false);
            new DeploymentFolder(state, record.DeploymentId).LinkRollback(rollback.DeploymentId);
            return result.Result;
        }
        catch (SlipwayException e)
        {
            // The failure that it follows is the one to tell; this one is added to it.
            progress.OnFleet(record.DeploymentId, new FleetWarning($"The deployment was not rolled back: {e.Error}"));
            return null;
        }
    }

    private static bool IsWanted(DeploymentGroupDefinition definition, FleetRunResult ended) => ended.Stop?.Kind switch
    {
        StopKind.Asked => ended.Stop.RollsBack ?? definition.RollsBackOn.Contains(AutoRollbackEvent.DeploymentStopOnRequest),
        StopKind.Alarm => definition.RollsBackOn.Contains(AutoRollbackEvent.DeploymentStopOnAlarm),
        StopKind.Timeout or StopKind.LeaseLost => false,
        _ => definition.RollsBackOn.Contains(AutoRollbackEvent.DeploymentFailure),
    };

    private async Task<FleetLease> AcquireAsync(
        StateFolder state, DeploymentGroup group, string id, TimeSpan wait, IDeploymentProgress progress, CancellationToken cancellation)
    {
        try
        {
            return await FleetLease.AcquireAsync(state, group, parts, id, wait, time, m => progress.OnFleet(id, new FleetWarning(m)), cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw new SlipwayException(new("SLW0411", "Stopped while waiting for another deployment; nothing was begun."));
        }
    }

    private async Task AskAsync(StateFolder state, string deploymentId, Asked asked, CancellationToken cancellation)
    {
        var history = new DeploymentHistory(state, time);
        var entry = history.Find(deploymentId);
        if (entry.Outcome is not null)
            throw new SlipwayException(new("SLW0450", $"Deployment {deploymentId} has ended ({entry.Status}); there is nothing to stop or to continue. `slipway rollback` goes back to the revision before."));
        if (!entry.IsRunning)
            throw new SlipwayException(new("SLW0450", $"Deployment {deploymentId} was interrupted: no process works on it. `slipway resume {deploymentId}` brings it to an end."));
        if (asked.Wait is { } wait && history.Events(deploymentId).LastOrDefault(e => e.Wait == wait) is not { Step: JournalStep.WaitStarted })
            throw new SlipwayException(new("SLW0451", $"Deployment {deploymentId} does not wait for that now. `slipway show {deploymentId}` tells where it stands."));
        try
        {
            await Task.Run(() => AskedFiles.Ask(state.OfDeployment(deploymentId), asked), cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw state.Unusable(e);
        }
    }
}
