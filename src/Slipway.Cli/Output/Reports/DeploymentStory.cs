using Slipway.Deployments;
using Slipway.Deployments.History;
using Slipway.Deployments.Planning;
using Slipway.Instances.Events;
using Slipway.Revisions.Inventory;
using Slipway.Revisions.Provenance;
using Slipway.Specifications;

namespace Slipway.Cli.Output.Reports;

/// <summary>A deployment as its report tells it: what the records know, in one piece.</summary>
internal sealed record DeploymentStory
{
    /// <summary>What was asked and how it ended.</summary>
    public required HistoryEntry Entry { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended, or what is known last.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>The instances, in the order of their turns.</summary>
    public required IReadOnlyList<StoryInstance> Instances { get; init; }

    /// <summary>The plan across instances; null for one local instance.</summary>
    public DeploymentPlan? Plan { get; init; }

    /// <summary>How many were in service, from when on.</summary>
    public IReadOnlyList<CapacityPoint> Capacity { get; init; } = [];

    /// <summary>The waits.</summary>
    public IReadOnlyList<StoryWait> Waits { get; init; } = [];

    /// <summary>The alarms.</summary>
    public IReadOnlyList<StoryAlarm> Alarms { get; init; } = [];

    /// <summary>Warnings, and what somebody asked for.</summary>
    public IReadOnlyList<StoryNote> Notes { get; init; } = [];

    /// <summary>What the revision changes against the one before; null when it is not known.</summary>
    public IReadOnlyList<RevisionDifference>? Files { get; init; }

    /// <summary>Where the revision comes from; null when it does not say.</summary>
    public ProvenanceFacts? Provenance { get; init; }
}

/// <summary>How it went on an instance.</summary>
internal sealed record StoryInstance(string Name, TargetStatus Status, IReadOnlyList<StoryEvent> Events)
{
    /// <summary>Its environment; null in place.</summary>
    public TargetLabel? Label { get; init; }

    /// <summary>Its availability zone.</summary>
    public string? Zone { get; init; }

    /// <summary>Its batch; null when there was none.</summary>
    public int? Batch { get; init; }

    /// <summary>Why it failed or was left out.</summary>
    public SlipwayError? Error { get; init; }

    /// <summary>What its scripts printed, without what terminals obey.</summary>
    public BoundedLines Output { get; init; } = new(0);
}

/// <summary>A lifecycle event on an instance.</summary>
internal sealed record StoryEvent(string Name, EventStatus Status, DateTimeOffset StartedAt, DateTimeOffset EndedAt, IReadOnlyList<ScriptResult> Scripts)
{
    /// <summary>Why it failed.</summary>
    public SlipwayError? Error { get; init; }
}

/// <summary>The capacity from a time on.</summary>
internal sealed record CapacityPoint(DateTimeOffset At, CapacityChanged Capacity);

/// <summary>A wait. <paramref name="IsContinued"/>: somebody ended it.</summary>
internal sealed record StoryWait(WaitKind Kind, DateTimeOffset From, DateTimeOffset To, bool IsContinued);

/// <summary>An alarm that fired or was resolved.</summary>
internal sealed record StoryAlarm(DateTimeOffset At, AlarmChanged Alarm);

/// <summary>Something to know.</summary>
internal sealed record StoryNote(DateTimeOffset At, string? Instance, string Text);
