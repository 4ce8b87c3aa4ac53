using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Slipway.Revisions.Manifest;
using Slipway.Revisions.Unix;
using Slipway.Revisions.Zip;

namespace Slipway.Revisions.Staging;

/// <summary>Unpacks a zip as the agent's <c>unzip -qo</c> does: Unix modes and times are kept, owners are ours.</summary>
internal sealed class ZipUnpacker(string bundle, SafeFileHandle zip, StagingTree tree, UnpackMeter meter, CancellationToken cancellation)
{
    internal long Files { get; private set; }

    /// <summary>Looks through the whole directory, then unpacks and, when the archive carries a manifest, verifies the content against it.</summary>
    internal RevisionManifest? Unpack()
    {
        var directory = ZipDirectory.Find(bundle, zip);
        var manifest = ZipManifest.Read(bundle, zip, directory);
        var check = manifest is null ? null : new ManifestCheck();
        var reader = new ZipReader(bundle, zip, directory);
        var entries = reader.ReadEntries(entry =>
        {
            cancellation.ThrowIfCancellationRequested();
            meter.AddEntry();

            // What an entry claims is counted before anything is written; more than it claims never comes out.
            if (entry.Kind == FileKind.File) meter.AddBytes(entry.Size);
        });
        var content = new ZipContent(bundle, zip, reader, cancellation);
        var buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
        try
        {
            foreach (var entry in entries) Unpack(content, entry, check, buffer);
        }
        catch (InvalidDataException e)
        {
            throw RevisionErrors.Damaged(bundle, "its deflated data is wrong", e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return check?.FirstDifference(manifest!) is { } difference ? throw RevisionErrors.ManifestMismatch(bundle, difference) : manifest;
    }

    private void Unpack(ZipContent content, ZipEntry entry, ManifestCheck? check, byte[] buffer)
    {
        cancellation.ThrowIfCancellationRequested();
        if (entry.Path.Length == 0) return;
        switch (entry.Kind)
        {
            case FileKind.Directory:
                tree.MakeDirectory(entry.Path);
                check?.AddDirectory(entry.Path);
                return;
            case FileKind.Link:
                UnpackLink(content, entry, check);
                break;
            default:
                UnpackFile(content, entry, check, buffer);
                break;
        }

        Files++;
    }

    private void UnpackFile(ZipContent content, ZipEntry entry, ManifestCheck? check, byte[] buffer)
    {
        using var hash = check is null ? null : IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var file = tree.CreateFile(entry.Path);
        content.Write(entry, file, hash, buffer);
        UnixFiles.ChangeMode(file, entry.Mode);
        UnixFiles.SetModified(file, entry.Modified);
        if (hash is not null) check!.AddFile(entry.Path, entry.Mode, entry.Size, hash.GetHashAndReset());
    }

    private void UnpackLink(ZipContent content, ZipEntry entry, ManifestCheck? check)
    {
        var text = content.Target(entry);
        tree.MakeLink(entry.Path, text);
        check?.AddLink(entry.Path, text);
    }
}
