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
    public static StagedRevision Stage(string revision, string staging, StagingLimits limits, CancellationToken cancellation)
    {
        if (!UnixFiles.IsSupported) throw RevisionErrors.UnsupportedPlatform(revision);
        var kind = KindOf(revision);
        if (kind is not (FileKind.Directory or FileKind.File)) throw RevisionErrors.Unreadable(revision, revision, $"it is a {RevisionErrors.KindName(kind)}");
        var made = false;
        try
        {
            var parent = Path.GetDirectoryName(Path.GetFullPath(staging))!;
            Directory.CreateDirectory(parent);
            UnixFiles.MakeDirectory(null, staging, Convert.ToInt32("700", 8));
            made = true;
            using var root = UnixFiles.OpenDirectory(null, staging);
            var staged = kind == FileKind.Directory
                ? StageFolder(revision, staging, root, parent, cancellation)
                : BundleStaging.Unpack(revision, staging, root, limits, cancellation);
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
