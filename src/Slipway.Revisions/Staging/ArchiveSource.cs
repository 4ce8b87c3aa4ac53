using Microsoft.Win32.SafeHandles;
using Slipway.Revisions.Objects;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Staging;

/// <summary>The files of an earlier deployment's archive, each verified while it is copied.</summary>
internal sealed class ArchiveSource(string archive, ArchiveContents contents) : IContentSource, IDisposable
{
    private readonly ArchiveFolders _folders = new(archive);

    public void Write(int index, SafeFileHandle file, byte[] buffer)
    {
        var entry = contents.Entries[index];
        using var source = Open(entry.Path) ?? throw RevisionErrors.ArchiveDamaged(archive, entry.Path);
        if (!VerifiedCopy.Run(source, file, entry.Size, contents.KeyOf(index).Content, buffer)) throw RevisionErrors.ArchiveDamaged(archive, entry.Path);
    }

    // The manifest holds the target itself.
    public void CheckLink(int index)
    {
    }

    public void Dispose() => _folders.Dispose();

    private SafeFileHandle? Open(string path)
    {
        try
        {
            lock (_folders)
            {
                return _folders.TryOpen(path, out var folder, out var name) && UnixFiles.TryStatus(folder, name, out var status) && status.Kind == FileKind.File
                    ? UnixFiles.OpenRead(folder, name)
                    : null;
            }
        }
        catch (UnixException)
        {
            return null;
        }
    }
}
