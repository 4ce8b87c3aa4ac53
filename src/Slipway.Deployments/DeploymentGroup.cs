using Slipway.Revisions.Signing;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments;

/// <summary>A deployment group (CodeDeploy's term). This slice knows groups of one local instance.</summary>
/// <param name="Name">Its name; key of the state and <c>DEPLOYMENT_GROUP_NAME</c>.</param>
/// <param name="Root">Sandbox root of the local instance; empty for the real one.</param>
/// <param name="RollsBackOnFailure">CodeDeploy's <c>autoRollbackConfiguration</c> with DEPLOYMENT_FAILURE: after a failed deployment the last successful
/// revision is started again, as a deployment of its own. The tree is restored in any case.</param>
public sealed record DeploymentGroup(string Name, string Root, bool RollsBackOnFailure)
{
    /// <summary>Variables of the instance.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the group stands behind a load balancer: then the traffic events are part of a deployment.</summary>
    public bool HasTrafficControl { get; init; }

    /// <summary>
    /// Its instances and how they are deployed to, as deploy.yml has them; null for the one local instance that <see cref="Root"/> and <see cref="Environment"/> describe.
    /// </summary>
    public DeploymentGroupDefinition? Definition { get; init; }

    /// <summary>Whose signature a revision must have to be deployed here; null takes unsigned ones too.</summary>
    public AllowedSigners? AllowedSigners { get; init; }
}
