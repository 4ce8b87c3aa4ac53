using System.Diagnostics;
using Microsoft.Build.Framework;
using Slipway.Revisions;
using Slipway.Specifications;

namespace Slipway.Tasks;

/// <summary>Packs what the gate has checked into a bundle.</summary>
[MSBuildMultiThreadableTask]
public sealed class PackRevision : SlipwayTask
{
    /// <summary>The list that <see cref="CheckAppSpec"/> wrote.</summary>
    [Required]
    public string RevisionListFile { get; set; } = "";

    /// <summary>zip, tar or tgz.</summary>
    [Required]
    public string BundleType { get; set; } = "";

    /// <summary>Full path of the bundle.</summary>
    [Required]
    public string BundleFile { get; set; } = "";

    /// <summary>Optimal, Fastest or Store; empty for Optimal.</summary>
    public string Compression { get; set; } = "";

    /// <summary>Full path of the folder with what was packed before; empty for none.</summary>
    public string CacheFolder { get; set; } = "";

    /// <summary>What that folder is cut back to, as <c>500MB</c>; empty for the usual size.</summary>
    public string CacheSize { get; set; } = "";

    /// <summary>The property <c>SlipwayNormalizeLineEnds</c>: true replaces CR LF in scripts for Linux.</summary>
    public string NormalizeLineEnds { get; set; } = "";

    /// <summary>What <see cref="CheckAppSpec"/> wrote of what is attached.</summary>
    [Required]
    public string AttachmentsFile { get; set; } = "";

    /// <inheritdoc />
    protected override void Run(CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var lineEnds = string.Equals(NormalizeLineEnds, "true", StringComparison.OrdinalIgnoreCase) ? LineEnds.LfInScripts : LineEnds.AsTheyAre;
        var files = RevisionList.Read(RevisionListFile).Select(file => file with { LineEnds = lineEnds }).ToList();
        var options = new PackOptions
        {
            Type = BundleTypes.Named(BundleType),
            Compression = CompressionNamed(Compression),
            CacheFolder = CacheFolder.Length == 0 ? null : CacheFolder,
            Attach = AttachmentPlan.Read(AttachmentsFile),
            CacheSize = CacheSize.Length == 0 ? PackOptions.DefaultCacheSize : ByteSize.Parse(CacheSize) ?? throw new SlipwayException(BuildErrors.BadCacheSize(CacheSize)),
        };
        var packed = RevisionPacker.PackAsync(files, BundleFile, options, cancellation).GetAwaiter().GetResult();
        if (packed.CacheWarning is { } reason) Log.Warn(BuildErrors.CacheUnusable(CacheFolder, reason), ProjectFile);
        Log.LogMessage(MessageImportance.Normal, "Packed {0} files into {1} ({2} bytes, revision {3}).",
            packed.Manifest.Entries.Count, packed.BundleFile, packed.Size, packed.Manifest.Identity);
        Log.LogMessage(MessageImportance.Normal, "{0} files ({1} bytes) were read, {2} bytes compressed, {3} bytes taken from the cache, in {4} s.",
            packed.Effort.FilesRead, packed.Effort.BytesRead, packed.Effort.BytesCompressed, packed.Effort.BytesFromCache, Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 2));
    }

    private static RevisionCompression CompressionNamed(string name) => name.ToUpperInvariant() switch
    {
        "" or "OPTIMAL" => RevisionCompression.Optimal,
        "FASTEST" => RevisionCompression.Fastest,
        "STORE" => RevisionCompression.Store,
        _ => throw new SlipwayException(BuildErrors.UnknownCompression(name)),
    };
}
