using Slipway.Cli.Output.Reports;
using Slipway.Deployments;
using Slipway.Deployments.History;
using Slipway.Deployments.Planning;
using Slipway.Instances.Events;
using Slipway.Specifications.AppSpecs;

namespace Slipway.Cli.Tests.Reports;

/// <summary>Deployments as the records would have them.</summary>
internal static class Stories
{
    public static readonly DateTimeOffset Start = new(2026, 3, 14, 9, 30, 0, TimeSpan.Zero);

    public static DeploymentRecord Record(string group = "production") => new()
    {
        DeploymentId = "d-4QX1B7Z9K",
        Creator = DeploymentCreator.User,
        Kind = DeploymentKind.Deploy,
        ApplicationName = "Orders",
        Group = new(group, "", true),
        Revision = "/nowhere/orders.zip",
        RevisionIdentity = new string('a', 64),
        Events = LifecycleOrder.InPlace(hasTrafficControl: true),
        Agent = AgentVersion.Agent18,
        Description = "ORD-118: prices with tax",
        User = "anna",
        Host = "build-7",
        FencingNumber = 3,
        CreatedAt = Start,
    };

    /// <summary>A rolling deployment of some instances, a batch after the other; the last one may fail.</summary>
    public static (HistoryEntry Entry, List<JournalEntry> Steps, List<string> Lines) Rolling(int count, int batch, bool fails, Func<int, string>? output = null)
    {
        var (journal, lines, results) = (new List<JournalEntry>(), new List<string>(), new List<InstanceResult>());
        var plan = new DeploymentPlan
        {
            Instances = [.. Enumerable.Range(0, count).Select(i => new PlannedInstance(Name(i), (i / batch) + 1, null, null, LifecycleOrder.InPlace(true)))],
            LeftOut = [new("web-old", "it cannot be reached")],
            Configuration = new("CodeDeployDefault.HalfAtATime") { Minimum = new(Slipway.Specifications.DeployFiles.MinimumHealthyHostsType.FleetPercent, 50) },
            FleetSize = count,
            MinimumHealthy = count - batch,
            BatchSize = batch,
        };
        journal.Add(new(Start, JournalStep.Planned) { Plan = plan });
        journal.Add(new(Start, JournalStep.Capacity) { Capacity = new(count, count, count - batch) });
        var at = Start.AddSeconds(1);
        var end = at;
        for (var i = 0; i < count; i++)
        {
            if (i % batch == 0 && i > 0) at = end.AddSeconds(0.4);
            if (i % batch == 0) journal.Add(new(at, JournalStep.Capacity) { Capacity = new(count - Math.Min(batch, count - i), count, count - batch) });
            var failed = fails && i == count - 1;
            var events = Events(at, i, failed);
            end = events[^1].EndedAt > end ? events[^1].EndedAt : end;
            foreach (var e in events)
            {
                journal.Add(new(e.EndedAt, JournalStep.EventEnded) { Instance = Name(i), Event = e.Event, EventStatus = e.Status });
                if (e.Scripts.Count == 0) continue;
                lines.AddRange([$"{Name(i)}: LifecycleEvent - {e.Event}", $"{Name(i)}: Script - {e.Scripts[0].Location}", $"{Name(i)}: [stdout]{output?.Invoke(i) ?? "\e[32mok\e[0m on " + Name(i)}"]);
            }

            if (failed) lines.Add($"{Name(i)}: [stderr]curl: (7) Failed to connect to 127.0.0.1 port 5002");
            if (i % batch == batch - 1 || i == count - 1) journal.Add(new(end, JournalStep.Capacity) { Capacity = new(failed ? count - 1 : count, count, count - batch) });
            results.Add(new(Name(i), failed ? DeploymentStatus.Failed : DeploymentStatus.Succeeded, events)
            {
                Target = failed ? TargetStatus.Failed : TargetStatus.Succeeded,
                Error = failed ? new("SLW0302", "Script validate.sh of ValidateService ended with exit code 7.\nIts last lines:\n  curl: (7) Failed to connect", "/srv/orders/validate.sh") : null,
            });
        }

        journal.Add(new(end.AddSeconds(0.2), JournalStep.DeploymentEnded));
        var outcome = new DeploymentOutcome("d-4QX1B7Z9K", fails ? DeploymentStatus.Failed : DeploymentStatus.Succeeded,
            fails ? new("SLW0430", $"Too many instances failed: {Name(count - 1)}. The others keep the new revision.") : null, results, end.AddSeconds(0.3))
        { ErrorCode = fails ? "HEALTH_CONSTRAINTS" : null };
        return (new(Record(), outcome, false, null), journal, lines);
    }

    public static DeploymentStory Read((HistoryEntry Entry, List<JournalEntry> Steps, List<string> Lines) told) => StoryReader.Read(told.Entry, told.Steps, told.Lines, Start.AddHours(1));

    public static string Name(int i) => $"web-{i + 1}";

    private static List<EventResult> Events(DateTimeOffset at, int i, bool failed)
    {
        var events = new List<EventResult>();
        foreach (var (name, seconds) in new[] { ("BlockTraffic", 1.1), ("ApplicationStop", 0.4), ("DownloadBundle", 0.3), ("BeforeInstall", 0.05), ("Install", 0.6), ("AfterInstall", 0.2), ("ApplicationStart", 1.4), ("ValidateService", 0.9), ("AllowTraffic", 0.8) })
        {
            var end = at.AddSeconds(seconds * (1 + (i * 37 % 11 / 12.0)));
            var bad = failed && name == "ValidateService";
            var scripted = name is "ApplicationStop" or "ApplicationStart" or "ValidateService";
            events.Add(new(name, bad ? EventStatus.Failed : failed && name == "AllowTraffic" ? EventStatus.Skipped : EventStatus.Succeeded, at, end,
                scripted ? [new(name + ".sh", bad ? 7 : 0, null, bad ? "ScriptFailed" : "Success")] : []));
            at = end;
        }

        return events;
    }
}
