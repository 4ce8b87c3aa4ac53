using Slipway.Deployments.History;
using Slipway.Specifications;

namespace Slipway.Deployments.Planning;

/// <summary>Which deployment's revision a rollback deploys again.</summary>
public static class RollbackTarget
{
    /// <summary>
    /// The last successful one when the group's newest deployment failed or was stopped, the successful one before it when it succeeded;
    /// or the one asked for. Restarts deploy nothing and do not count.
    /// </summary>
    /// <param name="group">The group, for the message.</param>
    /// <param name="entries">The group's deployments, newest first.</param>
    /// <param name="deploymentId">The one asked for; null to choose.</param>
    /// <exception cref="SlipwayException">SLW0405: there is none.</exception>
    public static HistoryEntry Choose(string group, IReadOnlyList<HistoryEntry> entries, string? deploymentId)
    {
        var deployed = entries.Where(e => e.Record.Kind != DeploymentKind.Restart && !e.IsRunning).ToList();
        if (deploymentId is not null)
        {
            return deployed.Find(e => e.Record.DeploymentId == deploymentId) switch
            {
                null => throw None($"Group {group} has no deployment {deploymentId}. `slipway deployments` lists what can be rolled back to."),
                { Status: not DeploymentStatus.Succeeded } e =>
                    throw None(
                    $"Deployment {deploymentId} did not succeed ({e.Status}), so its revision is not one to go back to. `slipway deployments` lists the others."),
                var e => e,
            };
        }

        if (deployed.Count == 0) throw None($"Group {group} has no deployment yet; there is nothing to roll back to.");
        var successful = deployed.Where(e => e.Status == DeploymentStatus.Succeeded).ToList();
        var target = deployed[0].Status == DeploymentStatus.Succeeded
            ? successful.Find(e => OriginOf(e) != OriginOf(deployed[0]))
            : successful.FirstOrDefault();
        return target ?? throw None(successful.Count == 0
            ? $"No deployment of group {group} has succeeded; there is nothing to roll back to."
            : $"Deployment {deployed[0].Record.DeploymentId} is the only successful one of group {group}; there is nothing before it to roll back to.");
    }

    // A rollback stands for the deployment whose revision it brought back.
    private static string OriginOf(HistoryEntry entry) => entry.Record.RevisionOf ?? entry.Record.DeploymentId;

    private static SlipwayException None(string message) => new(new("SLW0405", message));
}
