using Slipway.Deployments;
using Slipway.Deployments.History;
using Slipway.Deployments.Planning;
using Slipway.Instances.Events;

namespace Slipway.Cli.Output.Reports;

/// <summary>Puts the records of a deployment together. Pure: nothing is read here, and whatever lines are missing or out of order, a story comes out.</summary>
internal static class StoryReader
{
    private const int MostLines = 20_000;

    /// <summary>The story.</summary>
    /// <param name="entry">What was asked and how it ended.</param>
    /// <param name="steps">The journal.</param>
    /// <param name="scriptLines">The script log.</param>
    /// <param name="now">What counts as the end of a deployment that runs.</param>
    public static DeploymentStory Read(HistoryEntry entry, IEnumerable<JournalEntry> steps, IEnumerable<string> scriptLines, DateTimeOffset now)
    {
        var journal = steps.OrderBy(step => step.At).ToList();
        var plan = journal.LastOrDefault(step => step.Plan is not null)?.Plan;
        var end = Latest(entry.Outcome?.EndedAt ?? (entry.IsRunning ? now : journal.LastOrDefault()?.At ?? entry.Record.CreatedAt), journal.LastOrDefault()?.At);
        var names = Names(entry, journal, plan);
        var output = Output(names, scriptLines);
        return new()
        {
            Entry = entry,
            StartedAt = entry.Record.CreatedAt,
            EndedAt = Latest(end, entry.Record.CreatedAt),
            Plan = plan,
            Instances = [.. names.Select(name => Instance(name, entry, journal, plan, end, output[name]))],
            Capacity = [.. journal.Where(step => step.Capacity is not null).Select(step => new CapacityPoint(step.At, step.Capacity!))],
            Waits = Waits(journal, end),
            Alarms = [.. journal.Where(step => step.Alarm is not null).Select(step => new StoryAlarm(step.At, step.Alarm!))],
            Notes = [.. journal.Where(step => step.Step is JournalStep.Warning or JournalStep.Asked && step.Message is not null).Select(step => new StoryNote(step.At, step.Instance, PlainText.Of(step.Message!)))],
        };
    }

    private static List<string> Names(HistoryEntry entry, List<JournalEntry> journal, DeploymentPlan? plan)
    {
        IEnumerable<string> all =
        [
            .. plan?.Instances.Select(instance => instance.Name) ?? [],
            .. entry.Outcome?.Instances.Select(instance => instance.Name) ?? [],
            .. journal.Select(step => step.Instance).OfType<string>(),
            .. plan?.LeftOut.Select(instance => instance.Name) ?? [],
        ];
        return [.. all.Distinct(StringComparer.Ordinal)];
    }

    private static StoryInstance Instance(string name, HistoryEntry entry, List<JournalEntry> journal, DeploymentPlan? plan, DateTimeOffset end, BoundedLines output)
    {
        var steps = journal.Where(step => step.Instance == name).ToList();
        var planned = plan?.Instances.FirstOrDefault(instance => instance.Name == name);
        var result = entry.Outcome?.Instances.FirstOrDefault(instance => instance.Name == name);
        var told = steps.LastOrDefault(step => step.TargetStatus is not null);
        var left = plan?.LeftOut.FirstOrDefault(instance => instance.Name == name);
        return new(name, result is not null ? StatusOf(result) : told?.TargetStatus ?? (left is null ? TargetStatus.Pending : TargetStatus.Skipped), Events(result, steps, end))
        {
            Label = result?.Label ?? planned?.Label ?? (plan?.Originals.Contains(name) == true ? TargetLabel.Blue : null),
            Zone = planned?.Zone,
            Batch = planned?.Batch,
            Error = result?.Error ?? told?.Error ?? (left is null ? null : new("", left.Reason)),
            Output = output,
        };
    }

    /// <summary>CodeDeploy's word for where an instance stands; older records have the deployment's word.</summary>
    public static TargetStatus StatusOf(InstanceResult result) => result.Target ?? result.Status switch
    {
        DeploymentStatus.Succeeded => TargetStatus.Succeeded,
        DeploymentStatus.Failed or DeploymentStatus.Stopped => TargetStatus.Failed,
        DeploymentStatus.Ready => TargetStatus.Ready,
        DeploymentStatus.InProgress or DeploymentStatus.Baking => TargetStatus.InProgress,
        _ => TargetStatus.Pending,
    };

    private static List<StoryEvent> Events(InstanceResult? result, List<JournalEntry> steps, DateTimeOffset end)
    {
        if (result is { Events.Count: > 0 })
            return [.. result.Events.Select(e => new StoryEvent(e.Event, e.Status, e.StartedAt, Latest(e.EndedAt, e.StartedAt), e.Scripts) { Error = e.Error })];

        // Without a result the journal has to do: an event without an end is the one that runs, or ran when the process died.
        var events = new List<StoryEvent>();
        var scripts = new List<ScriptResult>();
        DateTimeOffset? begun = null;
        string? open = null;
        foreach (var step in steps)
        {
            switch (step.Step)
            {
                case JournalStep.EventStarting or JournalStep.ScriptStarted when step.Event is { } name && name != open:
                    (open, begun) = (name, step.At);
                    scripts.Clear();
                    break;
                case JournalStep.ScriptEnded when step.ScriptResult is { } script:
                    scripts.Add(script);
                    break;
                case JournalStep.EventEnded when step.Event is { } name:
                    events.Add(new(name, step.EventStatus ?? EventStatus.Unknown, name == open ? begun!.Value : step.At, step.At, [.. scripts]) { Error = step.Error });
                    (open, begun) = (null, null);
                    scripts.Clear();
                    break;
            }
        }

        if (open is not null) events.Add(new(open, EventStatus.InProgress, begun!.Value, Latest(end, begun), [.. scripts]));
        return events;
    }

    private static List<StoryWait> Waits(List<JournalEntry> journal, DateTimeOffset end)
    {
        var waits = new List<StoryWait>();
        foreach (var step in journal.Where(step => step is { Step: JournalStep.WaitStarted, Wait: not null }))
        {
            var over = journal.FirstOrDefault(other => other.Step == JournalStep.WaitEnded && other.Wait == step.Wait && other.At >= step.At);
            waits.Add(new(step.Wait!.Value, step.At, over?.At ?? end, over?.Message == "continued"));
        }

        return waits;
    }

    private static Dictionary<string, BoundedLines> Output(List<string> names, IEnumerable<string> lines)
    {
        var most = Math.Clamp(MostLines / Math.Max(1, names.Count), 40, 1000);
        var output = names.ToDictionary(name => name, _ => new BoundedLines(most), StringComparer.Ordinal);
        foreach (var line in lines)
        {
            if (InstanceLine.Split(line, output.ContainsKey) is var (name, text) && name is not null) output[name].Add(text);
            else if (names.Count > 0) output[names[0]].Add(line);
        }

        return output;
    }

    private static DateTimeOffset Latest(DateTimeOffset one, DateTimeOffset? other) => other > one ? other.Value : one;
}
