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
    /// <summary>Recovers on every instance that the group's records name, and on <paramref name="group"/>'s own.</summary>
    /// <exception cref="SlipwayException">An instance could not be recovered.</exception>
    public static IReadOnlyList<RecoveredDeployment> Recover(
        StateFolder state, DeploymentGroup group, IDeploymentProgress progress, TimeProvider time, TimeSpan lockWait, CancellationToken cancellation)
    {
        var entries = new DeploymentHistory(state, time).Read(group.Name).Entries.Where(e => e.Record.Group.Definition is null).Reverse().ToList();
        var recovered = new List<RecoveredDeployment>();
        foreach (var root in entries.Select(e => e.Record.Group.Root).Append(group.Root).Distinct())
        {
            var here = entries.Where(e => e.Record.Group.Root == root).ToList();
            var last = here.LastOrDefault()?.Record;
            var instance = LocalInstance.Of(state, last?.Group ?? group, last?.Agent ?? default, null, lockWait);
            if (here.TrueForAll(e => e.Outcome is not null) && instance.ReadState(group.Name).Unfinished is null) continue;
            var recoveries = instance.Recover(group.Name, new ForwardedEvents(progress, instance.Settings.Name, last?.DeploymentId ?? ""), cancellation);
            var current = instance.ReadState(group.Name).Current;
            foreach (var entry in here)
            {
                var recovery = recoveries.FirstOrDefault(r => r.DeploymentId == entry.Record.DeploymentId);
                if (entry.Outcome is null || recovery is not null)
                    recovered.Add(End(state, entry, instance.Settings.Name, recovery?.Completed ?? current == entry.Record.DeploymentId, time.GetUtcNow()));
            }
        }

        return recovered;
    }

    private static RecoveredDeployment End(StateFolder state, HistoryEntry entry, string instanceName, bool completed, DateTimeOffset now)
    {
        var folder = new DeploymentFolder(state, entry.Record.DeploymentId);
        var steps = folder.ReadEvents().ToList();
        var status = completed ? DeploymentStatus.Succeeded : DeploymentStatus.Failed;

        // A deployment that could not be undone has an end already, with its own reason and events.
        var error = completed ? null : entry.Outcome?.Error
            ?? new SlipwayError("SLW0407", "The deploying process ended in the middle of the deployment; the tree from before it was restored.");
        var instances = entry.Outcome?.Instances ?? [new(instanceName, status, [.. entry.Record.Events.Select(e => StatusOf(e, steps, now))])];
        folder.End(new(entry.Record.DeploymentId, status, error, instances, now));
        return new(entry.Record, completed, steps.Exists(s => s.Step == JournalStep.ScriptStarted));
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
