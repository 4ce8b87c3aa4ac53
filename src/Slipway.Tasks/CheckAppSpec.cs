using Microsoft.Build.Framework;
using Slipway.Checks;
using Slipway.Checks.Contents;

namespace Slipway.Tasks;

/// <summary>The gate: every rule on the documents, the scripts and the exact list of what will be packed, before anything is packed.</summary>
[MSBuildMultiThreadableTask]
public sealed class CheckAppSpec : CheckingTask
{
    /// <summary>Full path of the publish output.</summary>
    [Required]
    public string PublishFolder { get; set; } = "";

    /// <summary>zip, tar or tgz.</summary>
    [Required]
    public string BundleType { get; set; } = "";

    /// <summary>Where the list of the revision is written.</summary>
    [Required]
    public string RevisionListFile { get; set; } = "";

    /// <summary>Whether the revision will be stored: then the store must answer.</summary>
    public bool StoresRevision { get; set; }

    /// <inheritdoc />
    protected override void Run(CancellationToken cancellation)
    {
        // What the later tasks would refuse is refused before anything is packed.
        _ = BundleTypes.Named(BundleType);
        _ = Destination;
        CheckStore(cancellation);

        var files = Compose(PublishedFiles.In(PublishFolder, Path.GetDirectoryName(RevisionListFile)!));
        Report(Check.Run(Request(RevisionContents.OfFiles(files)), cancellation));
        if (!Log.HasLoggedErrors) RevisionList.Write(RevisionListFile, files);
    }

    private void CheckStore(CancellationToken cancellation)
    {
        ValidateStore();
        if (!StoresRevision) return;
        using var store = OpenStore();
        store.CheckAsync(cancellation).GetAwaiter().GetResult();
    }
}
