using Microsoft.Build.Framework;
using Slipway.Aws;
using Slipway.Revisions;
using Slipway.Specifications;

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

    /// <summary>A folder, relative to the project's, or <c>s3://bucket/prefix</c>; empty for the user's local store.</summary>
    public string RevisionStore { get; set; } = "";

    /// <summary>A key file, relative to the project's folder, or a KMS key; empty encrypts nothing.</summary>
    public string RevisionEncryptionKey { get; set; } = "";

    private protected Destination Destination => Destination.Choose(DeploymentGroup, DeployFile, LocalGroupFolder, ApplicationName);

    private string ProjectsFolder => Path.GetDirectoryName(ProjectFile)!;

    /// <summary>Opens the store; nothing is asked of it yet.</summary>
    /// <exception cref="SlipwayException">SLW0057, SLW015n, SLW06nn: the store or the key is none.</exception>
    private protected IRevisionStore OpenStore()
    {
        ValidateStore();
        return RevisionStores.Open(RevisionStore, RevisionEncryptionKey, ProjectsFolder);
    }

    /// <summary>Looks at the names of store and key, without network or credentials.</summary>
    /// <exception cref="SlipwayException">SLW0057, SLW015n, SLW0609: the store or the key is none.</exception>
    private protected void ValidateStore()
    {
        if (RevisionStore.Contains("://", StringComparison.Ordinal) && !RevisionStores.IsS3(RevisionStore)) throw new SlipwayException(BuildErrors.UnsupportedStore(RevisionStore));
        RevisionStores.Validate(RevisionStore, RevisionEncryptionKey, ProjectsFolder);
    }
}
