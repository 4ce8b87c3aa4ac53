using Slipway.Deployments.History;
using Slipway.Instances.Events;
using Slipway.Specifications;

namespace Slipway.Deployments.Execution;

/// <summary>
/// The one place where what happens in a deployment is written down and told: journal, script log, progress, triggers. Instances report from several threads at once; here they come one at a
/// time.
/// </summary>
internal sealed class FleetRecorder(string deploymentId, IStepJournal journal, ScriptLog? log, IDeploymentProgress progress, TriggerPost triggers, DeploymentStops stops, TimeProvider time)
{
    private readonly Lock gate = new();
    private StopCause? unrecorded;

    /// <summary>The deployment's id.</summary>
    public string DeploymentId => deploymentId;

    /// <summary>Where slipway's own errors go.</summary>
    public UnexpectedErrors Unexpected { get; init; } = new(null);

    /// <summary>Writes a step that is about to be taken.</summary>
    public void Before(JournalStep step, Func<JournalEntry, JournalEntry>? with = null) => Write(step, with, isDurable: true);

    /// <summary>Writes what has happened.</summary>
    public void Append(JournalStep step, Func<JournalEntry, JournalEntry>? with = null) => Write(step, with, isDurable: false);

    /// <summary>Something happened to the deployment as a whole.</summary>
    /// <param name="fleetEvent">What.</param>
    /// <param name="isDurable">Whether something irreversible follows.</param>
    public void Tell(FleetEvent fleetEvent, bool isDurable = false)
    {
        lock (gate)
        {
            Guard(() => WriteLocked(Entry(fleetEvent), isDurable));
            progress.OnFleet(deploymentId, fleetEvent);
        }

        StopIfUnrecorded();
        if (fleetEvent is InstanceStatusChanged changed) triggers.OnInstance(changed);
    }

    /// <summary>Something to know about an instance.</summary>
    public void Warn(string instance, string message) => On(instance, new InstanceWarning(message));

    /// <summary>Takes what an instance reports.</summary>
    public void On(string instance, InstanceEvent instanceEvent)
    {
        lock (gate)
        {
            Guard(() => Record(instance, instanceEvent));
            progress.OnInstance(deploymentId, instance, instanceEvent);
        }

        StopIfUnrecorded();
    }

    private void Write(JournalStep step, Func<JournalEntry, JournalEntry>? with, bool isDurable)
    {
        var entry = new JournalEntry(time.GetUtcNow(), step);
        lock (gate) Guard(() => WriteLocked(with is null ? entry : with(entry), isDurable));
        StopIfUnrecorded();
    }

    // Outside the lock: whoever hears of the stop goes on in this thread.
    private void StopIfUnrecorded()
    {
        if (unrecorded is { } cause) stops.Stop(cause);
    }

    private void WriteLocked(JournalEntry entry, bool isDurable)
    {
        if (isDurable) journal.Before(entry);
        else journal.Append(entry);
    }

    // What cannot be written down must not be done: the deployment stops, and puts back what is half done.
    private void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            unrecorded ??= new(StopKind.NotRecorded, new("SLW0418",
                $"The deployment's records could not be written, so it was ended and what was half done put back: {e.Message} Free disk space or rights in the state folder and deploy again."));
        }
    }

    private JournalEntry Entry(FleetEvent fleetEvent)
    {
        var now = time.GetUtcNow();
        return fleetEvent switch
        {
            FleetPlanned planned => new(now, JournalStep.Planned) { Plan = planned.Plan },
            InstanceStatusChanged changed => new(now, JournalStep.InstanceStatus) { Instance = changed.InstanceName, TargetStatus = changed.Status, Error = changed.Error },
            CapacityChanged capacity => new(now, JournalStep.Capacity) { Capacity = capacity },
            WaitStarted wait => new(now, JournalStep.WaitStarted) { Wait = wait.Kind, Until = wait.Until },
            WaitEnded wait => new(now, JournalStep.WaitEnded) { Wait = wait.Kind, Message = wait.IsContinued ? "continued" : null },
            AlarmChanged alarm => new(now, JournalStep.Alarm) { Alarm = alarm },
            FleetWarning warning => new(now, JournalStep.Warning) { Message = warning.Message },
            _ => throw new InvalidOperationException($"{fleetEvent.GetType().Name} has no line in the journal."),
        };
    }

    private void Record(string instance, InstanceEvent instanceEvent)
    {
        JournalEntry Line(JournalStep step) => new(time.GetUtcNow(), step) { Instance = instance };
        switch (instanceEvent)
        {
            case ScriptStarted started:
                journal.Append(Line(JournalStep.ScriptStarted) with { Event = started.Event, Script = started.Location });
                log?.Script(started.Event, started.Location, instance);
                break;
            case ScriptOutput output:
                log?.Output(output.IsError, output.Line, instance);
                break;
            case ScriptEnded { Result: var script } ended:
                journal.Append(Line(JournalStep.ScriptEnded) with { Event = ended.Event, Script = script.Location, ScriptResult = script });
                break;
            case LifecycleEventEnded { Result: var result }:
                log?.EventEnded(instance);
                journal.Append(Line(JournalStep.EventEnded) with { Event = result.Event, EventStatus = result.Status, Error = result.Error });
                break;
            case InstanceWarning warning:
                journal.Append(Line(JournalStep.Warning) with { Message = warning.Message });
                break;
        }
    }
}
