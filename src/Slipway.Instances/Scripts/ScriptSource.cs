using Slipway.Instances.State;
using Slipway.Revisions.Objects;
using Slipway.Specifications.AppSpecs;

namespace Slipway.Instances.Scripts;

/// <summary>A staged revision with its appspec: where scripts come from.</summary>
/// <param name="DeploymentId">The deployment that brought it.</param>
/// <param name="Folder">Its root folder.</param>
/// <param name="AppSpecFile">Its appspec, as errors name it.</param>
/// <param name="AppSpec">What the appspec says.</param>
internal sealed record ScriptSource(string DeploymentId, string Folder, string AppSpecFile, ServerAppSpec AppSpec)
{
    /// <summary>What the folder holds by hash; null when that is not known, or not yet needed.</summary>
    internal ArchiveContents? Contents { get; init; }

    /// <summary>The revision of an earlier deployment, read with its own appspec and its own agent; null, with a warning, when it is no longer there.</summary>
    internal static ScriptSource? InPlace(GroupFolder group, string? deploymentId, Action<string> warn)
    {
        if (deploymentId is null) return null;
        var deployment = group.Deployment(deploymentId);
        if (RevisionFacts.Read(deployment.RevisionFacts) is not { } facts) return Gone(deploymentId, deployment.Revision, warn);
        var folder = Path.GetFullPath(Path.Combine(deployment.Path, facts.Folder));
        var file = Path.Combine(folder, facts.AppSpecFile);
        if (!File.Exists(file)) return Gone(deploymentId, folder, warn);
        var agent = Enum.TryParse<AgentVersion>(facts.Agent, out var known) ? known : AgentVersion.Agent18;
        var reading = AppSpecReader.Read(File.ReadAllBytes(file), agent, HostPlatform.Linux);
        if (reading.AppSpec is { } appSpec) return new(deploymentId, folder, file, appSpec);
        warn($"The appspec of the revision in place ({file}) can no longer be read, so its scripts are skipped: {reading.Message}");
        return null;
    }

    private static ScriptSource? Gone(string deploymentId, string folder, Action<string> warn)
    {
        warn($"The folder of the revision in place ({deploymentId}) is gone, so its scripts are skipped: {folder}");
        return null;
    }
}
