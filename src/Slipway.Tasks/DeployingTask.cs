using Microsoft.Build.Framework;

namespace Slipway.Tasks;

/// <summary>A task that must know where the build deploys to.</summary>
public abstract class DeployingTask : SlipwayTask
{
    /// <summary>Name of the application, unless deploy.yml gives one.</summary>
    [Required]
    public string ApplicationName { get; set; } = "";

    /// <summary>Name of the deployment group.</summary>
    [Required]
    public string DeploymentGroup { get; set; } = "";

    /// <summary>Full path of deploy.yml; empty when the project has none.</summary>
    public string DeployFile { get; set; } = "";

    /// <summary>Full path of the folder whose <c>.slipway</c> is the group <c>local</c>.</summary>
    [Required]
    public string LocalGroupFolder { get; set; } = "";

    /// <summary>A folder, relative to the project's; empty for the user's local store.</summary>
    public string RevisionStore { get; set; } = "";

    private protected Destination Destination => Destination.Choose(DeploymentGroup, DeployFile, LocalGroupFolder, ApplicationName);

    private protected string StoreFolder => RevisionStores.FolderOf(RevisionStore, Path.GetDirectoryName(ProjectFile)!);
}
