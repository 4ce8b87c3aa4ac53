using Microsoft.Build.Framework;
using Slipway.Checks;
using Slipway.Checks.Contents;
using Slipway.Checks.Projects;
using Slipway.Checks.Provenance;
using Slipway.Checks.Resolving;
using Slipway.Git;
using Slipway.Revisions.Provenance;
using Slipway.Specifications;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Policies;
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

    /// <summary>The property <c>RevisionProvenance</c>: whether a statement of where the revision comes from is attached; empty: in a git checkout.</summary>
    public string Provenance { get; set; } = "";

    /// <summary>The property <c>RevisionSbom</c>: whether a bill of materials is attached.</summary>
    public bool Sbom { get; set; }

    /// <summary>The property <c>RevisionSigningKey</c>: the keys that sign the statement.</summary>
    public string SigningKey { get; set; } = "";

    /// <summary>Version of the .NET SDK, for the statement.</summary>
    public string SdkVersion { get; set; } = "";

    /// <summary>Where it is written what the packer attaches.</summary>
    [Required]
    public string AttachmentsFile { get; set; } = "";

    /// <summary>Whether the revision will be stored: then the store must answer.</summary>
    public bool StoresRevision { get; set; }

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
        _ = Destination;
        CheckStore(cancellation);

        AttachmentPlan.CheckKeys(SigningKey, ProjectFolder);

        // The checkout is looked at once: what the policy was held against is what the statement tells.
        CheckoutFacts? checkout = null;
        var files = Compose(PublishedFiles.In(PublishFolder, Path.GetDirectoryName(RevisionListFile)!));
        var request = Request(RevisionContents.OfFiles(files));
        var resolved = AppSpecPacking.Resolve(files, Inputs());
        Report(Check.Run(request with { Resolved = resolved, Checkout = policyFile => checkout = request.Checkout(policyFile) }, cancellation));
        if (Log.HasLoggedErrors) return;
        if (resolved is { Succeeded: false }) throw new SlipwayException(BuildErrors.NotResolved(resolved.FindingsIn(AppSpec!).First(finding => finding.Severity == Severity.Error)));
        AttachmentPlan.Of(Provenance, Sbom, SigningKey, ProjectFolder, () => Facts(checkout)).Write(AttachmentsFile);
        RevisionList.Write(RevisionListFile, AppSpecPacking.Write(resolved, files, ResolvedFolder));
        if (resolved is { Text: not null, Summary.Length: > 0 })
            Log.LogMessage(MessageImportance.High, "Resolved {0} ({1}) -> {2}", AppSpecFile, resolved.Summary, Path.Join(ResolvedFolder, "appspec.yml"));
    }

    private ProvenanceFacts Facts(CheckoutFacts? checkout)
    {
        if (checkout?.Changed is null) checkout = CheckoutReader.Read(ProjectFolder, CheckoutProvenance.Questions, Environment.GetEnvironmentVariable);
        return CheckoutProvenance.Of(checkout, BuildRun.Of(Environment.GetEnvironmentVariable), Destination.ApplicationName, SdkVersion.Length == 0 ? null : SdkVersion);
    }

    private void CheckStore(CancellationToken cancellation)
    {
        ValidateStore();
        if (!StoresRevision) return;
        using var store = OpenStore();
        store.CheckAsync(cancellation).GetAwaiter().GetResult();
    }

    private ResolvingInputs Inputs() => new()
    {
        Properties = PropertyValues.Of(AppSpecValues),
        Tokens = PlaceholderTokens.Parse(RuleProperties.FirstOrDefault(item => item.ItemSpec == PlaceholderTokens.Property)?.GetMetadata(PropertyValues.Value)),
        OtherNames = () => ProjectProperties.Names(ProjectFile),
    };
}
