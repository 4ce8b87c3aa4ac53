using Slipway.Deployments.History;
using Slipway.Instances;
using Slipway.Revisions;
using Slipway.Specifications;

namespace Slipway.Deployments.Execution;

/// <summary>The revision of an earlier deployment, on this machine until it is disposed of.</summary>
internal sealed class EarlierRevision : IDisposable
{
    private readonly OpenedRevision? _opened;

    private EarlierRevision(string path, OpenedRevision? opened = null) => (Path, _opened) = (path, opened);

    /// <summary>The bundle or folder.</summary>
    public string Path { get; }

    /// <summary>
    /// The bundle where it was deployed from, if it is still the same; else the store's; else what the instance keeps, which is the bundle unpacked: owners
    /// and times may have been lost on the way.
    /// </summary>
    /// <exception cref="SlipwayException">SLW0406: nobody has it.</exception>
    public static async Task<EarlierRevision> FindAsync(
        DeploymentRecord target, IRevisionStore? store, Instance instance, Action<string> notice, CancellationToken cancellation)
    {
        if (target is { Revision: { } bundle, RevisionStamp: { } stamp } && RevisionStamp.Of(bundle) == stamp) return new(bundle);
        if (store is not null && target.RevisionIdentity is { } identity)
        {
            try
            {
                var opened = await store.GetAsync(target.ApplicationName, identity, cancellation).ConfigureAwait(false);
                return new(opened.BundleFile, opened);
            }
            catch (SlipwayException e) when (instance.FindRevision(target.DeploymentId) is not null)
            {
                notice($"The revision comes from what the instance keeps, because the store did not have it: {e.Error}");
            }
        }

        return instance.FindRevision(target.DeploymentId) is { } kept ? new(kept) : throw new SlipwayException(new("SLW0406",
            $"The revision of deployment {target.DeploymentId} is no longer kept on the instance ({instance.Settings.KeepRevisions} revisions are). "
            + "Deploy its bundle again, or name a younger deployment with --to."));
    }

    /// <summary>The same for a fleet, whose instances look at home themselves: the bundle, else the store's.</summary>
    /// <returns>Null when neither has it.</returns>
    public static async Task<EarlierRevision?> FindAsync(DeploymentRecord target, IRevisionStore? store, Action<string> notice, CancellationToken cancellation)
    {
        if (target is { Revision: { } bundle, RevisionStamp: { } stamp } && RevisionStamp.Of(bundle) == stamp) return new(bundle);
        if (store is null || target.RevisionIdentity is not { } identity) return null;
        try
        {
            var opened = await store.GetAsync(target.ApplicationName, identity, cancellation).ConfigureAwait(false);
            return new(opened.BundleFile, opened);
        }
        catch (SlipwayException e)
        {
            notice($"The revision comes from what the instances keep, because the store did not have it: {e.Error}");
            return null;
        }
    }

    public void Dispose() => _opened?.Dispose();
}
