using Slipway.Deployments;
using Slipway.Deployments.History;

namespace Slipway.Tasks;

/// <summary>What must stay in a folder store although nobody has pinned it: what was deployed before deployments pinned their revisions.</summary>
internal static class UnpinnedRevisions
{
    /// <summary>The identities that a group runs or is being given: of each group what succeeded last, and what has not ended.</summary>
    /// <param name="history">Deployments, newest first.</param>
    public static IEnumerable<string> InUse(IReadOnlyList<HistoryEntry> history)
    {
        var lastSuccessful = history.Where(entry => entry.Status == DeploymentStatus.Succeeded).DistinctBy(entry => entry.Record.Group.Name);
        return history.Where(entry => entry.Outcome is null).Concat(lastSuccessful)
            .Select(entry => entry.Record.RevisionIdentity ?? Path.GetFileName(Path.GetDirectoryName(entry.Record.Revision)) ?? "");
    }
}
