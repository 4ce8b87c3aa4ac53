using Slipway.Deployments.History;
using Slipway.Deployments.Planning;
using Slipway.Instances.Events;

namespace Slipway.Deployments.Execution;

/// <summary>What the journal of a dead process says; empty for a new deployment.</summary>
internal sealed class PastSteps
{
    private readonly Dictionary<string, List<EventResult>> results = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JournalEntry> statuses = new(StringComparer.Ordinal);
    private readonly HashSet<string> begun = new(StringComparer.Ordinal);
    private readonly HashSet<string> committing = new(StringComparer.Ordinal);

    public PastSteps(IReadOnlyList<JournalEntry> entries)
    {
        Plan = entries.LastOrDefault(e => e.Plan is not null)?.Plan;
        var startedAt = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var scripts = new Dictionary<string, List<ScriptResult>>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (entry.Instance is not { } name) continue;
            switch (entry.Step)
            {
                case JournalStep.InstanceStatus:
                    statuses[name] = entry;
                    break;
                case JournalStep.EventStarting:
                    begun.Add(name);
                    startedAt[name] = entry.At;
                    break;
                case JournalStep.Committing:
                    committing.Add(name);
                    break;
                case JournalStep.Undoing:
                    begun.Add(name);
                    break;
                case JournalStep.ScriptEnded when entry.ScriptResult is { } script:
                    ListOf(scripts, name).Add(script);
                    break;
                case JournalStep.EventEnded when entry is { Event: { } lifecycleEvent, EventStatus: { } status }:
                    ListOf(results, name).Add(new(lifecycleEvent, status, startedAt.GetValueOrDefault(name, entry.At), entry.At, [.. ListOf(scripts, name)], entry.Error));
                    scripts.Remove(name);
                    break;
            }
        }
    }

    /// <summary>The plan that it followed; null when it had none yet.</summary>
    public DeploymentPlan? Plan { get; }

    /// <summary>Whether an instance's part had ended.</summary>
    public bool IsOver(string name) => StatusOf(name) is TargetStatus.Succeeded or TargetStatus.Failed or TargetStatus.Skipped;

    /// <summary>Gives an instance back what was known of it.</summary>
    public void Restore(InstanceRun run)
    {
        if (!statuses.TryGetValue(run.Name, out var last)) return;
        var isTouched = begun.Contains(run.Name) || last.TargetStatus is TargetStatus.InProgress or TargetStatus.Ready;
        if (last.TargetStatus is TargetStatus.Succeeded) run.IsCommitted = true;
        run.MayHaveBegun = isTouched;
        run.HadStarted = begun.Contains(run.Name);
        run.WasCommitting = committing.Contains(run.Name);
        if (results.TryGetValue(run.Name, out var ended)) run.Adopt(ended);
        if (IsOver(run.Name)) run.Become(last.TargetStatus!.Value, last.Error);
    }

    /// <summary>The state of the roll as it was left: what was done is done, what was running goes on.</summary>
    public PlannedFleet Restore(PlannedFleet planned, DeploymentPlan before)
    {
        var order = Enumerable.Range(0, planned.Names.Count).OrderBy(i => planned.Rolling.ZoneOf(i)).ThenBy(i => StatusOf(planned.Names[i]) is not (TargetStatus.InProgress or TargetStatus.Ready)).ToList();
        var rolling = planned.Rolling.Ordered(order, before.MinimumHealthy, before.BatchSize);
        for (var i = 0; i < order.Count; i++)
        {
            switch (StatusOf(planned.Names[order[i]]))
            {
                case TargetStatus.Succeeded:
                    rolling[i] = RollingPhase.Succeeded;
                    break;
                case TargetStatus.Failed:
                    rolling[i] = RollingPhase.Failed;
                    break;
                case TargetStatus.InProgress or TargetStatus.Ready:
                    // Its turn goes on before anything is decided.
                    rolling[i] = RollingPhase.Running;
                    break;
            }
        }

        return planned with { Plan = before, Rolling = rolling, Names = [.. order.Select(i => planned.Names[i])] };
    }

    private TargetStatus StatusOf(string name) => statuses.TryGetValue(name, out var entry) ? entry.TargetStatus!.Value : TargetStatus.Pending;

    private static List<T> ListOf<T>(Dictionary<string, List<T>> lists, string name)
    {
        if (!lists.TryGetValue(name, out var list)) lists[name] = list = [];
        return list;
    }
}
