using Slipway.Deployments.History;
using Slipway.Deployments.Planning;
using Slipway.Specifications;

namespace Slipway.Deployments.Execution;

/// <summary>A deployment to the instances only that failed or were skipped in an earlier one.</summary>
internal static class RetryRequest
{
    /// <summary>The request, and the instances. A blue/green deployment is made again as a whole: its replacement environment was given up.</summary>
    /// <exception cref="SlipwayException">SLW0463: the earlier deployment runs, succeeded everywhere or is one of another group; SLW0464: its revision is gone.</exception>
    public static (DeploymentRequest Request, IReadOnlyList<TargetInstance>? Targets) Of(DeploymentRequest request, HistoryEntry earlier, IEnumerable<JournalEntry> steps)
    {
        var record = earlier.Record;
        if (record.Group.Name != request.Group.Name) throw Refused($"Deployment {record.DeploymentId} is one of group {record.Group.Name}, not of {request.Group.Name}.");
        if (earlier.Outcome is not { } outcome) throw Refused($"Deployment {record.DeploymentId} has not ended; `slipway resume {record.DeploymentId}` brings it to an end.");

        // What a rollback has taken back everywhere is to be deployed everywhere: a fleet of two revisions is nobody's wish.
        var wasTakenBack = outcome.RollbackDeploymentId is not null;
        var left = outcome.Instances.Where(i => wasTakenBack || (i.Target ?? Fallback(i.Status)) is not TargetStatus.Succeeded).Select(i => i.Name).ToHashSet(StringComparer.Ordinal);
        if (steps.LastOrDefault(s => s.Plan is not null)?.Plan is { } plan)
            left.IntersectWith(plan.Instances.Select(i => i.Name).Concat(plan.LeftOut.Where(l => l.Reason == FleetPlanner.Unreachable).Select(l => l.Name)));
        left.IntersectWith(request.Group.Definition!.Instances.Select(i => i.InstanceName));
        if (left.Count == 0) throw Refused($"Deployment {record.DeploymentId} left no instance out that is still in the group; there is nothing to try again.");
        var again = request.Revision.Length > 0 ? request : request with { Revision = RevisionOf(record), RevisionIdentity = record.RevisionIdentity };
        again = again with { FileExistsBehavior = request.FileExistsBehavior ?? record.FileExistsBehavior, RestartOnly = record.Kind == DeploymentKind.Restart };
        return (again, request.Group.Definition.BlueGreen is not null ? null
            : [.. request.Group.Definition.Instances.Where(i => left.Contains(i.InstanceName)).Select(i => new TargetInstance(i.InstanceName, RestartOnly: again.RestartOnly))]);
    }

    private static TargetStatus Fallback(DeploymentStatus status) => status == DeploymentStatus.Succeeded ? TargetStatus.Succeeded : TargetStatus.Failed;

    private static string RevisionOf(DeploymentRecord record)
    {
        if (record.Kind == DeploymentKind.Restart) return "";
        if (record.Revision is { } path && Path.Exists(path) && (record.RevisionStamp is null || RevisionStamp.Of(path) == record.RevisionStamp)) return path;
        throw new SlipwayException(new("SLW0464", $"The revision of deployment {record.DeploymentId} is no longer at {record.Revision ?? "a known place"}, or has changed. Name it: `slipway deploy REVISION --retry {record.DeploymentId}`."));
    }

    private static SlipwayException Refused(string message) => new(new("SLW0463", message));
}
