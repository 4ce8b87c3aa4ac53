using Slipway.Revisions.Delivery;
using Slipway.Revisions.Objects;
using Slipway.Revisions.Staging;
using Slipway.Revisions.Unix;
using Slipway.Specifications;

namespace Slipway.Revisions;

/// <summary>
/// Opens a revision: lays a folder or bundle out in a staging folder, as the CodeDeploy agent's DownloadBundle does, but refusing what would escape
/// or explode.
/// </summary>
public static class RevisionStaging
{
    /// <summary>
    /// Stages <paramref name="revision"/> into <paramref name="staging"/>, which must not exist. A folder is copied as the agent's cp_r does
    /// (mode less the umask, links as links, own owner and time); a tar keeps modes, times and (as root) owners; a zip keeps Unix modes and
    /// times. Directories are ours with 0777 less the umask, whatever the revision says. Only this account can look into the folder until
    /// it is complete.
    /// </summary>
    /// <exception cref="SlipwayException">SLW01nn: unreadable, unknown format, hostile or damaged; nothing is left in <paramref name="staging"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing is left in <paramref name="staging"/>.</exception>
    public static StagedRevision Stage(string revision, string staging, StagingLimits limits, CancellationToken cancellation) =>
        Stage(revision, staging, limits, null, isShared: false, cancellation);

    /// <summary>
    /// As <see cref="Stage(string, string, StagingLimits, CancellationToken)"/>. Of a bundle that carries a manifest only those files are unpacked
    /// that the store lacks; the others become hard links to its objects. All of them are ours and have the time 1980-01-01T00:00:00Z.
    /// </summary>
    /// <param name="revision">A folder or bundle.</param>
    /// <param name="staging">Must not exist; on the store's file system.</param>
    /// <param name="limits">What an archive may unpack to.</param>
    /// <param name="objects">The instance's store; null where it has none: then all files are unpacked, and known by hash all the same.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="SlipwayException">As above.</exception>
    public static StagedRevision Stage(string revision, string staging, StagingLimits limits, ObjectStore? objects, CancellationToken cancellation) =>
        Stage(revision, staging, limits, objects, isShared: true, cancellation);

    /// <summary>
    /// Stages the revision of an earlier deployment again, by its manifest: files are hard links to objects, or copies of the archive's own
    /// files where the store lacks one. What a script edited in the archive is not taken over.
    /// </summary>
    /// <param name="archive">The earlier deployment's archive.</param>
    /// <param name="manifest">What it held when it was unpacked.</param>
    /// <param name="staging">Must not exist.</param>
    /// <param name="objects">The instance's store.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="SlipwayException">SLW0245: a file is neither in the store nor, as it was, in the archive. SLW0110.</exception>
    public static StagedRevision StageAgain(string archive, RevisionManifest manifest, string staging, ObjectStore? objects, CancellationToken cancellation) =>
        Make(staging, (root, _) =>
        {
            var contents = new ArchiveContents(manifest);
            using var source = new ArchiveSource(archive, contents);
            new SharedStaging(archive, root, contents, objects, source, cancellation).Run();
            return SharedStaging.Staged(staging, root, contents);
        });

    /// <summary>Stages a revision that was delivered without its bundle: its files are hard links to objects, or the contents that were sent.</summary>
    /// <param name="delivered">Its folder, for messages.</param>
    /// <param name="manifest">What it holds.</param>
    /// <param name="staging">Must not exist.</param>
    /// <param name="objects">The instance's store.</param>
    /// <param name="sent">The contents that it lacked; null when it lacked none. They are moved away from there.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="SlipwayException">SLW0267: a content is missing or damaged. SLW0110.</exception>
    public static StagedRevision StageDelivered(string delivered, RevisionManifest manifest, string staging, ObjectStore objects, DeliveredContents? sent, CancellationToken cancellation) =>
        Make(staging, (root, _) =>
        {
            var contents = new ArchiveContents(manifest);
            new SharedStaging(delivered, root, contents, objects, new DeliveredSource(delivered, contents, objects, sent), cancellation).Run();
            return SharedStaging.Staged(staging, root, contents);
        });

    private static StagedRevision Stage(
        string revision, string staging, StagingLimits limits, ObjectStore? objects, bool isShared, CancellationToken cancellation)
    {
        var kind = Kind(revision);
        return Make(staging, (root, parent) => kind == FileKind.Directory
            ? StageFolder(revision, staging, root, parent, cancellation)
            : BundleStaging.Unpack(revision, staging, root, limits, objects, isShared, cancellation));
    }

    private static FileKind Kind(string revision)
    {
        if (!UnixFiles.IsSupported) throw RevisionErrors.UnsupportedPlatform(revision);
        var kind = KindOf(revision);
        return kind is FileKind.Directory or FileKind.File
            ? kind
            : throw RevisionErrors.Unreadable(revision, revision, $"it is a {RevisionErrors.KindName(kind)}");
    }

    private static StagedRevision Make(string staging, Func<DirectoryHandle, string, StagedRevision> fill)
    {
        var made = false;
        try
        {
            var parent = Path.GetDirectoryName(Path.GetFullPath(staging))!;
            Directory.CreateDirectory(parent);
            UnixFiles.MakeDirectory(null, staging, Convert.ToInt32("700", 8));
            made = true;
            using var root = UnixFiles.OpenDirectory(null, staging);
            var staged = fill(root, parent);
            UnixFiles.ChangeMode(null, staging, Convert.ToInt32("777", 8) & ~UnixFiles.Umask());
            return staged;
        }
        catch (Exception e)
        {
            if (made) Directory.Delete(staging, recursive: true);
            if (e is UnixException unix) throw RevisionErrors.Staging(staging, $"{unix.Reason} ({unix.Call} {RevisionErrors.Shown(unix.Path)})", unix);
            if (e is IOException or UnauthorizedAccessException) throw RevisionErrors.Staging(staging, e.Message, e);
            throw;
        }
    }

    private static FileKind KindOf(string revision)
    {
        try
        {
            return UnixFiles.Status(null, revision, follow: true).Kind;
        }
        catch (UnixException e)
        {
            throw RevisionErrors.Unreadable(revision, revision, e.Reason, e);
        }
    }

    private static StagedRevision StageFolder(string revision, string staging, DirectoryHandle root, string parent, CancellationToken cancellation)
    {
        using var above = UnixFiles.OpenPath(null, parent, follow: true);
        var (files, bytes) = new FolderStaging(revision, cancellation).Copy(root, UnixFiles.Status(above));
        return new(staging, AppSpecLookup.In(root), files, bytes, Manifest: null);
    }
}
