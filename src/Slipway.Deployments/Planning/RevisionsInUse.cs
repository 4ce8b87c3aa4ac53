using Slipway.Deployments.History;

namespace Slipway.Deployments.Planning;

/// <summary>Which revisions of a store a group needs.</summary>
public static class RevisionsInUse
{
    /// <summary>
    /// Of each root (an instance of its own): the revision that stands there, which is the last successful one, the successful one before it, to which a
    /// rollback would go, and those of deployments that have not ended.
    /// </summary>
    /// <param name="entries">The group's deployments, newest first.</param>
    /// <param name="applicationName">Only this application's.</param>
    /// <returns>Identities; deployments from the time before identities were recorded have none.</returns>
    public static IReadOnlySet<string> Of(IEnumerable<HistoryEntry> entries, string applicationName)
    {
        var deployed = entries.Where(e => e.Record.RevisionIdentity is not null && e.Record.ApplicationName == applicationName).ToList();
        var successful = deployed.Where(e => e.Status == DeploymentStatus.Succeeded)
            .GroupBy(e => e.Record.Group.Root)
            .SelectMany(root => root.Select(e => e.Record.RevisionIdentity!).Distinct(StringComparer.Ordinal).Take(2));
        return deployed.Where(e => e.Outcome is null).Select(e => e.Record.RevisionIdentity!).Concat(successful).ToHashSet(StringComparer.Ordinal);
    }
}
