using Slipway.Instances.State;
using Slipway.Revisions.Signing;
using Slipway.Revisions.Unix;
using Slipway.Specifications;

namespace Slipway.Instances.Delivery;

/// <summary>
/// <c>delivered/</c> in an instance's state: a folder for each revision that came by its contents (manifest and attachments; the contents are objects), and a file for each bundle that came
/// whole. Named by identity.
/// </summary>
internal sealed class DeliveredFolder(string stateFolder)
{
    private const int IdentityLength = 64;

    private static readonly System.Buffers.SearchValues<char> Digits = System.Buffers.SearchValues.Create("0123456789abcdef");

    internal string Path { get; } = stateFolder + "/delivered";

    internal string Of(string identity) => Path + "/" + identity;

    /// <summary>Whether a path is one of a revision that came by its contents.</summary>
    internal bool IsByContents(string? revision) => NameOf(revision) is { } name && Directory.Exists(Path + "/" + name);

    /// <summary>The manifest and attachments of a revision that came by its contents.</summary>
    /// <exception cref="SlipwayException">SLW0267: they cannot be read.</exception>
    internal SignedRevision Read(string revision) => SignedRevision.Read(revision) is { } delivered && delivered.Manifest.Identity == NameOf(revision)
        ? delivered
        : throw InstanceErrors.Of("SLW0267", $"The delivered revision in '{revision}' is damaged. Nothing was touched. Deploy again: it is sent again.");

    /// <summary>Removes what no deployment needs that is in place, last successful or unfinished, in any group.</summary>
    /// <param name="keep">A revision that stays, too.</param>
    /// <param name="warn">Takes what cannot be removed.</param>
    /// <returns>Whether objects may be left that nobody has any longer.</returns>
    internal bool Sweep(string? keep, Action<string> warn)
    {
        if (!Directory.Exists(Path)) return false;
        var entries = Directory.EnumerateFileSystemEntries(Path).Select(p => System.IO.Path.GetFileName(p)!).ToHashSet(StringComparer.Ordinal);
        if (NameOf(keep) is { } kept) entries.Remove(kept);
        if (entries.Count > 0) entries.ExceptWith(InUse());
        var hasObjects = false;
        foreach (var name in entries)
        {
            try
            {
                hasObjects |= Directory.Exists(Path + "/" + name);
                UnixFiles.RemoveTree(null, Path + "/" + name);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                warn($"The delivered revision '{Path}/{name}' is no longer needed and could not be removed: {e.Message}");
            }
        }

        return hasObjects;
    }

    /// <summary>Whether a text is the hash of a manifest or a bundle, in lower-case hexadecimal.</summary>
    internal static bool IsIdentity(string text) => text.Length == IdentityLength && !text.AsSpan().ContainsAnyExcept(Digits);

    private string? NameOf(string? revision) => revision is not null && System.IO.Path.GetDirectoryName(revision.TrimEnd('/')) == Path ? System.IO.Path.GetFileName(revision.TrimEnd('/')) : null;

    private IEnumerable<string> InUse()
    {
        foreach (var group in GroupFolder.All(stateFolder))
        {
            var state = GroupState.Read(group.State, "");
            foreach (var id in new[] { state.Current, state.LastSuccessful, state.Unfinished }.OfType<string>())
            {
                if (RevisionFacts.Read(group.Deployment(id).RevisionFacts)?.Delivered is { } name) yield return name;
            }
        }
    }
}
