namespace Slipway.Revisions;

/// <summary>How much time packing spends to make a bundle small. Every form is plain deflate, which every agent unpacks.</summary>
public enum RevisionCompression
{
    /// <summary>Within a few percent of the smallest, at a third of its time (zlib's level 5).</summary>
    Optimal,

    /// <summary>A quarter larger, three times faster (zlib's level 1).</summary>
    Fastest,

    /// <summary>Not compressed.</summary>
    Store,
}
