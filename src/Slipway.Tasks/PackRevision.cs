using Microsoft.Build.Framework;
using Slipway.Revisions;

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

    /// <summary>What <see cref="CheckAppSpec"/> wrote of what is attached.</summary>
    [Required]
    public string AttachmentsFile { get; set; } = "";

    /// <inheritdoc />
    protected override void Run(CancellationToken cancellation)
    {
        var files = RevisionList.Read(RevisionListFile);
        var options = new PackOptions { Type = BundleTypes.Named(BundleType), Attach = AttachmentPlan.Read(AttachmentsFile) };
        var packed = RevisionPacker.PackAsync(files, BundleFile, options, cancellation).GetAwaiter().GetResult();
        Log.LogMessage(MessageImportance.Normal, "Packed {0} files into {1} ({2} bytes, revision {3}).",
            packed.Manifest.Entries.Count, packed.BundleFile, packed.Size, packed.Manifest.Identity);
    }
}
