using Slipway.Aws;
using Slipway.Revisions;
using Slipway.Revisions.Storing;
using Slipway.Specifications;

namespace Slipway.Cli.Stores;

/// <summary>
/// A revision as a command line names it, on this machine until it is disposed of: a path, the identity of a stored revision or at least its first eight
/// digits, or the address of a stored revision in S3.
/// </summary>
internal sealed class RevisionReference : IDisposable
{
    private const int FewestDigits = 8;

    private readonly OpenedRevision? _opened;
    private readonly StoreChoice? _foundIn;

    private RevisionReference(string path, string? identity, OpenedRevision? opened = null, StoreChoice? foundIn = null) =>
        (Path, Identity, _opened, _foundIn) = (path, identity, opened, foundIn);

    /// <summary>What the argument means, for the help.</summary>
    public const string Description = "The revision: a folder with appspec.yml, a bundle (zip, tar, tgz), or a revision of the store by its identity (8 digits or more) or s3:// address.";

    /// <summary>Whether a text can only be meant for a store: an address in S3, or digits of an identity that are no path.</summary>
    public static bool IsStored(string text, Surroundings surroundings) =>
        RevisionStores.IsS3(text) || (IsIdentity(text) && !System.IO.Path.Exists(surroundings.FullPath(text)));

    /// <summary>Full path of the folder or bundle.</summary>
    public string Path { get; }

    /// <summary>The revision's identity; null when it cannot be told at once.</summary>
    public string? Identity { get; }

    /// <summary>The application under which it is stored; null for a path.</summary>
    public string? ApplicationName => _opened?.Stored.ApplicationName;

    /// <summary>The store in which the revision was found, to pin it there; for a path the one that was chosen, if there is any.</summary>
    public IRevisionStore? OpenStore(StoreChoice chosen) => _foundIn is null ? chosen.OpenIfAny() : _foundIn.Open();

    /// <summary>Opens what a text names. A path that exists is a path.</summary>
    /// <param name="text">The argument.</param>
    /// <param name="store">Where identities are looked up.</param>
    /// <param name="applicationName">Only this application's; null for all.</param>
    /// <param name="surroundings">The working folder.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <exception cref="UsageException">SLW0002: there is no such path, and it is no identity.</exception>
    /// <exception cref="SlipwayException">SLW0131, SLW0134 and the store's own.</exception>
    public static async Task<RevisionReference> OpenAsync(
        string text, StoreChoice store, string? applicationName, Surroundings surroundings, CancellationToken cancellation)
    {
        if (RevisionStores.IsS3(text))
        {
            var (address, folder, identity) = S3Address.ParseRevision(text);
            return await FetchAsync(store.At(address.ToString()), StoreNames.ApplicationOf(folder), identity, cancellation).ConfigureAwait(false);
        }

        if (!IsStored(text, surroundings))
        {
            var path = surroundings.ExistingPath(text, "The revision");
            return new(path, BundleIdentity.AtOnce(path));
        }

        return await FetchAsync(store, applicationName, text.ToLowerInvariant(), cancellation).ConfigureAwait(false);
    }

    public void Dispose() => _opened?.Dispose();

    private static bool IsIdentity(string text) => text.Length is >= FewestDigits and <= 64 && text.All(char.IsAsciiHexDigit);

    private static async Task<RevisionReference> FetchAsync(StoreChoice choice, string? applicationName, string digits, CancellationToken cancellation)
    {
        using var store = choice.Open();
        if (applicationName is null || digits.Length < 64)
        {
            var found = (await store.ListAsync(applicationName, cancellation).ConfigureAwait(false)).Where(r => r.Identity.StartsWith(digits, StringComparison.Ordinal)).ToList();
            if (found.Count == 0) throw StoreErrors.NotStored(store.Location, applicationName, digits);
            if (found.Count > 1) throw StoreErrors.Ambiguous(store.Location, digits, found);
            (applicationName, digits) = (found[0].ApplicationName, found[0].Identity);
        }

        var opened = await store.GetAsync(applicationName, digits, cancellation).ConfigureAwait(false);
        return new(opened.BundleFile, opened.Stored.Identity, opened, choice);
    }
}
