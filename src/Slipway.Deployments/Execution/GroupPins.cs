using Slipway.Deployments.History;
using Slipway.Deployments.Planning;
using Slipway.Revisions;
using Slipway.Specifications;

namespace Slipway.Deployments.Execution;

/// <summary>
/// What a group has pinned in a revision store. Its caller holds the group's lease, so no two processes change the same pins. They are widened before a
/// deployment begins and settled when it has ended; between a crash and the next deployment they stay wide.
/// </summary>
/// <param name="store">The store; null pins nothing.</param>
/// <param name="state">Where the group's deployments are recorded.</param>
/// <param name="record">The deployment.</param>
/// <param name="time">The clock.</param>
internal sealed class GroupPins(IRevisionStore? store, StateFolder state, DeploymentRecord record, TimeProvider time)
{
    // One group name on two machines, or with two states, is two groups to everybody else who uses the store.
    private string Holder => $"{record.Group.Name} on {Environment.MachineName}:{state.Path}";

    /// <summary>Pins what the group has and what it is being given.</summary>
    /// <exception cref="SlipwayException">The store cannot be used; nothing was begun.</exception>
    public Task WidenAsync(CancellationToken cancellation) =>
        PinAsync([.. InUse(), .. record.RevisionIdentity is { } given ? new[] { given } : []], cancellation);

    /// <summary>Pins what the group has now. The deployment has ended: what goes wrong here is something to know, and leaves too much pinned.</summary>
    /// <returns>A warning; null when all went well.</returns>
    public async Task<string?> SettleAsync()
    {
        try
        {
            await PinAsync(InUse(), CancellationToken.None).ConfigureAwait(false);
            return null;
        }
        catch (SlipwayException e)
        {
            return $"The revision store was not told what the group has now; it keeps what it kept before. {e.Error}";
        }
    }

    private async Task PinAsync(IReadOnlyCollection<string> identities, CancellationToken cancellation)
    {
        if (store is null) return;

        // A revision that was never put (a folder was deployed) is no reason to stop; pinning it protects it as soon as it comes.
        await store.PinAsync(record.ApplicationName, Holder, identities, cancellation).ConfigureAwait(false);
    }

    private IReadOnlySet<string> InUse() =>
        store is null ? new HashSet<string>() : RevisionsInUse.Of(new DeploymentHistory(state, time).Read(record.Group.Name).Entries, record.ApplicationName);
}
