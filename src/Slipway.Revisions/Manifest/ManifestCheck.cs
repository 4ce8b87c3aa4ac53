using System.Runtime.InteropServices;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Manifest;

/// <summary>What was unpacked, to be held against the manifest once that is known; hashes are taken while the content is written.</summary>
internal sealed class ManifestCheck
{
    private readonly Dictionary<string, Unpacked> _unpacked = new(StringComparer.Ordinal);

    private readonly record struct Unpacked(FileKind Kind, int Mode, long Size, UInt128 HashHigh, UInt128 HashLow, string? Target);

    internal void AddFile(string path, int mode, long size, ReadOnlySpan<byte> sha256) => _unpacked[path] = File(mode, size, sha256);

    internal void AddLink(string path, string target) => _unpacked[path] = new(FileKind.Link, 0, 0, 0, 0, target);

    internal void AddDirectory(string path) => _unpacked[path] = new(FileKind.Directory, 0, 0, 0, 0, null);

    /// <summary>The first difference in words; null when there is none.</summary>
    internal string? FirstDifference(RevisionManifest manifest)
    {
        foreach (var entry in manifest.Entries)
        {
            if (!_unpacked.Remove(entry.Path, out var unpacked)) return $"'{RevisionErrors.Shown(entry.Path)}' is missing";
            if (unpacked != Expected(entry)) return $"'{RevisionErrors.Shown(entry.Path)}' is another";
        }

        return _unpacked.Count == 0 ? null : $"'{RevisionErrors.Shown(_unpacked.Keys.First())}' is not listed";
    }

    private static Unpacked Expected(RevisionEntry entry) => entry.Kind switch
    {
        FileKind.File => File(entry.Mode, entry.Size, Convert.FromHexString(entry.Sha256!)),
        FileKind.Link => new(FileKind.Link, 0, 0, 0, 0, entry.LinkTarget),
        _ => new(FileKind.Directory, 0, 0, 0, 0, null),
    };

    private static Unpacked File(int mode, long size, ReadOnlySpan<byte> sha256)
    {
        var halves = MemoryMarshal.Cast<byte, UInt128>(sha256);
        return new(FileKind.File, mode, size, halves[0], halves[1], null);
    }
}
