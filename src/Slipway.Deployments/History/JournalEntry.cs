using Slipway.Deployments.Planning;
using Slipway.Instances.Events;
using Slipway.Specifications;

namespace Slipway.Deployments.History;

/// <summary>What a line of <c>events.jsonl</c> is about.</summary>
public enum JournalStep
{
    /// <summary>The deployment begins.</summary>
    DeploymentStarting,

    /// <summary>A lifecycle event is about to begin.</summary>
    EventStarting,

    /// <summary>A script begins.</summary>
    ScriptStarted,

    /// <summary>A script ended.</summary>
    ScriptEnded,

    /// <summary>A lifecycle event ended.</summary>
    EventEnded,

    /// <summary>Something to know.</summary>
    Warning,

    /// <summary>The new revision is about to become the current one.</summary>
    Committing,

    /// <summary>The tree is about to be put back.</summary>
    Undoing,

    /// <summary>The deployment is over.</summary>
    DeploymentEnded,

    /// <summary>What will be done across instances.</summary>
    Planned,

    /// <summary>An instance stands elsewhere.</summary>
    InstanceStatus,

    /// <summary>The number of healthy instances in service changed.</summary>
    Capacity,

    /// <summary>A wait begins.</summary>
    WaitStarted,

    /// <summary>A wait ended.</summary>
    WaitEnded,

    /// <summary>An alarm fired or was resolved.</summary>
    Alarm,

    /// <summary>Somebody asked to stop, to continue or to end a wait.</summary>
    Asked,
}

/// <summary>A line of <c>events.jsonl</c>. A step is written before it is taken, so the last line says what a dead process was doing.</summary>
public sealed record JournalEntry(DateTimeOffset At, JournalStep Step)
{
    /// <summary>The instance; null for steps of the whole deployment.</summary>
    public string? Instance { get; init; }

    /// <summary>The lifecycle event.</summary>
    public string? Event { get; init; }

    /// <summary>The script, as the appspec names it.</summary>
    public string? Script { get; init; }

    /// <summary>How the script went.</summary>
    public ScriptResult? ScriptResult { get; init; }

    /// <summary>How the event went.</summary>
    public EventStatus? EventStatus { get; init; }

    /// <summary>How the deployment went.</summary>
    public DeploymentStatus? Status { get; init; }

    /// <summary>Why it went wrong.</summary>
    public SlipwayError? Error { get; init; }

    /// <summary>A warning's text.</summary>
    public string? Message { get; init; }

    /// <summary>The plan.</summary>
    public DeploymentPlan? Plan { get; init; }

    /// <summary>Where the instance stands.</summary>
    public TargetStatus? TargetStatus { get; init; }

    /// <summary>How many are in service, of how many, and how many must be.</summary>
    public CapacityChanged? Capacity { get; init; }

    /// <summary>What is waited for.</summary>
    public WaitKind? Wait { get; init; }

    /// <summary>Until when.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The alarm.</summary>
    public AlarmChanged? Alarm { get; init; }
}
