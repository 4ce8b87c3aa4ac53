using Slipway.Specifications;

namespace Slipway.Deployments.Execution;

/// <summary>Why a deployment is stopped.</summary>
internal enum StopKind
{
    /// <summary>Somebody asked for it.</summary>
    Asked,

    /// <summary>An alarm fired.</summary>
    Alarm,

    /// <summary>Nobody continued it in time.</summary>
    Timeout,

    /// <summary>Another process took the lease.</summary>
    LeaseLost,

    /// <summary>Its records cannot be written.</summary>
    NotRecorded,
}

/// <summary>Why a deployment is stopped.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Error">For the result.</param>
/// <param name="RollsBack">Whether it is rolled back; null leaves it to the group.</param>
internal sealed record StopCause(StopKind Kind, SlipwayError Error, bool? RollsBack = null)
{
    /// <summary>CodeDeploy's word for it.</summary>
    public string ErrorCode => Kind switch
    {
        StopKind.Asked => DeploymentErrorCode.ManualStop,
        StopKind.Alarm => DeploymentErrorCode.AlarmActive,
        StopKind.Timeout => DeploymentErrorCode.Timeout,
        _ => DeploymentErrorCode.InternalError,
    };

    /// <summary>Whether the deployment counts as stopped; else as failed.</summary>
    public bool IsStop => Kind is StopKind.Asked or StopKind.Alarm or StopKind.Timeout;
}
