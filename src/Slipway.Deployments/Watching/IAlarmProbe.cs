using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Watching;

/// <summary>What one look at an alarm said.</summary>
public enum AlarmReading
{
    /// <summary>All is well.</summary>
    Ok,

    /// <summary>It is not: one failure towards the threshold.</summary>
    Failing,

    /// <summary>The state could not be read (CodeDeploy's "poll alarm failure").</summary>
    Unreadable,
}

/// <summary>Looks at an alarm once.</summary>
public interface IAlarmProbe
{
    /// <summary>Looks; never throws but for cancellation.</summary>
    /// <returns>The reading and its reason, for the message.</returns>
    Task<(AlarmReading Reading, string Reason)> ProbeAsync(AlarmDefinition alarm, CancellationToken cancellation);
}
