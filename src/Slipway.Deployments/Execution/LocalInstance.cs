using Slipway.Deployments.History;
using Slipway.Instances;
using Slipway.Specifications.AppSpecs;

namespace Slipway.Deployments.Execution;

/// <summary>The one instance of a local group.</summary>
internal static class LocalInstance
{
    /// <summary>Its name.</summary>
    public const string Name = "local";

    /// <summary>How many revisions it keeps, the agent's default.</summary>
    public const int KeepRevisions = 5;

    /// <summary>The instance of a group; its state is kept by root, so that one group name with two roots never mixes them up.</summary>
    public static Instance Of(StateFolder state, DeploymentGroup group, AgentVersion agent, IReadOnlyDictionary<string, string>? inheritedEnvironment,
        TimeSpan lockWait, int keepRevisions = KeepRevisions)
    {
        var root = group.Root.TrimEnd('/');
        return new(new()
        {
            Name = Name,
            Root = root,
            StateFolder = state.OfInstance(Name, root),
            Environment = group.Environment,
            InheritedEnvironment = inheritedEnvironment,
            Agent = agent,
            LockWait = lockWait,
            KeepRevisions = keepRevisions,
        });
    }
}
