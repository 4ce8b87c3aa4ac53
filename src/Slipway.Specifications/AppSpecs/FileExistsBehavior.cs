namespace Slipway.Specifications.AppSpecs;

/// <summary>What happens to a file that stands at the target and does not belong to the previous revision (CodeDeploy's names).</summary>
public enum FileExistsBehavior
{
    /// <summary>The deployment fails. The default.</summary>
    Disallow,

    /// <summary>The file is replaced (and kept aside, to come back when the revision goes).</summary>
    Overwrite,

    /// <summary>The file stays and the revision's is not copied.</summary>
    Retain,
}
