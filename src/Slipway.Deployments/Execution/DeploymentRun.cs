using Slipway.Deployments.History;
using Slipway.Instances;
using Slipway.Instances.Events;
using Slipway.Specifications;
using Slipway.Specifications.AppSpecs;

namespace Slipway.Deployments.Execution;

/// <summary>Runs one deployment on one instance: the lifecycle events in order, then commit or undo. Blocks.</summary>
internal sealed class DeploymentRun(Instance instance, DeploymentRecord record, DeploymentFolder folder, IDeploymentProgress progress, TimeProvider time)
{
    // The instance's code for a commit that counts although something after it went wrong.
    private const string RevisionStands = "SLW0243";

    private readonly List<EventResult> results = [];

    /// <summary>Whether a script was started.</summary>
    public bool HasRunScripts { get; private set; }

    /// <summary>Runs it. Ends with the new revision or with the tree as it was; whatever goes wrong is in the result.</summary>
    /// <param name="notices">What happened before the records existed: a lease taken over, a crashed deployment brought to an end.</param>
    /// <param name="cancellation">Somebody stops the deployment.</param>
    /// <param name="leaseLost">Another process took the lease: nothing more may be done under ours.</param>
    /// <exception cref="IOException">The records cannot be written; nothing was begun.</exception>
    public DeploymentResult Run(IReadOnlyList<string> notices, CancellationToken cancellation, CancellationToken leaseLost)
    {
        using var journal = new DeploymentJournal(folder.Path);
        using var log = new ScriptLog(folder.Path, time);
        var sink = new RecordingEvents(record.DeploymentId, instance.Settings.Name, journal, log, progress, time);
        journal.Before(Step(JournalStep.DeploymentStarting));
        foreach (var notice in notices) sink.On(new InstanceWarning(notice));

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, leaseLost);
        var error = RunOnInstance(journal, sink, either.Token);
        HasRunScripts = sink.HasRunScripts;
        var status = error is null ? DeploymentStatus.Succeeded : DeploymentStatus.Failed;
        if (error is not null && leaseLost.IsCancellationRequested) error = LeaseLost(error);
        else if (error is not null && cancellation.IsCancellationRequested) (status, error) = (DeploymentStatus.Stopped, Stopped(error));

        var now = time.GetUtcNow();
        results.AddRange(record.Events.Skip(results.Count).Select(e => new EventResult(e, EventStatus.Skipped, now, now, [])));
        return End(journal, new(record.DeploymentId, status, error, [new(instance.Settings.Name, status, results)], folder.LogFile), sink);
    }

    private SlipwayError? RunOnInstance(DeploymentJournal journal, RecordingEvents sink, CancellationToken cancellation)
    {
        SlipwayError? error = null;
        try
        {
            using var session = instance.Begin(InstanceDeployments.From(record), sink, cancellation);
            error = RunEvents(session, journal, sink, cancellation);
            if (error is null)
            {
                journal.Before(Step(JournalStep.Committing));
                Commit(session, sink);
            }
            else
            {
                BestEffort(() => journal.Before(Step(JournalStep.Undoing)), sink);
                session.Undo();
            }

            return error;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return error ?? new("SLW0411", "Stopped.");
        }
        catch (SlipwayException e)
        {
            return error is null || error == e.Error ? e.Error
                : e.Error with { Message = $"{e.Error.Message} Before that the deployment had failed with {error.Code}: {error.Message}" };
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return new UnexpectedErrors(folder.Path).Take(e);
        }
    }

    private SlipwayError? RunEvents(InstanceSession session, DeploymentJournal journal, RecordingEvents sink, CancellationToken cancellation)
    {
        foreach (var lifecycleEvent in record.Events)
        {
            cancellation.ThrowIfCancellationRequested();
            if (sink.Failure is { } failure) return NotRecorded(failure);
            var starting = Step(JournalStep.EventStarting) with { Instance = instance.Settings.Name, Event = lifecycleEvent };

            // Of the other events only the scripts do something, and each of those is on the disk before it starts.
            if (lifecycleEvent == LifecycleEvents.Install) journal.Before(starting);
            else journal.Append(starting);
            var result = session.Run(lifecycleEvent, cancellation);
            results.Add(result);
            if (result.Status != EventStatus.Failed) continue;
            if (record.IgnoreApplicationStopFailures && LifecycleEvents.UsesPreviousRevision(lifecycleEvent) && !cancellation.IsCancellationRequested) continue;
            return result.Error ?? new("SLW0417", $"The lifecycle event {lifecycleEvent} failed.");
        }

        cancellation.ThrowIfCancellationRequested();
        return sink.Failure is { } late ? NotRecorded(late) : null;
    }

    private static void Commit(InstanceSession session, RecordingEvents sink)
    {
        try
        {
            session.Commit();
        }
        catch (SlipwayException e) when (e.Error.Code is RevisionStands)
        {
            sink.On(new InstanceWarning(e.Error.Message));
        }
    }

    private DeploymentResult End(DeploymentJournal journal, DeploymentResult result, RecordingEvents sink)
    {
        // The instance is the authority and has ended already: a record that cannot be written does not turn a success into a failure.
        BestEffort(() => folder.End(new(result.DeploymentId, result.Status, result.Error, result.Instances, time.GetUtcNow())), sink);
        BestEffort(() => journal.Append(Step(JournalStep.DeploymentEnded) with { Status = result.Status, Error = result.Error }), sink);
        progress.DeploymentEnded(result);
        return result;
    }

    private JournalEntry Step(JournalStep step) => new(time.GetUtcNow(), step);

    private static void BestEffort(Action write, RecordingEvents sink)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            sink.On(new InstanceWarning($"The deployment's record could not be written: {e.Message}"));
        }
    }

    private SlipwayError NotRecorded(Exception cause) =>
        new("SLW0418",
            $"The deployment's records could not be written, so it was ended and the tree put back: {cause.Message} Free disk space or rights in the state folder and deploy again.", folder.Path);

    private static SlipwayError Stopped(SlipwayError cause) => cause.Code is "SLW0411"
        ? new("SLW0411", "The deployment was stopped; the tree is as it was before.")
        : cause with { Message = "The deployment was stopped. " + cause.Message };

    private static SlipwayError LeaseLost(SlipwayError cause) => new(
        "SLW0403", $"Another deployment took this one's lease, because this process gave no sign of life for too long (a suspended machine, an overloaded disk). It was ended: {cause.Message}");
}
