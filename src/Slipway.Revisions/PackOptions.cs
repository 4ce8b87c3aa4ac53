using Slipway.Revisions.Attachments;

namespace Slipway.Revisions;

/// <summary>How a bundle is packed.</summary>
public sealed record PackOptions
{
    /// <summary>Its format.</summary>
    public BundleType Type { get; init; } = BundleType.Zip;

    /// <summary>
    /// What to attach, asked once everything is packed: it gets the manifest and the packed contents. Null attaches nothing. Neither the manifest nor the
    /// revision's identity depends on it.
    /// </summary>
    public Func<RevisionManifest, PackedContents, IReadOnlyList<BundleAttachment>>? Attach { get; init; }
}
