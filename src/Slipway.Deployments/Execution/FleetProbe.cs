using Slipway.Deployments.Planning;
using Slipway.Deployments.Traffic;
using Slipway.Specifications;

namespace Slipway.Deployments.Execution;

/// <summary>Looks at every instance before anything is planned: whether it answers, what it has, whether it serves.</summary>
internal static class FleetProbe
{
    /// <summary>Looks.</summary>
    /// <param name="instances">The instances, in the file's order.</param>
    /// <param name="group">The group's name.</param>
    /// <param name="hasTrafficControl">Whether the load balancer tells who serves.</param>
    /// <param name="currentOf">Deployments that brought the revision which is deployed.</param>
    /// <param name="maxConnections">How many are connected at a time.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The members, in the same order.</returns>
    /// <exception cref="SlipwayException">The load balancer cannot be asked.</exception>
    public static async Task<IReadOnlyList<FleetMember>> LookAsync(
        IReadOnlyList<InstanceRun> instances, string group, bool hasTrafficControl, IReadOnlySet<string> currentOf, int maxConnections, CancellationToken cancellation)
    {
        var members = new FleetMember[instances.Count];
        SlipwayException? failure = null;
        await Bounded.ForEachAsync([.. Enumerable.Range(0, instances.Count)], maxConnections, async i =>
        {
            var run = instances[i];
            var isReachable = await ReadAsync(run, group, cancellation).ConfigureAwait(false);
            var serves = false;
            try
            {
                if (hasTrafficControl) serves = await run.ReadTrafficAsync(cancellation).ConfigureAwait(false) == ServerState.InService;
            }
            catch (SlipwayException e)
            {
                failure ??= e;
            }

            var standing = run.State?.Current is not { } current ? RevisionStanding.Unknown : currentOf.Contains(current) ? RevisionStanding.Current : RevisionStanding.Old;
            members[i] = new(run.Name, run.Definition.AvailabilityZone, isReachable, hasTrafficControl ? serves : isReachable && run.State is { Unfinished: null }, standing);
            if (instances.Count > maxConnections) await run.Transport.DisconnectAsync().ConfigureAwait(false);
        }).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return failure is null ? members : throw failure;
    }

    private static async Task<bool> ReadAsync(InstanceRun run, string group, CancellationToken cancellation)
    {
        try
        {
            await run.Transport.ConnectAsync(cancellation).ConfigureAwait(false);
            run.State = await run.Transport.ReadStateAsync(group, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (SlipwayException e)
        {
            run.Unreached = e.Error;
            return false;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
