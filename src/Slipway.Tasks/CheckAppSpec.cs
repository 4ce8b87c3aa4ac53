using Microsoft.Build.Framework;
using Slipway.Checks;
using Slipway.Checks.Contents;
using Slipway.Checks.Projects;
using Slipway.Checks.Resolving;
using Slipway.Specifications;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Resolving;

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

    /// <summary>The values of the properties that the appspec names: an item a property, with its <c>Value</c>.</summary>
    public ITaskItem[] AppSpecValues { get; set; } = [];

    /// <summary>The folder for the resolved appspec and what is packed with it; nothing else stands there.</summary>
    [Required]
    public string ResolvedFolder { get; set; } = "";

    /// <inheritdoc />
    protected override void Run(CancellationToken cancellation)
    {
        // What the later tasks would refuse is refused before anything is packed.
        _ = BundleTypes.Named(BundleType);
        _ = (Destination, StoreFolder);

        var files = Compose(PublishedFiles.In(PublishFolder, Path.GetDirectoryName(RevisionListFile)!));
        var resolved = AppSpecPacking.Resolve(files, Inputs());
        Report(Check.Run(Request(RevisionContents.OfFiles(files)) with { Resolved = resolved }, cancellation));
        if (Log.HasLoggedErrors) return;
        if (resolved is { Succeeded: false }) throw new SlipwayException(BuildErrors.NotResolved(resolved.FindingsIn(AppSpec!).First(finding => finding.Severity == Severity.Error)));
        RevisionList.Write(RevisionListFile, AppSpecPacking.Write(resolved, files, ResolvedFolder));
        if (resolved is { Text: not null, Summary.Length: > 0 })
            Log.LogMessage(MessageImportance.High, "Resolved {0} ({1}) -> {2}", AppSpecFile, resolved.Summary, Path.Join(ResolvedFolder, "appspec.yml"));
    }

    private ResolvingInputs Inputs() => new()
    {
        Properties = PropertyValues.Of(AppSpecValues),
        Tokens = PlaceholderTokens.Parse(RuleProperties.FirstOrDefault(item => item.ItemSpec == PlaceholderTokens.Property)?.GetMetadata(PropertyValues.Value)),
        OtherNames = () => ProjectProperties.Names(ProjectFile),
    };
}
