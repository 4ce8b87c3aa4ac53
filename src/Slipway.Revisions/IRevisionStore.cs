using Slipway.Specifications;

namespace Slipway.Revisions;

/// <summary>
/// Keeps packed revisions by identity, so that a rollback or another instance can have them again. Several machines may use one store at once:
/// what was put is never overwritten by somebody else's, and what is pinned or was put lately is never removed.
/// </summary>
public interface IRevisionStore : IDisposable
{
    /// <summary>The store's folder or address, for people.</summary>
    string Location { get; }

    /// <summary>Proves that the store can be reached and read, before anything is packed for it. Writes nothing.</summary>
    /// <exception cref="SlipwayException">SLW0133, SLW06nn: why not.</exception>
    Task CheckAsync(CancellationToken cancellation);

    /// <summary>
    /// Keeps a copy of a bundle. One that is there already is verified, given the time of now and not copied again; a damaged one is replaced, and so is
    /// another bundle of the same revision (packed as another type, or signed since): what comes back is what was put last.
    /// </summary>
    /// <exception cref="SlipwayException">SLW01nn, SLW06nn: the bundle or the store cannot be used.</exception>
    Task<StoredRevision> PutAsync(string bundleFile, string applicationName, CancellationToken cancellation);

    /// <summary>A revision whose bundle was found to be, byte for byte, what was put. Dispose of it when the bundle is not needed any more.</summary>
    /// <exception cref="SlipwayException">SLW0131: not in the store; SLW0132: damaged; SLW0153, SLW0154: encrypted with a key that was not given.</exception>
    Task<OpenedRevision> GetAsync(string applicationName, string identity, CancellationToken cancellation);

    /// <summary>Everything in the store, or one application's, the latest put first. Bundles are not read: see <see cref="StoredRevision.Damage"/>.</summary>
    Task<IReadOnlyList<StoredRevision>> ListAsync(string? applicationName, CancellationToken cancellation);

    /// <summary>Removes what a rule does not keep and no holder has pinned, and what interrupted writers left behind.</summary>
    /// <returns>What was removed.</returns>
    Task<IReadOnlyList<StoredRevision>> PruneAsync(string applicationName, RevisionRetention retention, CancellationToken cancellation);

    /// <summary>
    /// Replaces what a holder has pinned; an empty list unpins all. From the return of this call on no <see cref="PruneAsync"/> of any machine removes
    /// what was pinned.
    /// </summary>
    /// <param name="applicationName">The application.</param>
    /// <param name="holder">Who needs them, as people read it. Its pins must not be changed by two processes at once (a deployment holds its group's lease).</param>
    /// <param name="identities">All that the holder needs.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>Those that the store does not have.</returns>
    Task<IReadOnlyList<string>> PinAsync(string applicationName, string holder, IReadOnlyCollection<string> identities, CancellationToken cancellation);

    /// <summary>What all holders have pinned of an application, or of all.</summary>
    Task<IReadOnlyList<RevisionPin>> PinsAsync(string? applicationName, CancellationToken cancellation);
}
