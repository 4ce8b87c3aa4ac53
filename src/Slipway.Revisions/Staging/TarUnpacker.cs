using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using Slipway.Revisions.Manifest;
using Slipway.Revisions.Objects;
using Slipway.Revisions.Tar;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Staging;

/// <summary>Unpacks a tar as the agent's <c>tar -xpsf</c> does: modes and times are kept, and owners when we are root.</summary>
/// <param name="bundle">The archive, for messages.</param>
/// <param name="tree">Where it goes.</param>
/// <param name="meter">Counts what comes out.</param>
/// <param name="cancellation">Ends it.</param>
/// <param name="contents">What its manifest lists, when that is known already: then files are hard links to objects where the store has them.</param>
/// <param name="objects">The store.</param>
internal sealed class TarUnpacker(
    string bundle, StagingTree tree, UnpackMeter meter, CancellationToken cancellation, ArchiveContents? contents = null, ObjectStore? objects = null)
{
    private const int OwnerMayRead = 0x100;

    private readonly TarOwners? _owners = UnixFiles.EffectiveUser == 0 ? new() : null;
    private ManifestCheck? _check;

    internal long Files { get; private set; }

    /// <summary>Unpacks everything and, when the archive announces a manifest, verifies the content against it.</summary>
    internal RevisionManifest? Unpack(FileStream file, bool gzip)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
        try
        {
            using var source = new BufferedStream(gzip ? new GZipStream(new GzipInput(file), CompressionMode.Decompress) : file, 128 * 1024);
            var tar = new TarReader(source, bundle);
            while (tar.Next() is { } entry)
            {
                cancellation.ThrowIfCancellationRequested();
                if (_check is null && tar.Comment == TarManifest.Announcement) _check = new();
                meter.AddEntry();
                Unpack(tar, entry, buffer);
            }

            var manifest = Verify(tar);
            Drain(source, buffer, gzip);
            return manifest;
        }
        catch (InvalidDataException e)
        {
            throw RevisionErrors.Damaged(bundle, "its gzip data is wrong", e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private RevisionManifest? Verify(TarReader tar)
    {
        if (_check is null && tar.Comment == TarManifest.Announcement) _check = new();
        if (_check is null) return null;
        var manifest = TarManifest.Read(tar) ?? throw RevisionErrors.Damaged(bundle, "the manifest that it announces is missing");
        return _check.FirstDifference(manifest) is { } difference ? throw RevisionErrors.ManifestMismatch(bundle, difference) : manifest;
    }

    private void Drain(Stream source, byte[] buffer, bool gzip)
    {
        var isWhole = GzipInput.EndsWithMark(source, buffer, read =>
        {
            cancellation.ThrowIfCancellationRequested();
            meter.Skip(read);
        });
        if (gzip && !isWhole) throw RevisionErrors.Damaged(bundle, "its gzip data is cut off");
    }

    private void Unpack(TarReader tar, TarEntry entry, byte[] buffer)
    {
        var path = BundlePath.Clean(bundle, entry.Name);
        if (path.Length == 0 && entry.Type == TarEntryType.Directory) return;
        if (path.Length == 0) throw RevisionErrors.BadPath(bundle, "", "has no name");
        switch (entry.Type)
        {
            case TarEntryType.File:
                UnpackFile(tar, entry, path, buffer);
                break;
            case TarEntryType.Directory:
                tree.MakeDirectory(path);
                _check?.AddDirectory(path);
                return;
            case TarEntryType.Link:
                UnpackLink(path, BundlePath.Decode(bundle, entry.LinkName));
                break;
            case TarEntryType.HardLink:
                CopyHardLink(path, BundlePath.Clean(bundle, entry.LinkName));
                break;
            case var type:
                throw RevisionErrors.SpecialFile(bundle, path, type == TarEntryType.Fifo ? "FIFO" : "device");
        }

        Files++;
    }

    private void UnpackFile(TarReader tar, TarEntry entry, string path, byte[] buffer)
    {
        var listed = contents?.Find(path) ?? -1;
        if (listed >= 0 && TryLink(listed, entry, path)) return;
        using var file = tree.CreateFile(path);
        using var hash = _check is null ? null : IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long offset = 0;
        while (tar.Read(buffer) is > 0 and var read)
        {
            cancellation.ThrowIfCancellationRequested();
            meter.AddBytes(read);
            hash?.AppendData(buffer, 0, read);
            RandomAccess.Write(file, buffer.AsSpan(0, read), offset);
            offset += read;
        }

        if (hash is not null) _check!.AddFile(path, entry.Mode, offset, hash.GetHashAndReset());
        if (listed >= 0)
        {
            contents!.MarkFresh(listed);
            SharedStaging.Finish(file, entry.Mode);
            return;
        }

        // The owner first: changing it takes setuid and setgid away.
        if (_owners is not null && _owners.Of(entry) is var (user, group) && (user, group) != (0, 0)) UnixFiles.ChangeOwner(file, user, group);
        UnixFiles.ChangeMode(file, entry.Mode);
        UnixFiles.SetModified(file, entry.Modified);
    }

    /// <summary>A hard link to the object, whose content is the one that the manifest lists; what the archive holds is skipped.</summary>
    private bool TryLink(int listed, TarEntry entry, string path)
    {
        var key = contents!.KeyOf(listed);
        if (objects is null || contents.IsTwin(listed) || entry.Mode != key.Mode || entry.Size != contents.Entries[listed].Size) return false;
        if (!tree.Make(path, (folder, name) => objects.TryLink(key, entry.Size, folder, name))) return false;
        meter.AddBytes(entry.Size);
        _check?.AddFile(path, entry.Mode, entry.Size, Convert.FromHexString(contents.Entries[listed].Sha256!));
        return true;
    }

    private void UnpackLink(string path, string target)
    {
        if (target.Length == 0 || target.Contains('\0', StringComparison.Ordinal))
            throw RevisionErrors.Damaged(bundle, $"the link '{RevisionErrors.Shown(path)}' has no valid target");
        tree.MakeLink(path, target);
        _check?.AddLink(path, target);
    }

    /// <summary>A file of its own: the installed files must not share their content, mode and owner, and the agent's installer parts them too.</summary>
    private void CopyHardLink(string path, string target)
    {
        var directory = tree.Find(target, out var name, out var status);
        if (path == target) return;
        if (status.Kind == FileKind.Link)
        {
            UnpackLink(path, UnixFiles.ReadLink(directory, name));
            return;
        }

        if (status.Kind != FileKind.File) throw RevisionErrors.BadPath(bundle, path, $"is a hard link to the directory '{RevisionErrors.Shown(target)}'");
        meter.AddBytes(status.Size);

        // What the archive made unreadable its owner may make readable for a moment.
        var readable = (status.Mode & OwnerMayRead) != 0;
        if (!readable) UnixFiles.ChangeMode(directory, name, status.Mode | OwnerMayRead);
        using var source = UnixFiles.OpenRead(directory, name);
        if (!readable) UnixFiles.ChangeMode(source, status.Mode);
        using var file = tree.CreateFile(path);
        UnixFiles.Copy(source, file);
        if (_owners is not null) UnixFiles.ChangeOwner(file, status.User, status.Group);
        UnixFiles.ChangeMode(file, status.Mode);
        UnixFiles.SetModified(file, status.Modified);
    }
}
