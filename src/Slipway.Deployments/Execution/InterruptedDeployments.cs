using Slipway.Deployments.History;
using Slipway.Instances.Events;
using Slipway.Specifications;

namespace Slipway.Deployments.Execution;

/// <summary>A deployment that a dead process left and that was brought to an end.</summary>
/// <param name="Record">What was asked.</param>
/// <param name="Completed">True: its revision stands. False: the tree from before it was restored.</param>
/// <param name="HadRunScripts">Whether it had run scripts before it died.</param>
internal sealed record RecoveredDeployment(DeploymentRecord Record, bool Completed, bool HadRunScripts)
{
    public string Notice => Completed
        ? $"Deployment {Record.DeploymentId} was interrupted after its last step; it was completed and its revision stands."
        : $"Deployment {Record.DeploymentId} was interrupted; the tree from before it was restored.";
}

/// <summary>Brings a group's interrupted deployments to an end: the instance first, then the records. The caller holds the group's lease.</summary>
internal static class InterruptedDeployments
{
    /// <summary>Recovers on every instance that the group's unfinished records name, and on <paramref name="group"/>'s own.</summary>
    /// <exception cref="SlipwayException">An instance could not be recovered.</exception>
    public static IReadOnlyList<RecoveredDeployment> Recover(
        StateFolder state, DeploymentGroup group, IDeploymentProgress progress, TimeProvider time, TimeSpan lockWait, CancellationToken cancellation)
    {
        var unfinished = new DeploymentHistory(state, time).Read(group.Name).Entries.Where(e => e.Outcome is null).Reverse().Select(e => e.Record).ToList();
        var recovered = new List<RecoveredDeployment>();
        foreach (var root in unfinished.Select(r => r.Group.Root).Append(group.Root).Distinct())
        {
            var records = unfinished.Where(r => r.Group.Root == root).ToList();
            var instance = LocalInstance.Of(state, records.LastOrDefault()?.Group ?? group, records.LastOrDefault()?.Agent ?? default, null, lockWait);
            if (records.Count == 0 && instance.ReadState(group.Name).Unfinished is null) continue;
            var sink = new ForwardedEvents(progress, instance.Settings.Name, records.LastOrDefault()?.DeploymentId ?? "");
            var recoveries = instance.Recover(group.Name, sink, cancellation);
            var current = instance.ReadState(group.Name).Current;
            foreach (var record in records)
            {
                var completed = recoveries.FirstOrDefault(r => r.DeploymentId == record.DeploymentId)?.Completed ?? current == record.DeploymentId;
                recovered.Add(End(state, record, instance.Settings.Name, completed, time.GetUtcNow()));
            }
        }

        return recovered;
    }

    private static RecoveredDeployment End(StateFolder state, DeploymentRecord record, string instanceName, bool completed, DateTimeOffset now)
    {
        var folder = new DeploymentFolder(state, record.DeploymentId);
        var steps = folder.ReadEvents().ToList();
        var events = record.Events.Select(e => StatusOf(e, steps, now)).ToList();
        var status = completed ? DeploymentStatus.Succeeded : DeploymentStatus.Failed;
        var error = completed ? null : new SlipwayError("SLW0407", "The deploying process ended in the middle of the deployment; the tree from before it was restored.");
        folder.End(new(record.DeploymentId, status, error, [new(instanceName, status, events)], now));
        return new(record, completed, steps.Exists(s => s.Step == JournalStep.ScriptStarted));
    }

    private static EventResult StatusOf(string lifecycleEvent, List<JournalEntry> steps, DateTimeOffset now)
    {
        var started = steps.Find(s => s.Step == JournalStep.EventStarting && s.Event == lifecycleEvent);
        var ended = steps.Find(s => s.Step == JournalStep.EventEnded && s.Event == lifecycleEvent);
        var scripts = steps.Where(s => s.Event == lifecycleEvent && s.ScriptResult is not null).Select(s => s.ScriptResult!).ToList();
        var status = ended?.EventStatus ?? (started is null ? EventStatus.Skipped : EventStatus.Unknown);
        return new(lifecycleEvent, status, started?.At ?? now, ended?.At ?? now, scripts, ended?.Error);
    }
}
