using Slipway.Deployments;
using Slipway.Deployments.Planning;
using Slipway.Instances.Events;
using Slipway.Specifications;

namespace Slipway.Cli.Output.Live;

/// <summary>Where a deployment stands now, by what was told of it. Not for several threads at once.</summary>
internal sealed class FleetView(string deploymentId, string title, DateTimeOffset startedAt)
{
    private readonly Dictionary<string, InstanceRow> byName = new(StringComparer.Ordinal);
    private readonly List<InstanceRow> rows = [];
    private readonly Dictionary<string, AlarmChanged> firing = new(StringComparer.Ordinal);

    public string DeploymentId => deploymentId;

    /// <summary>What is deployed where.</summary>
    public string Title => title;

    public DateTimeOffset StartedAt => startedAt;

    /// <summary>The instances, in the order of their turns.</summary>
    public IReadOnlyList<InstanceRow> Instances => rows;

    /// <summary>The plan; null until it is made.</summary>
    public DeploymentPlan? Plan { get; private set; }

    /// <summary>The capacity; null until it is known.</summary>
    public CapacityChanged? Capacity { get; private set; }

    /// <summary>The wait that goes on; null when none does.</summary>
    public WaitStarted? Wait { get; private set; }

    /// <summary>The alarms that fire.</summary>
    public IEnumerable<AlarmChanged> Firing => firing.Values;

    /// <summary>Takes what happened to the deployment.</summary>
    public void Apply(FleetEvent fleetEvent, DateTimeOffset now)
    {
        switch (fleetEvent)
        {
            case FleetPlanned planned:
                Plan = planned.Plan;
                foreach (var name in planned.Plan.Instances.Select(i => i.Name).Concat(planned.Plan.Originals)) Row(name);
                foreach (var left in planned.Plan.LeftOut)
                {
                    var row = Row(left.Name);
                    (row.Status, row.Note) = (TargetStatus.Skipped, left.Reason);
                }

                break;
            case InstanceStatusChanged changed:
                Apply(Row(changed.InstanceName), changed.Status, changed.Error, now);
                break;
            case CapacityChanged capacity:
                Capacity = capacity;
                break;
            case WaitStarted wait:
                Wait = wait;
                break;
            case WaitEnded:
                Wait = null;
                break;
            case AlarmChanged { IsFiring: true } alarm:
                firing[alarm.AlarmName] = alarm;
                break;
            case AlarmChanged alarm:
                firing.Remove(alarm.AlarmName);
                break;
        }
    }

    /// <summary>Takes what happened on an instance.</summary>
    public void Apply(string instance, InstanceEvent instanceEvent, DateTimeOffset now)
    {
        var row = Row(instance);
        switch (instanceEvent)
        {
            case LifecycleEventStarted started:
                row.StartedAt ??= now;
                (row.Event, row.EventStartedAt, row.Note) = (started.Event, now, "");
                if (row.Status is TargetStatus.Pending or TargetStatus.Ready) row.Status = TargetStatus.InProgress;
                break;
            case ScriptStarted script:
                row.Note = script.Location;
                break;
            case ScriptOutput output:
                row.Note = $"{output.Location}: {output.Line}";
                break;
            case FileProgress files:
                row.Note = $"{files.Step} {Amounts.Count(files.Files, "file")} of {files.TotalFiles:N0}, {Amounts.Bytes(files.Bytes)} of {Amounts.Bytes(files.TotalBytes)}";
                break;
            case LifecycleEventEnded { Result: { Status: EventStatus.Failed } result }:
                (row.Event, row.EventStartedAt, row.Note) = (result.Event, null, result.Error is { } error ? ProgressLines.Short(error) : row.Note);
                break;
            case LifecycleEventEnded:
                (row.EventStartedAt, row.Note) = (null, "");
                break;
        }
    }

    private static void Apply(InstanceRow row, TargetStatus status, SlipwayError? error, DateTimeOffset now)
    {
        row.Status = status;
        if (status == TargetStatus.InProgress) row.StartedAt ??= now;
        if (status is TargetStatus.Pending or TargetStatus.InProgress) return;
        row.EndedAt = now;
        row.EventStartedAt = null;
        if (status != TargetStatus.Failed) row.Event = "";
        row.Note = error is null ? status == TargetStatus.Failed ? row.Note : "" : ProgressLines.Short(error);
    }

    private InstanceRow Row(string name)
    {
        if (byName.TryGetValue(name, out var row)) return row;
        byName.Add(name, row = new(name));
        rows.Add(row);
        return row;
    }
}

/// <summary>An instance of the table.</summary>
internal sealed class InstanceRow(string name)
{
    public string Name => name;

    public TargetStatus Status { get; set; }

    /// <summary>The lifecycle event that runs, ran last or failed; empty for none.</summary>
    public string Event { get; set; } = "";

    /// <summary>Since when that event runs; null when it does not.</summary>
    public DateTimeOffset? EventStartedAt { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>What a script prints, or why it failed.</summary>
    public string Note { get; set; } = "";
}
