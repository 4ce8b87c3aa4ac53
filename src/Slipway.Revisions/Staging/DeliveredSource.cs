using Microsoft.Win32.SafeHandles;
using Slipway.Revisions.Delivery;
using Slipway.Revisions.Objects;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Staging;

/// <summary>The contents of a delivered revision that are no objects yet: moved where they stand once, else copied. Objects that cannot be linked (twins, full inodes) are copied, too.</summary>
internal sealed class DeliveredSource : IContentSource
{
    private readonly string _delivered;
    private readonly ArchiveContents _contents;
    private readonly ObjectStore _objects;
    private readonly DeliveredContents? _sent;

    internal DeliveredSource(string delivered, ArchiveContents contents, ObjectStore objects, DeliveredContents? sent) =>
        (_delivered, _contents, _objects, _sent) = (delivered, contents, objects, sent);

    // A content that stands in several files stays until all have their copy.
    public bool TryPlace(int index, DirectoryHandle folder, string name) =>
        _sent is not null && !_contents.IsShared(index) && _sent.TryMove(_contents.KeyOf(index), folder, name);

    public void Write(int index, SafeFileHandle file, byte[] buffer)
    {
        var entry = _contents.Entries[index];
        var content = _contents.KeyOf(index).Content;
        using var source = Open(index) ?? throw RevisionErrors.NotDelivered(_delivered, entry.Path);
        if (!VerifiedCopy.Run(source, file, entry.Size, content, buffer)) throw RevisionErrors.NotDelivered(_delivered, entry.Path);
    }

    // The manifest holds the target itself.
    public void CheckLink(int index)
    {
    }

    private SafeFileHandle? Open(int index)
    {
        var key = _contents.KeyOf(index);
        if ((_sent?.TryOpen(key) ?? _objects.TryOpen(key)) is { } own) return own;
        if (_sent is null || !_contents.IsShared(index)) return null;

        // Sent once, for another mode.
        for (var i = 0; i < _contents.Entries.Count; i++)
        {
            if (_contents.IsFile(i) && _contents.KeyOf(i) is var other && other.Content == key.Content && (_sent?.TryOpen(other) ?? _objects.TryOpen(other)) is { } found) return found;
        }

        return null;
    }
}
