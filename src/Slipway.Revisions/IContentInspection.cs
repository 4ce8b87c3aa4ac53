namespace Slipway.Revisions;

/// <summary>Looks at what is packed and may refuse the bundle. A content once found clean under a path is not looked at again while the cache remembers it.</summary>
public interface IContentInspection
{
    /// <summary>Changes whenever the same content might be judged differently.</summary>
    string Version { get; }

    /// <summary>Bytes of the largest content that is looked into; of a larger one only the path is.</summary>
    long LargestContent { get; }

    /// <summary>Whether nothing is to be said of a content. Called from several threads at once.</summary>
    /// <param name="path">Its path in the revision.</param>
    /// <param name="content">All of it; empty where it is larger than <see cref="LargestContent"/>.</param>
    bool IsClean(string path, ReadOnlySpan<byte> content);

    /// <summary>Decides about the files that were not clean, in ordinal order of their paths, before the bundle is put into place. To refuse it, throw.</summary>
    void Judge(IReadOnlyList<RevisionFile> files);
}
