using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Staging;

/// <summary>Unpacks a bundle.</summary>
internal static class BundleStaging
{
    internal static StagedRevision Unpack(string bundle, string staging, DirectoryHandle root, StagingLimits limits, CancellationToken cancellation) =>
        throw RevisionErrors.UnknownFormat(bundle);
}
