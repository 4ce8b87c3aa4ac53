using Slipway.Deployments.Planning;
using Slipway.Specifications;

namespace Slipway.Deployments;

/// <summary>CodeDeploy's <c>TargetStatus</c>: where an instance stands in a deployment.</summary>
public enum TargetStatus
{
    /// <summary>Not begun.</summary>
    Pending,

    /// <summary>Its lifecycle events run.</summary>
    InProgress,

    /// <summary>It has the new revision.</summary>
    Succeeded,

    /// <summary>It failed, and has its old tree.</summary>
    Failed,

    /// <summary>It was left out: unreachable, up to date, or the deployment ended before its turn.</summary>
    Skipped,

    /// <summary>Not known, after a crash.</summary>
    Unknown,

    /// <summary>Blue/green: deployed and validated, waiting for traffic.</summary>
    Ready,
}

/// <summary>CodeDeploy's <c>TargetLabel</c>.</summary>
public enum TargetLabel
{
    /// <summary>Of the original environment.</summary>
    Blue,

    /// <summary>Of the replacement environment.</summary>
    Green,
}

/// <summary>What a deployment waits for.</summary>
public enum WaitKind
{
    /// <summary>CodeDeploy's READY_WAIT: for <c>slipway continue</c>.</summary>
    Ready,

    /// <summary>CodeDeploy's TERMINATION_WAIT: the original stays warm.</summary>
    Termination,

    /// <summary>A zone is watched before the next one begins.</summary>
    ZoneMonitor,

    /// <summary>The deployment is watched before it counts as successful (status Baking).</summary>
    Bake,
}

/// <summary>Something that happened to a deployment as a whole.</summary>
public abstract record FleetEvent;

/// <summary>What will be done, before anything is.</summary>
public sealed record FleetPlanned(DeploymentPlan Plan) : FleetEvent;

/// <summary>An instance stands elsewhere now.</summary>
public sealed record InstanceStatusChanged(string InstanceName, TargetStatus Status, SlipwayError? Error = null) : FleetEvent;

/// <summary>How many instances are healthy and in service, of how many, and how many must be.</summary>
public sealed record CapacityChanged(int InService, int Total, int Minimum) : FleetEvent;

/// <summary>A wait begins.</summary>
public sealed record WaitStarted(WaitKind Kind, DateTimeOffset Until) : FleetEvent;

/// <summary>A wait ended: its time was over, or somebody continued or stopped the deployment.</summary>
public sealed record WaitEnded(WaitKind Kind, bool IsContinued) : FleetEvent;

/// <summary>An alarm fired or was resolved.</summary>
public sealed record AlarmChanged(string AlarmName, bool IsFiring, string Reason) : FleetEvent;

/// <summary>Something to know that belongs to no instance.</summary>
public sealed record FleetWarning(string Message) : FleetEvent;
