namespace Slipway.Revisions;

/// <summary>Opens a revision: lays a folder or bundle out in a staging folder, as the CodeDeploy agent's DownloadBundle does, but refusing what would escape or explode.</summary>
public static class RevisionStaging
{
    /// <summary>
    /// Stages <paramref name="revision"/> into <paramref name="staging"/>, which must not exist. A folder is copied as the agent's cp_r does
    /// (mode and umask, links as links, own owner and time); a tar keeps modes, times and (as root) owners; a zip keeps Unix modes and times.
    /// </summary>
    /// <exception cref="Specifications.SlipwayException">SLW01nn: unreadable, unknown format, hostile or damaged; nothing is left in <paramref name="staging"/>.</exception>
    public static StagedRevision Stage(string revision, string staging, StagingLimits limits, CancellationToken cancellation) => throw new NotImplementedException();
}
