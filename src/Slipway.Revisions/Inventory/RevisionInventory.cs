using System.Security.Cryptography;
using Slipway.Revisions.Attachments;
using Slipway.Revisions.Manifest;
using Slipway.Revisions.Staging;
using Slipway.Revisions.Unix;
using Slipway.Specifications;

namespace Slipway.Revisions.Inventory;

/// <summary>What a revision holds, be it a bundle or a folder, without unpacking it.</summary>
/// <param name="Source">Full path of the bundle or folder.</param>
/// <param name="Type">The bundle's type; null for a folder.</param>
/// <param name="Size">Bytes of the bundle; of a folder, of its files.</param>
/// <param name="Manifest">Its entries. Made from the contents where the bundle carries none.</param>
/// <param name="HasManifest">Whether the bundle carries it.</param>
/// <param name="PackedSizes">Bytes in the bundle by path; empty where files have none of their own (folder, tgz).</param>
/// <param name="Attachments">What travels beside the revision.</param>
public sealed record RevisionInventory(
    string Source, BundleType? Type, long Size, RevisionManifest Manifest, bool HasManifest, IReadOnlyDictionary<string, long> PackedSizes,
    IReadOnlyList<BundleAttachment> Attachments)
{
    /// <summary>The appspec at the root as <c>slipway pack</c> stores it.</summary>
    public const string AppSpec = "appspec.yml";

    private static readonly string[] AppSpecs = [AppSpec, "appspec.yaml"];

    /// <summary>
    /// Lists a revision. A bundle with a manifest is believed (<see cref="RevisionVerification"/> verifies); one without, and a folder, are read whole.
    /// </summary>
    /// <exception cref="SlipwayException">SLW01nn: unreadable, no archive, damaged; or a folder that cannot be packed.</exception>
    public static RevisionInventory Of(string revision, CancellationToken cancellation)
    {
        var source = Path.GetFullPath(revision);
        return Directory.Exists(source) ? OfFolder(source, asPacked: true, cancellation) : OfBundle(source, cancellation);
    }

    /// <summary>The text of the appspec at the root; null when there is none, or one too large to show.</summary>
    /// <exception cref="SlipwayException">SLW01nn: it cannot be read.</exception>
    public byte[]? ReadAppSpec()
    {
        if (Type is not null)
        {
            var found = new PackedContents(Source, HasManifest ? Manifest : null).Read(path => AppSpecs.Contains(path[(path.IndexOf('/', StringComparison.Ordinal) + 1)..]));
            return found.OrderBy(f => f.Key.Length).ThenBy(f => f.Key, StringComparer.Ordinal).Select(f => f.Value).FirstOrDefault(f => f.Length <= 1 << 20);
        }

        var file = AppSpecs.Select(name => Path.Join(Source, name)).FirstOrDefault(File.Exists);
        return file is null || new FileInfo(file).Length > 1 << 20 ? null : File.ReadAllBytes(file);
    }

    private static RevisionInventory OfBundle(string bundle, CancellationToken cancellation)
    {
        var (type, manifest) = RevisionBundle.Read(bundle);
        var size = new FileInfo(bundle).Length;
        var attachments = manifest is null ? [] : AttachedFile.Read(bundle);
        var packed = new Dictionary<string, long>(StringComparer.Ordinal);
        if (manifest is not null)
        {
            if (type == BundleType.Zip) new BundleWalk(bundle, StagingLimits.Default, cancellation).Run(entry => packed[entry.Path] = entry.PackedSize);
            return new(bundle, type, size, manifest, true, packed, attachments);
        }

        var entries = new Dictionary<string, RevisionEntry>(StringComparer.Ordinal);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        new BundleWalk(bundle, StagingLimits.Default, cancellation).Run(entry =>
        {
            if (entry.PackedSize >= 0) packed[entry.Path] = entry.PackedSize;
            entries[entry.Path] = Entry(bundle, entry, hash, entries);
        });
        var prefix = LeadingDirectoryOf(entries.Keys);
        var stripped = entries.Values.Where(e => e.Path != prefix.TrimEnd('/')).Select(e => e with { Path = e.Path[prefix.Length..] }).ToList();
        return new(bundle, type, size, Canonical(stripped), false, packed.Where(p => p.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(p => p.Key[prefix.Length..], p => p.Value, StringComparer.Ordinal), attachments);
    }

    private static RevisionEntry Entry(string bundle, BundleEntry entry, IncrementalHash hash, Dictionary<string, RevisionEntry> earlier)
    {
        if (entry.SameAs is { } same)
            return earlier.TryGetValue(same, out var target) ? target with { Path = entry.Path }
                : throw RevisionErrors.Damaged(bundle, $"a hard link leads to '{RevisionErrors.Shown(same)}', which is not before it in the archive");
        if (entry.Kind != FileKind.File)
            return new(entry.Path, entry.Kind, entry.Kind == FileKind.Link ? ManifestText.LinkMode : ManifestText.DirectoryMode, 0, null, entry.LinkTarget);
        entry.Read(hash.AppendData);
        return new(entry.Path, FileKind.File, entry.Mode, entry.Size, Convert.ToHexStringLower(hash.GetHashAndReset()), null);
    }

    /// <summary>Lists a folder; with the appspec under the name that packing gives it, or as it is.</summary>
    internal static RevisionInventory OfFolder(string folder, bool asPacked, CancellationToken cancellation)
    {
        var files = RevisionGathering.FromFolder(folder);
        var isRenamed = asPacked && !files.Any(f => f.Path == AppSpec);
        var entries = new List<RevisionEntry>(files.Count);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[128 * 1024];
        foreach (var file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            var path = isRenamed && file.Path == AppSpecs[1] ? AppSpec : file.Path;
            entries.Add(FolderFile.Entry(file with { Path = path }, hash, buffer, cancellation));
        }

        return new(folder, null, entries.Sum(e => e.Size), Canonical(entries), false, new Dictionary<string, long>(), []);
    }

    /// <summary>A manifest as packing makes it: in order, and directories only where they are empty.</summary>
    private static RevisionManifest Canonical(IReadOnlyList<RevisionEntry> entries)
    {
        var parents = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            for (var slash = entry.Path.LastIndexOf('/'); slash > 0 && parents.Add(entry.Path[..slash]); slash = entry.Path.LastIndexOf('/', slash - 1))
            {
            }
        }

        return ManifestText.ManifestOf([.. entries.Where(e => e.Kind != FileKind.Directory || !parents.Contains(e.Path)).OrderBy(e => e.Path, StringComparer.Ordinal)]);
    }

    /// <summary>The only top folder, with its slash, when an appspec stands in it: staging strips it too.</summary>
    private static string LeadingDirectoryOf(IEnumerable<string> paths)
    {
        string? top = null;
        var hasAppSpec = false;
        foreach (var path in paths)
        {
            var slash = path.IndexOf('/', StringComparison.Ordinal);
            var first = slash < 0 ? path : path[..slash];
            if (top is not null && first != top) return "";
            top = first;
            var name = slash < 0 ? "" : path[(slash + 1)..].Split('/')[0];
            hasAppSpec |= name.Contains("appspec", StringComparison.OrdinalIgnoreCase);
        }

        return top is not null && hasAppSpec ? top + "/" : "";
    }
}
