using Slipway.Deployments.History;
using Slipway.Deployments.Planning;

namespace Slipway.Deployments.Execution;

/// <summary>The records of deployments to fleets, and the requests that they come from.</summary>
internal static class FleetRecords
{
    /// <summary>A new deployment.</summary>
    public static DeploymentRecord New(string id, long fencingNumber, DeploymentRequest request, IReadOnlyList<TargetInstance>? targets, TimeProvider time)
    {
        var definition = request.Group.Definition!;
        if (request.Events is { } events && !request.RestartOnly) _ = LifecycleOrder.Requested(events);
        var revision = request.RestartOnly || request.Revision.Length == 0 ? null : request.Revision;
        return new()
        {
            DeploymentId = id,
            Creator = DeploymentCreator.User,
            Kind = request.RestartOnly ? DeploymentKind.Restart : DeploymentKind.Deploy,
            ApplicationName = request.ApplicationName,
            Group = request.Group,
            Revision = revision,
            RevisionStamp = revision is null ? null : RevisionStamp.Of(revision),
            RevisionIdentity = request.RestartOnly ? null : request.RevisionIdentity,
            FileExistsBehavior = request.FileExistsBehavior ?? definition.FileExistsBehavior,
            Events = request.Events is { } asked ? [.. asked.Select(e => e.Trim())] : [],
            Agent = request.Agent,
            IgnoreApplicationStopFailures = request.IgnoreApplicationStopFailures || definition.IgnoreApplicationStopFailures,
            Description = request.Description,
            User = Environment.UserName,
            Host = Environment.MachineName,
            FencingNumber = fencingNumber,
            CreatedAt = time.GetUtcNow(),
            RetryOf = request.RetryOf,
            SkipUnreachable = request.SkipUnreachable,
            UpdateOutdatedOnly = request.UpdateOutdatedOnly,
            BakeTime = request.BakeTime,
            Targets = targets,
        };
    }

    /// <summary>The automatic rollback of a deployment.</summary>
    public static DeploymentRecord RollbackOf(
        DeploymentRecord failed, RollbackTargets undo, string id, long fencingNumber, IReadOnlyList<HistoryEntry> entries, TimeProvider time)
    {
        var earlier = undo.RevisionOf is { } of ? entries.FirstOrDefault(e => e.Record.DeploymentId == of)?.Record : null;
        var isThere = earlier is { Revision: { } bundle, RevisionStamp: { } stamp } && RevisionStamp.Of(bundle) == stamp;
        return failed with
        {
            DeploymentId = id,
            Creator = DeploymentCreator.Rollback,
            Kind = undo.RevisionOf is null ? DeploymentKind.Restart : DeploymentKind.Rollback,

            // For an instance that no longer keeps it.
            Revision = isThere ? earlier!.Revision : null,
            RevisionStamp = isThere ? earlier!.RevisionStamp : null,
            RevisionIdentity = earlier?.RevisionIdentity,
            RevisionOf = undo.RevisionOf,
            RollbackTriggeringDeploymentId = failed.DeploymentId,
            Events = undo.Events,

            // The option of the deployment that had succeeded; and its stop scripts meet whatever the failed one left running.
            FileExistsBehavior = earlier?.FileExistsBehavior ?? failed.FileExistsBehavior,
            IgnoreApplicationStopFailures = true,
            Description = $"Automatic rollback of {failed.DeploymentId}.",
            FencingNumber = fencingNumber,
            CreatedAt = time.GetUtcNow(),
            RetryOf = null,
            SkipUnreachable = false,
            UpdateOutdatedOnly = false,
            Targets = undo.Targets,
            MovesTrafficOnly = undo.MovesTrafficOnly,
        };
    }

    /// <summary>The request that a deployment of the past would be.</summary>
    public static DeploymentRequest RequestOf(DeploymentRecord record, StateFolder state, ResumeRequest resume) => new()
    {
        ApplicationName = record.ApplicationName,
        Group = record.Group,
        Revision = record.Revision ?? "",
        RevisionIdentity = record.RevisionIdentity,
        StateFolder = state.Path,
        Events = record.Events.Count > 0 ? record.Events : null,
        Agent = record.Agent,
        FileExistsBehavior = record.FileExistsBehavior,
        InheritedEnvironment = resume.InheritedEnvironment,
        Description = record.Description,
        IgnoreApplicationStopFailures = record.IgnoreApplicationStopFailures,
    };

    /// <summary>The request of a rollback that somebody asks for.</summary>
    public static DeploymentRequest RequestOf(DeploymentRecord target, DeploymentGroup group, string? revision, RollbackRequest request, StateFolder state) => new()
    {
        ApplicationName = target.ApplicationName,
        Group = group,
        Revision = revision ?? "",
        RevisionIdentity = target.RevisionIdentity,
        Revisions = request.Revisions,
        StateFolder = state.Path,
        FileExistsBehavior = target.FileExistsBehavior,
        Agent = target.Agent,
        InheritedEnvironment = request.InheritedEnvironment,
        LockWait = request.LockWait,
        Description = request.Description,
        IgnoreApplicationStopFailures = target.IgnoreApplicationStopFailures,
        MaxConcurrentConnections = request.MaxConcurrentConnections,
    };
}
