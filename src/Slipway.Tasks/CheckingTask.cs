using Microsoft.Build.Framework;
using Slipway.Checks;
using Slipway.Checks.Contents;
using Slipway.Checks.CSharp;
using Slipway.Checks.Projects;
using Slipway.Revisions;
using Slipway.Specifications;
using Slipway.Specifications.Findings;

namespace Slipway.Tasks;

/// <summary>A task that looks at the project with the rules.</summary>
public abstract class CheckingTask : DeployingTask
{
    /// <summary>The appspec; empty when the project has none.</summary>
    public string AppSpecFile { get; set; } = "";

    /// <summary>The branch policy; empty for the one at the root of the git checkout.</summary>
    public string BranchPolicyFile { get; set; } = "";

    /// <summary>Scripts, configuration and other files with <c>RevisionPath</c> metadata.</summary>
    public ITaskItem[] RevisionFiles { get; set; } = [];

    /// <summary>Those of them that are scripts, called by hooks if not hooks themselves.</summary>
    public ITaskItem[] ScriptFiles { get; set; } = [];

    /// <summary>Where the publish output stands in the revision.</summary>
    public string RevisionPublishFolder { get; set; } = "";

    /// <summary>Rule profile: recommended, strict or none.</summary>
    public string Profile { get; set; } = "";

    /// <summary>The property of the same name.</summary>
    public string NoWarn { get; set; } = "";

    /// <summary>The property of the same name.</summary>
    public string WarningsAsErrors { get; set; } = "";

    /// <summary>The property of the same name.</summary>
    public string WarningsNotAsErrors { get; set; } = "";

    /// <summary>The property of the same name.</summary>
    public string TreatWarningsAsErrors { get; set; } = "";

    /// <summary>Properties that rules look at: an item a property, with its <c>Value</c>.</summary>
    public ITaskItem[] RuleProperties { get; set; } = [];

    /// <summary>The property <c>SlipwayAllowedSecrets</c>: a file of fingerprints.</summary>
    public string AllowedSecrets { get; set; } = "";

    /// <summary>The property <c>SlipwayShellCheck</c>: false leaves out the program shellcheck.</summary>
    public string ShellCheck { get; set; } = "";

    /// <summary>The project's globalconfig files; those called <c>.globalconfig</c> are found without it.</summary>
    public ITaskItem[] GlobalConfigs { get; set; } = [];

    /// <summary>The folder of the SDK's compiler targets, beside which its compiler stands.</summary>
    public string RoslynTargetsPath { get; set; } = "";

    private protected string ProjectFolder => Path.GetDirectoryName(ProjectFile)!;

    private protected string? AppSpec => AppSpecFile.Length == 0 ? null : Path.GetFullPath(AppSpecFile, ProjectFolder);

    /// <summary>The files of the revision: the project's and those of the publish output.</summary>
    private protected IReadOnlyList<RevisionFile> Compose(IReadOnlyList<RevisionFile> published) =>
        RevisionLayout.Compose(ProjectFolder, AppSpec, [.. RevisionFiles.Select(FileOf)], published, RevisionPublishFolder);

    /// <summary>What the rules are to look at.</summary>
    /// <param name="revision">What is in the revision, or will be.</param>
    /// <exception cref="SlipwayException">SLW0063, SLW0066.</exception>
    private protected CheckRequest Request(RevisionContents revision)
    {
        if (AppSpec is { } file && !File.Exists(file)) throw new SlipwayException(BuildErrors.AppSpecMissing(AppSpecFile));
        var scripts = ScriptFiles.Select(item => item.GetMetadata("FullPath")).ToHashSet(StringComparer.Ordinal);
        return new CheckRequest
        {
            Subject = ProjectFile,
            IsResolvedAtPacking = true,
            Documents = [.. Documents()],
            Revision = revision,
            ScriptRoot = ProjectFolder,
            Scripts = revision.Paths.Where(path => scripts.Contains(revision.SourceOf(path)!)).ToHashSet(StringComparer.Ordinal),
            Severities = new SeveritySettings
            {
                Profile = RuleProfiles.Named(Profile) ?? throw new SlipwayException(BuildErrors.UnknownProfile(Profile)),
                NoWarn = SeveritySettings.Ids(NoWarn),
                WarningsAsErrors = SeveritySettings.Ids(WarningsAsErrors),
                WarningsNotAsErrors = SeveritySettings.Ids(WarningsNotAsErrors),
                TreatWarningsAsErrors = IsTrue(TreatWarningsAsErrors),
            },
            AllowedSecrets = AllowedSecrets.Length == 0 ? null : Path.GetFullPath(AllowedSecrets, ProjectFolder),
            GlobalConfigs = [.. GlobalConfigs.Select(item => item.GetMetadata("FullPath"))],
            Properties = RuleProperties.ToDictionary(item => item.ItemSpec, item => item.GetMetadata("Value"), StringComparer.OrdinalIgnoreCase),
            ShellCheck = !string.Equals(ShellCheck, "false", StringComparison.OrdinalIgnoreCase),
            CompilerFolders = () => [.. RoslynTargetsPath.Length == 0 ? [] : new[] { Path.Join(RoslynTargetsPath, "bincore") }, .. SdkCompiler.Installed(Environment.GetEnvironmentVariable)],
        };
    }

    private protected void Report(CheckResult result)
    {
        foreach (var finding in result.Findings) Log.Report(finding);
        foreach (var note in result.Notes) Log.LogMessage(MessageImportance.High, "{0}", note.Rule is null ? note.Reason : $"{note.Rule} did not run: {note.Reason}");
    }

    private IEnumerable<CheckedDocument> Documents()
    {
        if (AppSpec is { } appSpec) yield return new CheckedDocument(appSpec, "appspec.yml");
        if (DeployFile.Length > 0 && File.Exists(DeployFile)) yield return new CheckedDocument(DeployFile);
        var policy = BranchPolicyFile.Length > 0 ? Path.GetFullPath(BranchPolicyFile, ProjectFolder) : Checks.Projects.ProjectFolder.BranchPolicy(ProjectFolder);
        if (policy is not null && File.Exists(policy)) yield return new CheckedDocument(policy);
    }

    private static ProjectFile FileOf(ITaskItem item)
    {
        var path = item.GetMetadata("FullPath");
        if (!File.Exists(path)) throw new SlipwayException(LayoutErrors.FileMissing(item.ItemSpec));
        return new ProjectFile(item.ItemSpec, path, item.GetMetadata("RecursiveDir"), item.GetMetadata("RevisionPath"));
    }

    private static bool IsTrue(string value) => string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);
}
