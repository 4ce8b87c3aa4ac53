using Microsoft.Build.Framework;
using Slipway.Specifications;
using Slipway.Specifications.Rules;

namespace Slipway.Tasks;

/// <summary>The gate: every rule on the appspec, the scripts and the exact list of what will be packed, before anything is packed.</summary>
[MSBuildMultiThreadableTask]
public sealed class CheckAppSpec : DeployingTask
{
    /// <summary>The appspec; empty when the project has none.</summary>
    public string AppSpecFile { get; set; } = "";

    /// <summary>Scripts, configuration and other files with <c>RevisionPath</c> metadata.</summary>
    public ITaskItem[] RevisionFiles { get; set; } = [];

    /// <summary>Those of them that are scripts, called by hooks if not hooks themselves.</summary>
    public ITaskItem[] ScriptFiles { get; set; } = [];

    /// <summary>Full path of the publish output.</summary>
    [Required]
    public string PublishFolder { get; set; } = "";

    /// <summary>Where the publish output stands in the revision.</summary>
    public string RevisionPublishFolder { get; set; } = "";

    /// <summary>zip, tar or tgz.</summary>
    [Required]
    public string BundleType { get; set; } = "";

    /// <summary>Rule profile: recommended, strict or none.</summary>
    public string Profile { get; set; } = "";

    /// <summary>Where the list of the revision is written.</summary>
    [Required]
    public string RevisionListFile { get; set; } = "";

    /// <inheritdoc />
    protected override void Run(CancellationToken cancellation)
    {
        var projectFolder = Path.GetDirectoryName(ProjectFile)!;

        // What the later tasks would refuse is refused before anything is packed.
        _ = BundleTypes.Named(BundleType);
        _ = (Destination, StoreFolder);

        var appSpec = AppSpecFile.Length == 0 ? null : Path.GetFullPath(AppSpecFile, projectFolder);
        if (appSpec is not null && !File.Exists(appSpec)) throw new SlipwayException(BuildErrors.AppSpecMissing(AppSpecFile));
        var published = PublishedFiles.In(PublishFolder, Path.GetDirectoryName(RevisionListFile)!);
        var files = RevisionLayout.Compose(projectFolder, appSpec, [.. RevisionFiles.Select(FileOf)], published, RevisionPublishFolder);

        var content = appSpec is null ? null : File.ReadAllBytes(appSpec);
        var findings = AppSpecCheck.Run(new RuleInputs
        {
            File = appSpec ?? ProjectFile,
            Content = content,
            NameInRevision = appSpec is null ? null : "appspec.yml",
            Revision = RevisionContent.Items(files),
            Scripts = RevisionContent.Scripts(files, ScriptFiles.Select(item => item.GetMetadata("FullPath")).ToHashSet(StringComparer.Ordinal), content),
        });
        foreach (var finding in RuleProfile.Apply(Profile, findings, content)) Log.Report(finding);
        if (!Log.HasLoggedErrors) RevisionList.Write(RevisionListFile, files);
    }

    private static ProjectFile FileOf(ITaskItem item)
    {
        var path = item.GetMetadata("FullPath");
        if (!File.Exists(path)) throw new SlipwayException(BuildErrors.FileMissing(item.ItemSpec));
        return new ProjectFile(item.ItemSpec, path, item.GetMetadata("RecursiveDir"), item.GetMetadata("RevisionPath"));
    }
}
