using System.Globalization;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Slipway.Deployments;
using Slipway.Instances.Events;

namespace Slipway.Tasks;

/// <summary>Writes a deployment's progress to the build's log: a line an event at normal importance, what scripts print at low.</summary>
internal sealed class DeploymentLog(TaskLoggingHelper log) : IDeploymentProgress
{
    /// <inheritdoc />
    public void DeploymentStarted(string deploymentId, DeploymentRequest request) =>
        log.LogMessage(MessageImportance.Normal, "Deployment {0} of {1} to group {2} begins.", deploymentId, request.ApplicationName, request.Group.Name);

    /// <inheritdoc />
    public void OnInstance(string deploymentId, string instanceName, InstanceEvent instanceEvent)
    {
        switch (instanceEvent)
        {
            case LifecycleEventEnded { Result: var result }:
                log.LogMessage(MessageImportance.Normal, "{0}: {1} {2} in {3} s.", instanceName, result.Event, result.Status, Seconds(result.EndedAt - result.StartedAt));
                break;
            case ScriptStarted script:
                log.LogMessage(MessageImportance.Normal, "{0}: {1}: {2}", instanceName, script.Event, script.Location);
                break;
            case ScriptOutput output:
                log.LogMessage(MessageImportance.Low, "{0}: {1}: {2}: {3}", instanceName, output.Event, output.Location, output.Line);
                break;
            case InstanceWarning warning:
                // Not an MSBuild warning: under -warnaserror a publish would fail whose deployment has succeeded.
                log.LogMessage(MessageImportance.High, "{0}: {1}", instanceName, warning.Message);
                break;
        }
    }

    /// <inheritdoc />
    public void OnFleet(string deploymentId, FleetEvent fleetEvent)
    {
        // Waits and alarms are for whoever looks at the build now; as warnings they would fail a publish under -warnaserror that has succeeded.
        foreach (var line in ProgressLines.Of(deploymentId, fleetEvent))
            log.LogMessage(line.Importance == LineImportance.High ? MessageImportance.High : MessageImportance.Normal, "{0}", line.Text);
    }

    /// <inheritdoc />
    public void DeploymentEnded(DeploymentResult result)
    {
        if (result.Instances.Any(i => i.Target is not null)) log.LogMessage(MessageImportance.High, "{0}", ProgressLines.Summary(result));
        else log.LogMessage(MessageImportance.Normal, "Deployment {0} ended: {1}.", result.DeploymentId, result.Status);
    }

    /// <summary>Seconds with one decimal.</summary>
    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
}
