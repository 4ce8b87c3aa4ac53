using Slipway.Deployments.History;
using Slipway.Instances;

namespace Slipway.Deployments.Execution;

/// <summary>What an instance is told of a deployment.</summary>
internal static class InstanceDeployments
{
    public static InstanceDeployment From(DeploymentRecord record) => new()
    {
        DeploymentId = record.DeploymentId,
        ApplicationName = record.ApplicationName,
        DeploymentGroupName = record.Group.Name,
        DeploymentGroupId = DeploymentGroupId.Of(record.ApplicationName, record.Group.Name),
        Revision = record.Revision,
        FileExistsBehavior = record.FileExistsBehavior,
        Events = record.Events,
        IgnoreApplicationStopFailures = record.IgnoreApplicationStopFailures,
        RestartOnly = record.Kind == DeploymentKind.Restart,
        FencingNumber = record.FencingNumber,
        AllowedSigners = record.Group.AllowedSigners,
    };

    /// <summary>What one instance of a fleet is told.</summary>
    public static InstanceDeployment From(DeploymentRecord record, TargetInstance target, IReadOnlyList<string> events) => From(record) with
    {
        Events = events,
        RevisionOf = target.RevisionOf,
        RestartOnly = target.RestartOnly,
        IsConfirmedLater = !target.RestartOnly,
        Revision = target.RestartOnly ? null : record.Revision,
    };
}
