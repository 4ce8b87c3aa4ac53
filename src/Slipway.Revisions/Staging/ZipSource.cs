using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Slipway.Revisions.Manifest;
using Slipway.Revisions.Objects;
using Slipway.Revisions.Unix;
using Slipway.Revisions.Zip;

namespace Slipway.Revisions.Staging;

/// <summary>A zip with a manifest, of which single entries are read.</summary>
internal sealed class ZipSource : IContentSource
{
    private readonly string _bundle;
    private readonly ZipContent _content;
    private readonly List<ZipEntry> _entries;

    private ZipSource(string bundle, ZipContent content, List<ZipEntry> entries, ArchiveContents contents)
    {
        _bundle = bundle;
        _content = content;
        _entries = entries;
        Contents = contents;
    }

    internal ArchiveContents Contents { get; }

    /// <summary>
    /// Looks through the whole directory. Null when there is no manifest, or the directory does not list what the manifest lists, in the
    /// same order: then all of it is to be unpacked, which tells what is wrong.
    /// </summary>
    internal static ZipSource? Open(string bundle, SafeFileHandle zip, UnpackMeter meter, CancellationToken cancellation)
    {
        var directory = ZipDirectory.Find(bundle, zip);
        if (ZipManifest.Read(bundle, zip, directory) is not { } manifest || LeadingDirectory.WillGo(manifest)) return null;
        var reader = new ZipReader(bundle, zip, directory);
        var entries = reader.ReadEntries(entry =>
        {
            cancellation.ThrowIfCancellationRequested();
            meter.AddEntry();
            if (entry.Kind == FileKind.File) meter.AddBytes(entry.Size);
        });
        return Match(entries, manifest.Entries) ? new(bundle, new(bundle, zip, reader, cancellation), entries, new(manifest)) : null;
    }

    public void Write(int index, SafeFileHandle file, byte[] buffer)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            _content.Write(_entries[index], file, hash, buffer);
        }
        catch (InvalidDataException e)
        {
            throw RevisionErrors.Damaged(_bundle, "its deflated data is wrong", e);
        }

        if (ContentHash.Of(hash.GetHashAndReset()) != Contents.KeyOf(index).Content) throw Another(index);
    }

    public void CheckLink(int index)
    {
        try
        {
            if (_content.Target(_entries[index]) != Contents.Entries[index].LinkTarget) throw Another(index);
        }
        catch (InvalidDataException e)
        {
            throw RevisionErrors.Damaged(_bundle, "its deflated data is wrong", e);
        }
    }

    internal static bool Match(List<ZipEntry> entries, IReadOnlyList<RevisionEntry> listed)
    {
        if (entries.Count != listed.Count) return false;
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Path != listed[i].Path || entries[i].Kind != listed[i].Kind) return false;
            if (entries[i].Kind == FileKind.File && (entries[i].Mode != listed[i].Mode || entries[i].Size != listed[i].Size)) return false;

            // In order, so each path once.
            if (i > 0 && string.CompareOrdinal(listed[i - 1].Path, listed[i].Path) >= 0) return false;
        }

        return true;
    }

    private Specifications.SlipwayException Another(int index) =>
        RevisionErrors.ManifestMismatch(_bundle, $"'{RevisionErrors.Shown(Contents.Entries[index].Path)}' is another");
}
