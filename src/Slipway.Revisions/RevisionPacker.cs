using System.Security.Cryptography;
using Slipway.Revisions.Attachments;
using Slipway.Revisions.Manifest;
using Slipway.Revisions.Packing;
using Slipway.Revisions.Unix;
using Slipway.Specifications;

namespace Slipway.Revisions;

/// <summary>Packs a revision into a bundle that the CodeDeploy agent unpacks.</summary>
public static class RevisionPacker
{
    private const int OutputBuffer = 1 << 20;

    /// <summary>
    /// Packs <paramref name="files"/> into <paramref name="outputFile"/>, replacing it when everything is written. The bytes depend on
    /// paths, modes (0777) and contents only. Every source is read once; the manifest is written into the bundle.
    /// </summary>
    /// <exception cref="SlipwayException">
    /// SLW0105, SLW0106: a special file, a name or link target that is not UTF-8; SLW0120: two sources for one path; SLW0121: a bad path;
    /// SLW0122: a source is missing or unreadable; SLW0123: a source changed meanwhile; SLW0124: the output cannot be written; SLW0125: nothing to pack;
    /// SLW0141 to SLW0146: what is to be attached cannot be, or a key does not sign.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled; an earlier output file is left as it was.</exception>
    public static Task<PackedRevision> PackAsync(IReadOnlyList<RevisionFile> files, string outputFile, PackOptions options, CancellationToken cancellation) =>
        Task.Run(() => Pack(files, Path.GetFullPath(outputFile), options, cancellation), cancellation);

    /// <summary>The same with nothing but a format.</summary>
    public static Task<PackedRevision> PackAsync(IReadOnlyList<RevisionFile> files, string outputFile, BundleType type, CancellationToken cancellation) =>
        PackAsync(files, outputFile, new PackOptions { Type = type }, cancellation);

    private static PackedRevision Pack(IReadOnlyList<RevisionFile> files, string bundle, PackOptions options, CancellationToken cancellation)
    {
        var items = PackPlan.Of(files);
        if (items.Count == 0) throw RevisionErrors.NothingToPack(bundle);
        var temporary = Path.Join(Path.GetDirectoryName(bundle), $".slipway-{Path.GetRandomFileName()}");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(bundle)!);
            RevisionManifest manifest;
            long size;
            using (var output = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, OutputBuffer))
            {
                manifest = Write(items, output, options.Type, cancellation);
                size = output.Length;
            }

            if (options.Attach is { } attach)
            {
                AttachedFile.WriteInPlace(temporary, bundle, options.Type, attach(manifest, new(temporary, manifest)));
                size = new FileInfo(temporary).Length;
            }

            File.Move(temporary, bundle, overwrite: true);
            return new(bundle, options.Type, manifest, size);
        }
        catch (Exception e)
        {
            if (File.Exists(temporary)) File.Delete(temporary);
            if (e is IOException or UnauthorizedAccessException) throw RevisionErrors.PackOutput(bundle, e.Message, e);
            throw;
        }
    }

    private static RevisionManifest Write(List<PackItem> items, FileStream output, BundleType type, CancellationToken cancellation)
    {
        using var gzip = type == BundleType.Tgz ? new GzipOutput(output) : null;
        using IBundleWriter writer = type == BundleType.Zip ? new ZipWriter(output) : new TarWriter((Stream?)gzip ?? output);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var entries = new List<RevisionEntry>(items.Count);
        foreach (var item in items)
        {
            cancellation.ThrowIfCancellationRequested();
            entries.Add(item.Kind switch
            {
                FileKind.Directory => AddDirectory(writer, item.File.Path),
                FileKind.Link => AddLink(writer, item.File),
                _ => AddFile(writer, item.File, hash, cancellation),
            });
        }

        var text = ManifestText.Write(entries);
        writer.Finish(text);
        return new(entries, ManifestText.IdentityOf(text));
    }

    private static RevisionEntry AddDirectory(IBundleWriter writer, string path)
    {
        writer.AddDirectory(path);
        return new(path, FileKind.Directory, ManifestText.DirectoryMode, 0, null, null);
    }

    private static RevisionEntry AddLink(IBundleWriter writer, RevisionFile file)
    {
        var target = SourceKind.LinkTarget(file.SourcePath);
        writer.AddLink(file.Path, target);
        return new(file.Path, FileKind.Link, ManifestText.LinkMode, 0, null, target);
    }

    private static RevisionEntry AddFile(IBundleWriter writer, RevisionFile file, IncrementalHash hash, CancellationToken cancellation)
    {
        using var source = new SourceFile(file, hash, cancellation);
        writer.AddFile(source);
        return source.Finish();
    }
}
