using Slipway.Deployments.Leases;
using Slipway.Specifications;

namespace Slipway.Deployments.History;

/// <summary>A deployment of the past or in progress.</summary>
/// <param name="Record">What was asked.</param>
/// <param name="Outcome">How it ended; null while it runs and after a crash.</param>
/// <param name="IsRunning">Whether a live process works on it.</param>
/// <param name="LogFile">The scripts' log; null when no script ran.</param>
public sealed record HistoryEntry(DeploymentRecord Record, DeploymentOutcome? Outcome, bool IsRunning, string? LogFile)
{
    /// <summary>CodeDeploy's word for where it stands.</summary>
    public DeploymentStatus Status => Outcome?.Status ?? Waits switch
    {
        WaitKind.Ready => DeploymentStatus.Ready,
        WaitKind.Bake => DeploymentStatus.Baking,
        _ => DeploymentStatus.InProgress,
    };

    /// <summary>What a running deployment waits for; null when it works.</summary>
    public WaitKind? Waits { get; init; }

    /// <summary>It did not end and nobody works on it: <c>slipway resume</c> brings it to an end.</summary>
    public bool IsInterrupted => Outcome is null && !IsRunning;
}

/// <summary>The deployments that a state folder knows of.</summary>
/// <param name="Entries">Newest first.</param>
/// <param name="Damaged">Records that cannot be understood.</param>
public sealed record HistoryReading(IReadOnlyList<HistoryEntry> Entries, IReadOnlyList<SlipwayError> Damaged);

/// <summary>Reads what a state folder knows of deployments. Takes no lease and changes nothing.</summary>
public sealed class DeploymentHistory(StateFolder state, TimeProvider time)
{
    /// <summary>All deployments, or those of a group.</summary>
    /// <exception cref="SlipwayException">SLW0400.</exception>
    public HistoryReading Read(string? group = null)
    {
        try
        {
            var entries = new List<HistoryEntry>();
            var damaged = new List<SlipwayError>();
            if (!Directory.Exists(state.Deployments)) return new(entries, damaged);
            foreach (var path in Directory.EnumerateDirectories(state.Deployments))
            {
                var id = Path.GetFileName(path);
                if (!DeploymentId.IsValid(id)) continue;
                if (ReadEntry(id) is { } entry) entries.Add(entry);
                else damaged.Add(
                    new("SLW0412", $"The record of deployment {id} is missing or cannot be understood; it is left out. The instance is not affected.",
                    Path.Combine(path, "deployment.json")));
            }

            return new([.. entries.Where(e => group is null || e.Record.Group.Name == group).OrderByDescending(e => e.Record.CreatedAt)
                .ThenByDescending(e => e.Record.FencingNumber)], damaged);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw state.Unusable(e);
        }
    }

    /// <summary>One deployment.</summary>
    /// <exception cref="SlipwayException">SLW0404: there is none of that id; SLW0412: its record cannot be understood.</exception>
    public HistoryEntry Find(string deploymentId)
    {
        if (!DeploymentId.IsValid(deploymentId) || !Directory.Exists(state.OfDeployment(deploymentId)))
            throw new SlipwayException(new(
                "SLW0404",
                $"There is no deployment {deploymentId} in {state.Path}. `slipway deployments` lists them; --state names another state folder."));
        return ReadEntry(deploymentId)
            ?? throw new SlipwayException(
                new("SLW0412", $"The record of deployment {deploymentId} is missing or cannot be understood.",
                Path.Combine(state.OfDeployment(deploymentId), "deployment.json")));
    }

    /// <summary>The steps of a deployment, in order.</summary>
    public IEnumerable<JournalEntry> Events(string deploymentId) => new DeploymentFolder(state, deploymentId).ReadEvents();

    /// <summary>
    /// What the scripts of a deployment printed: <c>LifecycleEvent - X</c>, <c>Script - location</c>, <c>[stdout]text</c>, <c>[stderr]text</c>.
    /// </summary>
    public IEnumerable<string> ScriptLines(string deploymentId)
    {
        using var reader = OpenScriptLog(deploymentId);
        while (reader.Next(includeUnfinished: true) is { } line) yield return line;
    }

    /// <summary>A reader of the same that can follow a deployment that runs.</summary>
    public ScriptLogReader OpenScriptLog(string deploymentId) => new(ScriptLog.FileIn(state.OfDeployment(deploymentId)));

    private HistoryEntry? ReadEntry(string id)
    {
        var folder = new DeploymentFolder(state, id);
        if (folder.ReadRecord() is not { } record) return null;
        var outcome = folder.ReadOutcome();
        var runs = outcome is null && GroupLease.LiveDeployment(state, record.Group.Name, time.GetUtcNow()) is { } live
            && (live == id || live == record.RollbackTriggeringDeploymentId);
        return new(record, outcome, runs, folder.LogFile) { Waits = runs ? WaitOf(folder) : null };
    }

    private static WaitKind? WaitOf(DeploymentFolder folder)
    {
        var last = folder.ReadEvents().LastOrDefault(e => e.Wait is not null && e.Step is JournalStep.WaitStarted or JournalStep.WaitEnded);
        return last is { Step: JournalStep.WaitStarted } ? last.Wait : null;
    }
}
