using Slipway.Instances.Events;
using Slipway.Instances.Planning;
using Slipway.Instances.Scripts;
using Slipway.Instances.State;
using Slipway.Revisions.Objects;
using Slipway.Specifications.AppSpecs;

namespace Slipway.Instances;

/// <summary>What the parts of one deployment on one instance share. Disposing frees the instance's lock.</summary>
internal sealed record InstanceContext(
    InstanceSettings Settings, InstanceDeployment Deployment, GroupFolder Group, DeploymentFolder Folder, Steps Steps, IInstanceEvents Events, InstanceLock Lock,
    ObjectStore? Objects) : IDisposable
{
    internal void Warn(string message) => Events.On(new InstanceWarning(message));

    internal PlanInputs PlanInputs(ScriptSource revision) => new(
        revision.AppSpec,
        revision.AppSpecFile,
        revision.Folder,
        Group.Installed,
        revision.AppSpec.FileExistsBehavior ?? Deployment.FileExistsBehavior ?? FileExistsBehavior.Disallow,
        revision.Contents);

    public void Dispose()
    {
        Objects?.Dispose();
        Lock.Dispose();
    }
}
