using Slipway.Deployments.History;
using Slipway.Deployments.Leases;
using Slipway.Deployments.Traffic;
using Slipway.Deployments.Watching;
using Slipway.Specifications;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Execution;

/// <summary>
/// Sets up what one deployment to a fleet needs (records, transports, load balancer, alarms, requests of other processes), runs it, writes down how it ended and takes everything down again.
/// </summary>
internal sealed class FleetSession(StateFolder state, DeployerParts parts, TimeProvider time, IDeploymentProgress progress)
{
    /// <summary>Runs a deployment. From here on whatever goes wrong is in the result.</summary>
    /// <param name="record">What was asked; written when it is new.</param>
    /// <param name="request">For progress.</param>
    /// <param name="past">What a dead process had written; null for a new deployment.</param>
    /// <param name="lease">The group's lease.</param>
    /// <param name="notices">What happened before: a lease taken over, a deployment brought to an end.</param>
    /// <param name="cancellation">Somebody stops the deployment.</param>
    /// <returns>The result, and what a rollback has to know.</returns>
    /// <exception cref="SlipwayException">SLW0400: the records cannot be written; nothing was begun. SLW0462: a part is missing.</exception>
    public async Task<FleetRunResult> RunAsync(
        DeploymentRecord record, DeploymentRequest request, IReadOnlyList<JournalEntry>? past, FleetLease lease, IReadOnlyList<string> notices, CancellationToken cancellation)
    {
        var definition = record.Group.Definition!;
        var transports = parts.Transports ?? throw Missing("transports to instances");
        var loadBalancer = definition.LoadBalancer is { } described ? (parts.LoadBalancers ?? throw Missing("load balancers")).Open(described) : null;
        if (definition.Alarms is { Alarms.Count: > 0 } && parts.AlarmProbe is null) throw Missing("alarm probes");
        var folder = new DeploymentFolder(state, record.DeploymentId);
        using var journal = OpenJournal(folder, record, isNew: past is null);
        progress.DeploymentStarted(record.DeploymentId, request);
        using var ending = new CancellationTokenSource();
        var stops = new DeploymentStops();
        var continuations = new Continuations();
        var triggers = new TriggerPost(parts.TriggerSender, definition.Triggers, record, time, ending.Token);
        using var log = new ScriptLog(folder.Path, time);
        var recorder = new FleetRecorder(record.DeploymentId, journal, log, progress, triggers, stops, time) { Unexpected = new(folder.Path) };
        foreach (var notice in notices) recorder.Tell(new FleetWarning(notice));
        var instances = definition.Instances.Select(i => new InstanceRun(i, transports.To(i), loadBalancer, recorder, time)).ToList();

        using var asked = new AskedFiles(folder.Path, a => Take(a, recorder, stops, continuations), time, parts.AskPeriod);
        await using var cancelled = cancellation.UnsafeRegister(_ => stops.Stop(new(StopKind.Asked, new("SLW0411", "The deployment was stopped; instances that were not done have their old tree."))), null)
            .ConfigureAwait(false);
        await using var lost = lease.Lost.UnsafeRegister(_ => stops.Stop(LeaseLost), null).ConfigureAwait(false);
        var alarms = AlarmsOf(definition, record, recorder, stops);
        try
        {
            var fleet = new FleetContext
            {
                Record = record,
                Definition = definition,
                Instances = instances,
                Recorder = recorder,
                Triggers = triggers,
                Stops = stops,
                Continuations = continuations,
                LoadBalancer = loadBalancer,
                MaxConnections = Math.Max(1, request.MaxConcurrentConnections),
                Time = time,
                Past = past ?? [],
                SameRevision = SameRevision(record),
                CheckAlarms = alarms is null ? null : alarms.CheckAsync,
            };
            var how = await new FleetRun(fleet).RunAsync().ConfigureAwait(false);

            // Nobody hears of an alarm after the end.
            if (alarms is not null) await alarms.DisposeAsync().ConfigureAwait(false);
            alarms = null;
            return await EndAsync(fleet, how, folder).ConfigureAwait(false);
        }
        finally
        {
            if (alarms is not null) await alarms.DisposeAsync().ConfigureAwait(false);
            ending.Cancel();
            foreach (var instance in instances) await instance.DisposeAsync().ConfigureAwait(false);
            if (loadBalancer is not null) await loadBalancer.DisposeAsync().ConfigureAwait(false);
        }
    }

    private DeploymentJournal OpenJournal(DeploymentFolder folder, DeploymentRecord record, bool isNew)
    {
        try
        {
            if (isNew) folder.Create(record);
            return new(folder.Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw state.Unusable(e);
        }
    }

    private static StopCause LeaseLost { get; } = new(StopKind.LeaseLost, new("SLW0403",
        "Another deployment took this one's lease, because this process gave no sign of life for too long (a suspended machine, an overloaded disk) or somebody unlocked the group. It was ended."));

    private static SlipwayException Missing(string what) => new(new("SLW0462", $"This build of slipway has no {what}; use the slipway command, which has them."));

    private static void Take(Asked asked, FleetRecorder recorder, DeploymentStops stops, Continuations continuations)
    {
        var who = $"{asked.User} on {asked.Host}";
        recorder.Before(JournalStep.Asked, e => e with
        {
            Wait = asked.Wait,
            Message = asked.Wait is { } wait ? $"{who} continued the wait {wait}." : $"{who} stopped the deployment{(asked.RollsBack switch { true => " and asked for a rollback", false => " and wants no rollback", _ => "" })}.",
        });
        if (asked.Wait is { } ends) continuations.Signal(ends);
        else stops.Stop(new(StopKind.Asked, new("SLW0411", $"The deployment was stopped by {who}; instances that were not done have their old tree."), asked.RollsBack));
    }

    // A rollback is not stopped by the alarm that made it necessary.
    private FleetAlarms? AlarmsOf(DeploymentGroupDefinition definition, DeploymentRecord record, FleetRecorder recorder, DeploymentStops stops) =>
        definition.Alarms is { Alarms.Count: > 0 } alarms && record.Creator != DeploymentCreator.Rollback
            ? new FleetAlarms(alarms, parts.AlarmProbe!, time, recorder, stops)
            : null;

    private HashSet<string> SameRevision(DeploymentRecord record)
    {
        var same = new HashSet<string>(StringComparer.Ordinal) { record.DeploymentId };
        if (record.RevisionOf is { } of) same.Add(of);
        if (record.RevisionIdentity is not { } identity) return same;
        foreach (var entry in new DeploymentHistory(state, time).Read(record.Group.Name).Entries.Where(e => e.Record.RevisionIdentity == identity)) same.Add(entry.Record.DeploymentId);
        return same;
    }

    private async Task<FleetRunResult> EndAsync(FleetContext fleet, FleetEnding how, DeploymentFolder folder)
    {
        var record = fleet.Record;
        var results = fleet.Instances.Where(i => i.Deployment is not null || i.Error is not null || record.Targets is null).Select(i => new InstanceResult(i.Name, i.Status switch
        {
            TargetStatus.Succeeded => DeploymentStatus.Succeeded,
            TargetStatus.Failed => DeploymentStatus.Failed,
            _ => DeploymentStatus.Stopped,
        }, i.AllResults())
        { Target = i.Status, Label = i.Label, Error = i.Error }).ToList();
        fleet.Triggers.OnDeployment(how.Status switch
        {
            DeploymentStatus.Succeeded => TriggerEvent.DeploymentSuccess,
            DeploymentStatus.Stopped => TriggerEvent.DeploymentStop,
            _ => TriggerEvent.DeploymentFailure,
        }, how.Status, how.Error);
        foreach (var untold in await fleet.Triggers.FlushAsync().ConfigureAwait(false)) fleet.Recorder.Tell(new FleetWarning(untold));
        var result = new DeploymentResult(record.DeploymentId, how.Status, how.Error, results, folder.LogFile) { ErrorCode = how.ErrorCode };
        try
        {
            folder.End(new(result.DeploymentId, result.Status, result.Error, result.Instances, time.GetUtcNow()) { ErrorCode = result.ErrorCode });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The instances are the authority and have ended: a record that cannot be written does not turn a success into a failure.
            fleet.Recorder.Tell(new FleetWarning($"The deployment's record could not be written: {e.Message}"));
        }

        fleet.Recorder.Append(JournalStep.DeploymentEnded, e => e with { Status = result.Status, Error = result.Error });
        progress.DeploymentEnded(result);
        return new(result, fleet.Stops.Cause, RollbackTargets.Of(fleet));
    }
}
