using Microsoft.Win32.SafeHandles;

namespace Slipway.Revisions.Staging;

/// <summary>Where the content of files comes from that an object store lacks. Used by two threads.</summary>
internal interface IContentSource
{
    /// <summary>Moves a whole file, verified and with its rights, to its place; false where the source has none.</summary>
    bool TryPlace(int index, Unix.DirectoryHandle folder, string name) => false;

    /// <summary>Writes the content of a file, verified against the manifest.</summary>
    /// <param name="index">Its entry in the manifest.</param>
    /// <param name="file">An empty file.</param>
    /// <param name="buffer">Any room.</param>
    /// <exception cref="Specifications.SlipwayException">It is not what the manifest says.</exception>
    void Write(int index, SafeFileHandle file, byte[] buffer);

    /// <summary>Checks that a link is the one that the manifest lists.</summary>
    /// <exception cref="Specifications.SlipwayException">It is another.</exception>
    void CheckLink(int index);
}
