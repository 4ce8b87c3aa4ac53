using Slipway.Revisions.Attachments;
using Slipway.Revisions.Manifest;
using Slipway.Revisions.Packing;
using Slipway.Revisions.Packing.Caching;
using Slipway.Specifications;

namespace Slipway.Revisions;

/// <summary>Packs a revision into a bundle that the CodeDeploy agent unpacks.</summary>
public static class RevisionPacker
{
    private const int OutputBuffer = 1 << 20;

    /// <summary>
    /// Packs <paramref name="files"/> into <paramref name="outputFile"/>, replacing it when everything is written. The bytes depend on
    /// paths, modes (0777) and contents only, not on the cache. A source is read once, a large one twice and held to be the same; the manifest is
    /// written into the bundle.
    /// </summary>
    /// <exception cref="SlipwayException">
    /// SLW0105, SLW0106: a special file, a name or link target that is not UTF-8; SLW0120: two sources for one path; SLW0121: a bad path;
    /// SLW0122: a source is missing or unreadable; SLW0123: a source changed meanwhile; SLW0124: the output cannot be written; SLW0125: nothing to pack;
    /// SLW0126: two names that are one on the instances' Windows; SLW0141 to SLW0146: what is to be attached cannot be, or a key does not sign.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled; an earlier output file is left as it was.</exception>
    public static Task<PackedRevision> PackAsync(IReadOnlyList<RevisionFile> files, string outputFile, PackOptions options, CancellationToken cancellation) =>
        // A thread of its own: it waits for the others, and the pool has as many as there are processors.
        Task.Factory.StartNew(
            () => Pack(files, Path.GetFullPath(outputFile), options, cancellation), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>The same with nothing but a format.</summary>
    public static Task<PackedRevision> PackAsync(IReadOnlyList<RevisionFile> files, string outputFile, BundleType type, CancellationToken cancellation) =>
        PackAsync(files, outputFile, new PackOptions { Type = type }, cancellation);

    private static PackedRevision Pack(IReadOnlyList<RevisionFile> files, string bundle, PackOptions options, CancellationToken cancellation)
    {
        var items = PackPlan.Of(files);
        if (items.Count == 0) throw RevisionErrors.NothingToPack(bundle);
        using var cache = options.CacheFolder is { } folder ? new PackCache(folder) : null;
        var memory = cache is null ? null : new SourceMemory(options.CacheFolder!, $"{options.Type} {options.Compression}", items);
        var run = new PackRun(items, options, cache, memory, cancellation);
        var temporary = Path.Join(Path.GetDirectoryName(bundle), $".slipway-{Path.GetRandomFileName()}");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(bundle)!);
            RevisionManifest manifest;
            long size;
            using (var output = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, OutputBuffer))
            {
                manifest = Write(items, run, output);
                size = output.Length;
            }

            run.Judge();
            if (options.Attach is { } attach)
            {
                AttachedFile.WriteInPlace(temporary, bundle, options.Type, attach(manifest, new(temporary, manifest)));
                size = new FileInfo(temporary).Length;
            }

            File.Move(temporary, bundle, overwrite: true);
            var warning = run.Remember();
            return new(bundle, options.Type, manifest, size) { Effort = run.Effort, CacheWarning = warning };
        }
        catch (Exception e)
        {
            if (File.Exists(temporary)) File.Delete(temporary);
            if (e is IOException or UnauthorizedAccessException) throw RevisionErrors.PackOutput(bundle, e.Message, e);
            throw;
        }
    }

    private static RevisionManifest Write(List<PackItem> items, PackRun run, FileStream output)
    {
        var type = run.Options.Type;
        using IBundleWriter writer = type == BundleType.Zip
            ? new ZipWriter(run, output) : new TarWriter(run, new TarOutput(output, gzip: type == BundleType.Tgz, deflate: run.Compresses));
        writer.AddAll(items);
        writer.Complete();
        var entries = items.ConvertAll(item => item.Entry);
        var text = ManifestText.Write(entries);
        writer.Finish(text);
        return new(entries, ManifestText.IdentityOf(text));
    }
}
