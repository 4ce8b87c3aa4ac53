using System.Text.Json;
using Slipway.Deployments;
using Slipway.Deployments.History;

namespace Slipway.Cli.Output;

/// <summary>The JSON of the history verbs.</summary>
internal static class RecordJsonWriting
{
    /// <summary>What was asked and how it stands, for <c>deployments</c> and <c>show</c>.</summary>
    public static void RecordMembers(this Utf8JsonWriter writer, HistoryEntry entry)
    {
        var record = entry.Record;
        writer.WriteString("deploymentId", record.DeploymentId);
        writer.WriteString("deploymentGroupName", record.Group.Name);
        writer.WriteString("applicationName", record.ApplicationName);
        writer.WriteString("status", entry.Status.ToString());
        writer.WriteBoolean("interrupted", entry.IsInterrupted);
        writer.WriteString("creator", record.Creator);
        writer.WriteString("kind", record.Kind.ToString().ToLowerInvariant());
        if (record.Revision is not null) writer.WriteString("revision", record.Revision);
        if (record.RevisionIdentity is not null) writer.WriteString("revisionIdentity", record.RevisionIdentity);
        if (record.RevisionOf is not null) writer.WriteString("revisionOf", record.RevisionOf);
        if (record.RollbackTriggeringDeploymentId is not null) writer.WriteString("rollbackTriggeringDeploymentId", record.RollbackTriggeringDeploymentId);
        if (entry.Outcome?.RollbackDeploymentId is { } rollback) writer.WriteString("rollbackDeploymentId", rollback);
        if (record.Description is not null) writer.WriteString("description", record.Description);
        writer.WriteString("startedBy", record.User);
        writer.WriteString("host", record.Host);
        writer.WriteString("startedAt", record.CreatedAt);
        if (entry.Outcome is { } outcome) writer.WriteString("endedAt", outcome.EndedAt);
        if (entry.Outcome is { Instances.Count: > 0 } ended)
        {
            writer.WriteNumber("instances", ended.Instances.Count);
            writer.WriteNumber("succeeded", ended.Instances.Count(instance => Reports.StoryReader.StatusOf(instance) == TargetStatus.Succeeded));
            writer.WriteNumber("failed", ended.Instances.Count(instance => Reports.StoryReader.StatusOf(instance) == TargetStatus.Failed));
        }

        if (entry.Record.RetryOf is { } retried) writer.WriteString("retryOf", retried);
        if (entry.Outcome?.ErrorCode is { } code) writer.WriteString("errorCode", code);
        if (entry.Outcome?.Error is not { } error) return;
        writer.WritePropertyName("error");
        writer.Error(error);
    }
}
