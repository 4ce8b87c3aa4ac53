using Slipway.Deployments.History;
using Slipway.Instances.Events;

namespace Slipway.Deployments.Execution;

/// <summary>Takes what an instance reports, keeps it in the deployment's records and passes it on to whoever watches.</summary>
internal sealed class RecordingEvents(string deploymentId, string instanceName, DeploymentJournal journal, ScriptLog log, IDeploymentProgress progress,
    TimeProvider time) : IInstanceEvents
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
                journal.Before(Entry(JournalStep.ScriptStarted) with { Event = started.Event, Script = started.Location });
                log.Script(started.Event, started.Location);
                break;
            case ScriptOutput output:
                log.Output(output.IsError, output.Line);
                break;
            case ScriptEnded { Result: var script } ended:
                journal.Append(Entry(JournalStep.ScriptEnded) with { Event = ended.Event, Script = script.Location, ScriptResult = script });
                break;
            case LifecycleEventEnded { Result: var result }:
                log.EventEnded();
                journal.Append(Entry(JournalStep.EventEnded) with { Event = result.Event, EventStatus = result.Status, Error = result.Error });
                break;
            case InstanceWarning warning:
                journal.Append(Entry(JournalStep.Warning) with { Message = warning.Message });
                break;
        }
    }

    private JournalEntry Entry(JournalStep step) => new(time.GetUtcNow(), step) { Instance = instanceName };
}
