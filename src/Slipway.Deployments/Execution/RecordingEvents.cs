using Slipway.Deployments.History;
using Slipway.Instances.Events;

namespace Slipway.Deployments.Execution;

/// <summary>Takes what an instance reports, keeps it in the deployment's records and passes it on to whoever watches.</summary>
internal sealed class RecordingEvents(string deploymentId, string instanceName, DeploymentJournal journal, ScriptLog log, IDeploymentProgress progress, TimeProvider time) : IInstanceEvents
{
    /// <summary>Whether any script was started: then the application may not be what it was, although the tree is.</summary>
    public bool HasRunScripts { get; private set; }

    /// <summary>Why the records could not be written, if so; the deployment must not go on.</summary>
    public Exception? Failure { get; private set; }

    /// <inheritdoc />
    public void On(InstanceEvent instanceEvent)
    {
        try
        {
            Record(instanceEvent);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Failure ??= e;
        }

        progress.OnInstance(deploymentId, instanceName, instanceEvent);
    }

    private void Record(InstanceEvent instanceEvent)
    {
        switch (instanceEvent)
        {
            case ScriptStarted started:
                HasRunScripts = true;
                journal.Before(new(time.GetUtcNow(), JournalStep.ScriptStarted) { Instance = instanceName, Event = started.Event, Script = started.Location });
                log.Script(started.Event, started.Location);
                break;
            case ScriptOutput output:
                log.Output(output.IsError, output.Line);
                break;
            case ScriptEnded ended:
                journal.Append(new(time.GetUtcNow(), JournalStep.ScriptEnded) { Instance = instanceName, Event = ended.Event, Script = ended.Result.Location, ScriptResult = ended.Result });
                break;
            case LifecycleEventEnded { Result: var result }:
                log.EventEnded();
                journal.Append(new(time.GetUtcNow(), JournalStep.EventEnded) { Instance = instanceName, Event = result.Event, EventStatus = result.Status, Error = result.Error });
                break;
            case InstanceWarning warning:
                journal.Append(new(time.GetUtcNow(), JournalStep.Warning) { Instance = instanceName, Message = warning.Message });
                break;
        }
    }
}
