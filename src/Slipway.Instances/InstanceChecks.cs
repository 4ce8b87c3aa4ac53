using Slipway.Revisions.Unix;

namespace Slipway.Instances;

/// <summary>Refuses settings and requests that cannot be carried out.</summary>
internal static class InstanceChecks
{
    /// <exception cref="Specifications.SlipwayException">SLW0200, SLW0209.</exception>
    internal static void Settings(InstanceSettings settings)
    {
        if (!UnixFiles.IsSupported)
        {
            throw InstanceErrors.Of("SLW0200",
                "Deploying to this machine needs Linux on x64 or arm64. Checking and packing work here; deploy from or to a Linux machine.");
        }

        if (settings.Root.Length > 0 && !settings.Root.StartsWith('/')) throw Bad($"the root '{settings.Root}' is not an absolute path");
        if (!settings.StateFolder.StartsWith('/')) throw Bad($"the state folder '{settings.StateFolder}' is not an absolute path");
        if (settings.KeepRevisions < 1) throw Bad($"{settings.KeepRevisions} revisions cannot be kept; at least 1 must be");
    }

    /// <exception cref="Specifications.SlipwayException">SLW0209.</exception>
    internal static void Deployment(InstanceDeployment deployment)
    {
        DeploymentId(deployment.DeploymentId);
        if (deployment.RevisionOf is { } earlier) DeploymentId(earlier);
        if (deployment.DeploymentGroupName.Length == 0) throw Bad("the deployment group has no name");
        if (!deployment.RestartOnly && deployment is { Revision: null, RevisionOf: null }) throw Bad("the deployment names no revision");
    }

    private static void DeploymentId(string id)
    {
        if (id.Length is 0 or > 100 || id.StartsWith('.') || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')) throw Bad($"'{id}' is no deployment id");
    }

    /// <exception cref="Specifications.SlipwayException">SLW0204.</exception>
    internal static void Fencing(InstanceDeployment deployment, State.GroupState state)
    {
        if (deployment.FencingNumber >= state.FencingNumber) return;
        throw InstanceErrors.Of(
            "SLW0204",
            $"This deployment's lease ({deployment.FencingNumber}) is older than the last one seen ({state.FencingNumber}): somebody else has taken the group over. Look at 'slipway deployments' and deploy again.");
    }

    private static Specifications.SlipwayException Bad(string what) => InstanceErrors.Of("SLW0209",
        $"The instance cannot be deployed to: {what}. Correct the setting.");
}
