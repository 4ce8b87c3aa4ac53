using Slipway.Deployments.History;
using Slipway.Deployments.Planning;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Execution;

/// <summary>What the planner is asked for a deployment.</summary>
internal static class FleetQuestions
{
    /// <summary>Whether a deployment goes to a replacement environment; one for chosen instances is in place.</summary>
    public static bool IsBlueGreen(DeploymentRecord record, DeploymentGroupDefinition definition) =>
        definition.BlueGreen is not null && record.Kind != DeploymentKind.Restart && record.Targets is null;

    /// <summary>The question.</summary>
    /// <param name="record">The deployment.</param>
    /// <param name="definition">The group.</param>
    /// <param name="members">Its instances as they were found.</param>
    /// <param name="hasTrafficControl">Whether there is a load balancer.</param>
    /// <param name="past">The plan of a dead process that is gone on with; null for a new deployment.</param>
    public static FleetQuestion Of(DeploymentRecord record, DeploymentGroupDefinition definition, IReadOnlyList<FleetMember> members, bool hasTrafficControl, DeploymentPlan? past)
    {
        var isBlueGreen = IsBlueGreen(record, definition);
        return new()
        {
            Members = members,
            Configuration = definition.Configuration,
            Mode = record.Kind == DeploymentKind.Restart ? FleetMode.Restart : FleetMode.Deploy,
            HasTrafficControl = hasTrafficControl,
            Events = record is { MovesTrafficOnly: false, Events.Count: > 0 } ? record.Events : null,
            IsBlueGreen = isBlueGreen,
            TerminatesOriginal = definition.BlueGreen?.TerminatesOriginal ?? false,
            Replacements = past is not null && isBlueGreen ? [.. past.Instances.Where(i => i.Label == TargetLabel.Green).Select(i => i.Name)] : definition.ReplacementInstances,
            Only = past is not null ? [.. past.Instances.Select(i => i.Name)]
                : record.Targets is { } targets ? [.. targets.Select(t => t.Name)]

                // What does not serve is not started: it would be in service afterwards.
                : record.Kind == DeploymentKind.Restart && definition.BlueGreen is not null ? [.. members.Where(m => m.IsHealthy).Select(m => m.Name)]
                : null,
            SkipUnreachable = record.SkipUnreachable,
            OutdatedOnly = record.UpdateOutdatedOnly && past is null,
            IsRollback = record.Creator == DeploymentCreator.Rollback,
        };
    }
}
