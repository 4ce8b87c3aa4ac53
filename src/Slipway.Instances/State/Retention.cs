namespace Slipway.Instances.State;

/// <summary>How many revisions stay on disk: the agent's <c>max_revisions</c>, but never the current, the last successful or an unfinished one.</summary>
internal static class Retention
{
    /// <summary>Makes room for a new deployment. What cannot be removed is reported and stays.</summary>
    internal static void Apply(GroupFolder group, GroupState state, int keepRevisions, Action<string> warn)
    {
        if (!Directory.Exists(group.Deployments)) return;
        var deployments = Directory.EnumerateDirectories(group.Deployments).Select(path => new DeploymentFolder(path)).ToList();
        foreach (var orphan in deployments.Where(d => !File.Exists(d.Journal) && Path.GetFileName(d.Path) != state.Current).ToList())
        {
            // Its staging was interrupted before anything began.
            deployments.Remove(orphan);
            Remove(group, orphan, warn);
        }

        var extra = deployments.Count - keepRevisions + 1;
        if (extra <= 0) return;
        var removable = deployments
            .Where(d => Path.GetFileName(d.Path) is var id && id != state.Current && id != state.LastSuccessful && id != state.Unfinished)
            .OrderBy(d => File.GetLastWriteTimeUtc(d.Journal))
            .Take(extra);
        foreach (var old in removable) Remove(group, old, warn);
    }

    private static void Remove(GroupFolder group, DeploymentFolder deployment, Action<string> warn)
    {
        try
        {
            // First: an interruption in between must not leave objects behind for ever.
            if (File.Exists(deployment.Manifest)) File.WriteAllBytes(group.CollectObjects, []);
            Directory.Delete(deployment.Path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            warn($"The old deployment folder '{deployment.Path}' could not be removed: {e.Message}");
        }
    }
}
