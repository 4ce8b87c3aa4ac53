using Slipway.Deployments;
using Slipway.Instances.Events;

namespace Slipway.Cli.Output;

/// <summary>With <c>--format json</c> only warnings are told, on standard error; the rest is in the result.</summary>
internal sealed class SilentProgress(TextWriter error) : IDeploymentProgress
{
    /// <inheritdoc />
    public void DeploymentStarted(string deploymentId, DeploymentRequest request)
    {
    }

    /// <inheritdoc />
    public void OnInstance(string deploymentId, string instanceName, InstanceEvent instanceEvent)
    {
        if (instanceEvent is InstanceWarning warning) error.WriteLine($"slipway: warning: {warning.Message}");
    }

    /// <inheritdoc />
    public void OnFleet(string deploymentId, FleetEvent fleetEvent)
    {
        if (fleetEvent is not (FleetWarning or AlarmChanged or WaitStarted)) return;
        foreach (var line in ProgressLines.Of(deploymentId, fleetEvent)) error.WriteLine($"slipway: {(fleetEvent is FleetWarning ? "" : "warning: ")}{line.Text}");
    }

    /// <inheritdoc />
    public void DeploymentEnded(DeploymentResult result)
    {
    }
}
