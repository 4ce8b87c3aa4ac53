using Slipway.Specifications;

namespace Slipway.Revisions;

/// <summary>Keeps packed revisions by identity, so that a rollback or another instance can have them again.</summary>
public interface IRevisionStore
{
    /// <summary>
    /// Keeps a copy of a bundle. One that is there already is verified, given the time of now and not copied again; a damaged one is replaced.
    /// </summary>
    /// <exception cref="SlipwayException">SLW01nn: the bundle or the store cannot be used.</exception>
    Task<StoredRevision> PutAsync(string bundleFile, string applicationName, CancellationToken cancellation);

    /// <summary>A revision whose bundle was found to be, byte for byte, what was put.</summary>
    /// <exception cref="SlipwayException">SLW0131: not in the store; SLW0132: damaged.</exception>
    Task<StoredRevision> GetAsync(string applicationName, string identity, CancellationToken cancellation);

    /// <summary>Everything in the store, or one application's, the latest put first. Bundles are not read: see <see cref="StoredRevision.Damage"/>.</summary>
    Task<IReadOnlyList<StoredRevision>> ListAsync(string? applicationName, CancellationToken cancellation);

    /// <summary>Removes all but the last <paramref name="keep"/> revisions of an application and those in <paramref name="inUse"/> (identities).</summary>
    /// <returns>What was removed.</returns>
    Task<IReadOnlyList<StoredRevision>> PruneAsync(string applicationName, int keep, IReadOnlySet<string> inUse, CancellationToken cancellation);
}
