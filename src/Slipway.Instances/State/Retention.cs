using Slipway.Instances.Trees;
using Slipway.Revisions.Unix;

namespace Slipway.Instances.State;

/// <summary>How many revisions stay on disk: the agent's <c>max_revisions</c>, but never the current, the last successful or an unfinished one.</summary>
internal sealed class Retention : IDisposable
{
    private readonly List<string> failures = [];
    private readonly Action<string> warn;
    private readonly Thread? thread;

    private Retention(List<DeploymentFolder> removable, Action<string> warn)
    {
        this.warn = warn;
        if (removable.Count == 0) return;
        thread = new(() => failures.AddRange(removable.Select(Remove).OfType<string>())) { IsBackground = true, Name = "slipway retention" };
        thread.Start();
    }

    /// <summary>
    /// Makes room for a new deployment. What cannot be removed is reported and stays. Archives that hold their own files go at once; those that
    /// are hard links, whose removal frees little, while the new one is staged.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="state">Its state.</param>
    /// <param name="keepRevisions">How many revisions stay.</param>
    /// <param name="revision">The revision that is about to be deployed, which may be an earlier deployment's.</param>
    /// <param name="warn">Takes what could not be removed.</param>
    /// <returns>To be disposed when the new revision is staged: waits for the removal.</returns>
    internal static Retention Begin(GroupFolder group, GroupState state, int keepRevisions, string? revision, Action<string> warn)
    {
        var removable = Removable(group, state, keepRevisions);
        removable.RemoveAll(d => revision is not null && RealPaths.IsWithin(Path.GetFullPath(revision), d.Path));
        foreach (var old in removable.Where(d => !File.Exists(d.Manifest)))
        {
            if (Remove(old) is { } failure) warn(failure);
        }

        var linked = removable.Where(d => File.Exists(d.Manifest)).ToList();

        // First: an interruption in between must not leave objects behind for ever.
        if (linked.Count > 0) File.WriteAllBytes(group.CollectObjects, []);
        return new(linked, warn);
    }

    /// <summary>Waits until the old archives are gone.</summary>
    public void Dispose()
    {
        thread?.Join();
        failures.ForEach(warn);
        failures.Clear();
    }

    private static List<DeploymentFolder> Removable(GroupFolder group, GroupState state, int keepRevisions)
    {
        if (!Directory.Exists(group.Deployments)) return [];
        var deployments = Directory.EnumerateDirectories(group.Deployments).Select(path => new DeploymentFolder(path)).ToList();

        // The staging of an orphan was interrupted before anything began.
        var orphans = deployments.Where(d => !File.Exists(d.Journal) && Path.GetFileName(d.Path) != state.Current).ToList();
        deployments.RemoveAll(orphans.Contains);
        var extra = deployments.Count - keepRevisions + 1;
        if (extra <= 0) return orphans;
        return
        [
            .. orphans,
            .. deployments
                .Where(d => Path.GetFileName(d.Path) is var id && id != state.Current && id != state.LastSuccessful && id != state.Unfinished)
                .OrderBy(d => File.GetLastWriteTimeUtc(d.Journal))
                .Take(extra),
        ];
    }

    private static string? Remove(DeploymentFolder deployment)
    {
        try
        {
            try
            {
                UnixFiles.RemoveTree(null, deployment.Path);
            }
            catch (NonUtf8NameException)
            {
                Directory.Delete(deployment.Path, recursive: true);
            }

            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"The old deployment folder '{deployment.Path}' could not be removed: {e.Message}";
        }
    }
}
