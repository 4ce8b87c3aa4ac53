using Slipway.Revisions.Attachments;

namespace Slipway.Revisions;

/// <summary>How a bundle is packed.</summary>
public sealed record PackOptions
{
    /// <summary>The size to which a cache folder is held unless another one is set: 1 GB.</summary>
    public const long DefaultCacheSize = 1_000_000_000;

    /// <summary>Its format.</summary>
    public BundleType Type { get; init; } = BundleType.Zip;

    /// <summary>How hard it is compressed; without meaning for a plain tar.</summary>
    public RevisionCompression Compression { get; init; }

    /// <summary>
    /// Full path of the folder with what was packed before; null for none. It may be shared by any number of packs at once, and deleted at any
    /// time: the bundle is the same to the byte with it, without it, and whatever state it is in.
    /// </summary>
    public string? CacheFolder { get; init; }

    /// <summary>Bytes that the cache folder is cut back to, the longest unused content first.</summary>
    public long CacheSize { get; init; } = DefaultCacheSize;

    /// <summary>Looks at every content before the bundle is put into place; null for none.</summary>
    public IContentInspection? Inspection { get; init; }

    /// <summary>The clock that tells whether a file is old enough for its times to be believed.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// What to attach, asked once everything is packed: it gets the manifest and the packed contents. Null attaches nothing. Neither the manifest nor the
    /// revision's identity depends on it.
    /// </summary>
    public Func<RevisionManifest, PackedContents, IReadOnlyList<BundleAttachment>>? Attach { get; init; }
}
