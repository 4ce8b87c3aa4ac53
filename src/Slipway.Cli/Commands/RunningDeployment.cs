using Slipway.Deployments.History;
using Slipway.Specifications;

namespace Slipway.Cli.Commands;

/// <summary>Finds the deployment that a verb is for, when there is no doubt.</summary>
internal static class RunningDeployment
{
    /// <summary>The one named, or the only one that runs (in the group, when it is given).</summary>
    /// <exception cref="SlipwayException">SLW0404: there is none of that id. SLW0420: none runs. SLW0421: several do.</exception>
    public static string Find(string? id, string? group, DeploymentHistory history, string verb)
    {
        if (id is not null) return history.Find(id).Record.DeploymentId;
        var running = history.Read(group).Entries.Where(entry => entry.IsRunning).ToList();
        var where = group is null ? "" : $" of group {group}";
        return running.Count switch
        {
            0 => throw new SlipwayException(new("SLW0420", $"No deployment{where} runs, so there is nothing to {verb}. `slipway deployments` tells how they ended.")),
            1 => running[0].Record.DeploymentId,
            _ => throw new SlipwayException(new("SLW0421",
                $"{running.Count} deployments{where} run: {string.Join(", ", running.Select(entry => $"{entry.Record.DeploymentId} (group {entry.Record.Group.Name})"))}. Name the one to {verb}.")),
        };
    }
}
