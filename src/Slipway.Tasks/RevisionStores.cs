using Slipway.Deployments;
using Slipway.Deployments.History;
using Slipway.Specifications;

namespace Slipway.Tasks;

/// <summary>What <c>RevisionStore</c> names, and what must stay in it.</summary>
internal static class RevisionStores
{
    /// <summary>Full path of the store's folder.</summary>
    /// <param name="store">The property; empty for the user's local store.</param>
    /// <param name="projectFolder">A relative path is relative to it.</param>
    /// <exception cref="SlipwayException">SLW0057: not a folder.</exception>
    public static string FolderOf(string store, string projectFolder)
    {
        if (store.Contains("://", StringComparison.Ordinal)) throw new SlipwayException(BuildErrors.UnsupportedStore(store));
        return store.Length == 0 ? LocalStore() : Path.GetFullPath(store, projectFolder);
    }

    /// <summary>The identities that a group runs or is being given: of each group what succeeded last, and what has not ended.</summary>
    /// <param name="history">Deployments, newest first.</param>
    public static IEnumerable<string> InUse(IReadOnlyList<HistoryEntry> history)
    {
        var lastSuccessful = history.Where(entry => entry.Status == DeploymentStatus.Succeeded).DistinctBy(entry => entry.Record.Group.Name);
        return history.Where(entry => entry.Outcome is null).Concat(lastSuccessful)
            .Select(entry => Path.GetFileName(Path.GetDirectoryName(entry.Record.Revision)) ?? "");
    }

    // The user's data folder: ~/.local/share on Linux.
    private static string LocalStore() =>
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "slipway", "revisions");
}
