using Slipway.Specifications;

namespace Slipway.Instances.Events;

/// <summary>CodeDeploy's <c>LifecycleEventStatus</c>.</summary>
public enum EventStatus
{
    /// <summary>Not yet begun.</summary>
    Pending,

    /// <summary>Running.</summary>
    InProgress,

    /// <summary>Done.</summary>
    Succeeded,

    /// <summary>Failed; the deployment ends.</summary>
    Failed,

    /// <summary>Not run, because an earlier one failed or nothing was to be done.</summary>
    Skipped,

    /// <summary>Not known, after a crash.</summary>
    Unknown,
}

/// <summary>How a lifecycle event went.</summary>
public sealed record EventResult(
    string Event, EventStatus Status, DateTimeOffset StartedAt, DateTimeOffset EndedAt, IReadOnlyList<ScriptResult> Scripts, SlipwayError? Error = null);

/// <summary>How a script went.</summary>
/// <param name="Location">As the appspec names it.</param>
/// <param name="ExitCode">Null when it was killed or never started.</param>
/// <param name="Signal">Name of the signal that ended it, <c>SIGTERM</c>; null otherwise.</param>
/// <param name="ErrorCode">CodeDeploy's name: <c>Success</c>, <c>ScriptMissing</c>, <c>ScriptNotExecutable</c>, <c>ScriptTimedOut</c>, <c>ScriptFailed</c>, <c>UnknownError</c>; <c>OutputLeftOpen</c> (6) and <c>AgentRestarted</c> (7), which its enumeration lacks.</param>
public sealed record ScriptResult(string Location, int? ExitCode, string? Signal, string ErrorCode);
