using Slipway.Deployments.History;
using Slipway.Instances;
using Slipway.Specifications.AppSpecs;

namespace Slipway.Deployments.Execution;

/// <summary>The one instance of a local group.</summary>
internal static class LocalInstance
{
    /// <summary>Its name.</summary>
    public const string Name = "local";

    /// <summary>The instance of a group; its state is kept by root, so that one group name with two roots never mixes them up.</summary>
    public static Instance Of(StateFolder state, DeploymentGroup group, AgentVersion agent, IReadOnlyDictionary<string, string>? inheritedEnvironment, TimeSpan lockWait) => new(new()
    {
        Name = Name,
        Root = Path.TrimEndingDirectorySeparator(group.Root) is "/" ? "" : Path.TrimEndingDirectorySeparator(group.Root),
        StateFolder = state.OfInstance(Name, group.Root),
        Environment = group.Environment,
        InheritedEnvironment = inheritedEnvironment,
        Agent = agent,
        LockWait = lockWait,
    });

    /// <summary>The folder of a revision that the instance still keeps; null when retention removed it.</summary>
    public static string? RevisionOf(Instance instance, string deploymentId) => instance.FindRevision(deploymentId);
}
