using System.Diagnostics;
using Slipway.Instances.Archives;
using Slipway.Instances.Events;
using Slipway.Instances.Installing;
using Slipway.Instances.Planning;
using Slipway.Instances.Scripts;
using Slipway.Instances.Snapshots;
using Slipway.Instances.State;
using Slipway.Instances.Trees;
using Slipway.Revisions.Objects;
using Slipway.Revisions.Unix;
using Slipway.Specifications;
using Slipway.Specifications.AppSpecs;

namespace Slipway.Instances;

/// <summary>
/// A deployment in progress on one instance. Ends with exactly one of <see cref="Commit"/>, <see cref="Undo"/> and <see cref="Detach"/>; disposing without any undoes.
/// </summary>
public sealed class InstanceSession : IDisposable
{
    private static readonly TimeSpan LongestReliance = TimeSpan.FromSeconds(1);
    private readonly InstanceContext context;
    private readonly Journal journal;
    private ScriptSource? inPlace;
    private readonly ScriptSource? revision;
    private TreePlan? plan;
    private bool hasBundle;
    private bool hasSnapshot;
    private bool isInstalled;
    private bool isEnded;
    private bool hasBegunPublishing;
    private readonly long plannedAt = Stopwatch.GetTimestamp();

    /// <param name="context">The deployment, locked and begun.</param>
    /// <param name="journal">Its journal.</param>
    /// <param name="inPlace">The revision in place; null when there is none.</param>
    /// <param name="revision">The new revision; null for a restart.</param>
    /// <param name="plan">The plan as of the beginning, good until a script ran.</param>
    /// <param name="progress">How far it had come before.</param>
    internal InstanceSession(InstanceContext context, Journal journal, ScriptSource? inPlace, ScriptSource? revision, TreePlan? plan, SessionProgress progress)
    {
        this.context = context;
        this.journal = journal;
        this.inPlace = inPlace;
        this.revision = revision;
        this.plan = plan;
        Ended = progress.Ended;
        Interrupted = progress.Interrupted;
        hasBundle = progress.HasBundle;
        hasSnapshot = progress.HasSnapshot;
        isInstalled = progress.IsInstalled;
        hasBegunPublishing = progress.HasRunScripts;
    }

    /// <summary>The events that had ended when the session was rejoined, in order; empty after a fresh beginning.</summary>
    public IReadOnlyList<EventResult> Ended { get; }

    /// <summary>The event that a death interrupted: it began, did not end and runs no longer, and is never run twice. The session can only be undone or detached. Null else.</summary>
    public string? Interrupted { get; }

    /// <summary>Whether it is over, or left.</summary>
    internal bool IsEnded => isEnded;

    private InstanceDeployment Deployment => context.Deployment;

    /// <summary>
    /// Runs one lifecycle event: the scripts of a scriptable one, DownloadBundle or Install itself, nothing for BlockTraffic and AllowTraffic
    /// (the caller does those). Reports start, output and end to the sink. A failing script or install is a result, not an exception.
    /// Cancellation ends a running script (SIGTERM, SIGKILL after 5 s) and makes the event fail.
    /// </summary>
    /// <exception cref="SlipwayException">SLW0263: an event was interrupted, so that none may follow.</exception>
    public EventResult Run(string lifecycleEvent, CancellationToken cancellation)
    {
        CheckOpen();
        var startedAt = DateTimeOffset.UtcNow;
        context.Events.On(new LifecycleEventStarted(lifecycleEvent));
        IReadOnlyList<ScriptResult> scripts = [];
        SlipwayError? error = null;
        try
        {
            // Never run twice: where something is done that another run would do again, not even after a power cut.
            journal.Append(JournalStep.EventStarting, isDurable: DoesSomething(lifecycleEvent), ("event", lifecycleEvent));
            if (lifecycleEvent == LifecycleEvents.DownloadBundle) hasBundle = true;
            else if (lifecycleEvent == LifecycleEvents.Install) Install(cancellation);
            else if (!LifecycleEvents.IsReserved(lifecycleEvent)) (scripts, error) = RunScripts(lifecycleEvent, cancellation);
        }
        catch (SlipwayException e)
        {
            error = e.Error;
        }
        catch (OperationCanceledException)
        {
            error = new("SLW0242", $"{lifecycleEvent} was stopped. The instance is put back as it was; deploy again when you want to.");
        }
        catch (UnixException e)
        {
            error = InstanceErrors.FromUnix(e, lifecycleEvent + " on", e.Path).Error;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error = new("SLW0234", $"{lifecycleEvent} failed: {e.Message} Correct the cause and deploy again.");
        }

        if (error is not null && Deployment.IgnoreApplicationStopFailures && LifecycleEvents.UsesPreviousRevision(lifecycleEvent))
        {
            context.Warn($"{lifecycleEvent} failed and is ignored, as asked: {error.Message}");
            error = null;
        }

        var result = new EventResult(lifecycleEvent, error is null ? EventStatus.Succeeded : EventStatus.Failed, startedAt, DateTimeOffset.UtcNow, scripts, error);
        Record(result);
        context.Events.On(new LifecycleEventEnded(result));
        return result;
    }

    /// <summary>
    /// Makes the new revision the current and (unless <see cref="InstanceDeployment.IsConfirmedLater"/>) last successful one, durably; from here on a crash goes forward.
    /// </summary>
    /// <exception cref="SlipwayException">Before the commit record (SLW0263 when an event was interrupted): undo. After it (SLW0243): the new revision stands, and <see cref="Instance.Recover"/> finishes the rest.</exception>
    public void Commit()
    {
        CheckOpen();
        try
        {
            using (var areas = new JournaledAreas(JournalReading.Of(context.Folder.Journal)))
            {
                foreach (var area in areas.All) UnixFiles.SyncFileSystem(area.Folder);
            }

            using (var state = UnixFiles.OpenDirectory(null, context.Folder.Path)) UnixFiles.SyncFileSystem(state);
            PublishObjects();
            journal.Append(JournalStep.Commit, isDurable: true, ("confirmed", Deployment.IsConfirmedLater ? DeploymentEnding.ConfirmedLater : "now"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw InstanceErrors.Of("SLW0234", $"Writing the deployment to the disk failed: {e.Message} It can still be undone.", e);
        }

        isEnded = true;
        try
        {
            Ending().Forward();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw InstanceErrors.Of("SLW0243",
                $"The new revision stands, but tidying up after the deployment failed: {e.Message} Correct the cause and run 'slipway resume'.", e);
        }
        finally
        {
            Close();
        }
    }

    /// <summary>Puts the tree back as it was before <see cref="Instance.Begin"/>, whatever happened since.</summary>
    /// <exception cref="SlipwayException">Something could not be put back; it names the paths, and the journal stays for <see cref="Instance.Recover"/>.</exception>
    public void Undo()
    {
        if (isEnded) return;
        isEnded = true;
        try
        {
            foreach (var warning in Ending().Back()) context.Events.On(warning);
            PublishAfterUndo();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw InstanceErrors.Of("SLW0240", $"Putting the tree back as it was failed: {e.Message} Correct the cause and run 'slipway resume'.", e);
        }
        finally
        {
            Close();
        }
    }

    /// <summary>
    /// Leaves the deployment as it is: unfinished, its lock free, nothing undone. <see cref="Instance.Rejoin"/> goes on with it; the next deployment of the group, or
    /// <see cref="Instance.Recover"/>, undoes it.
    /// </summary>
    public void Detach()
    {
        if (isEnded) return;
        isEnded = true;
        try
        {
            journal.Append(JournalStep.Detached, isDurable: false);
        }
        catch (IOException e)
        {
            // Only for who reads the journal.
            context.Warn($"That the deployment was left unfinished could not be journaled: {e.Message}");
        }
        finally
        {
            Close();
        }
    }

    /// <inheritdoc />
    public void Dispose() => Undo();

    private void CheckOpen()
    {
        ObjectDisposedException.ThrowIf(isEnded, this);
        if (Interrupted is not null)
            throw InstanceErrors.Of("SLW0263", $"{Interrupted} was interrupted, and nobody knows how far it came: the deployment cannot go on. It is undone; deploy again.");
    }

    private bool DoesSomething(string lifecycleEvent) => lifecycleEvent == LifecycleEvents.Install || SourceOf(lifecycleEvent)?.AppSpec.ScriptsOf(lifecycleEvent).Count > 0;

    private void Record(EventResult result)
    {
        try
        {
            journal.Append(JournalStep.EventEnded, isDurable: false, ("event", result.Event), ("result", result));
        }
        catch (IOException e)
        {
            // Whoever rejoins takes it for interrupted, and undoes it.
            context.Warn($"The end of {result.Event} could not be journaled: {e.Message}");
        }
    }

    private DeploymentEnding Ending() => new(context.Settings.Root, context.Group, context.Folder, Deployment.DeploymentId, context.Objects, journal, context.Steps);

    /// <summary>Gives the new contents their names in the object store. They are on the disk.</summary>
    private void PublishObjects()
    {
        if (hasBegunPublishing || revision?.Contents is not { } contents || context.Objects is not { } objects) return;
        hasBegunPublishing = true;
        context.Steps.Before("publish objects");
        objects.Publish(contents, revision.Folder);
    }

    private void Close()
    {
        DropPlan();
        journal.Dispose();
        context.Dispose();
    }

    private ScriptSource? SourceOf(string lifecycleEvent) =>
        Deployment.RestartOnly || (LifecycleEvents.UsesPreviousRevision(lifecycleEvent) && !hasBundle) ? inPlace : revision;

    private (IReadOnlyList<ScriptResult> Scripts, SlipwayError? Error) RunScripts(string lifecycleEvent, CancellationToken cancellation)
    {
        var source = SourceOf(lifecycleEvent);
        if (source is null || source.AppSpec.ScriptsOf(lifecycleEvent).Count == 0) return ([], null);
        TakeSnapshot();

        // From here on the disk may differ from what was seen.
        DropPlan();
        PublishDurably();
        source = WithContents(source);
        var since = FileSystemClock.Now(context.Folder.Path);
        try
        {
            return new EventScripts(context.Settings, Deployment, context.Folder, journal, context.Events, since).Run(lifecycleEvent, source, cancellation);
        }
        finally
        {
            Sweep(source, since);
        }
    }

    /// <summary>An object is what a script's edits in the archive are parted from: so the new contents become objects before the first one runs.</summary>
    private void PublishDurably()
    {
        if (hasBegunPublishing || revision?.Contents is not { } contents || context.Objects is not { } objects) return;
        if (Enumerable.Range(0, contents.Entries.Count).Any(contents.IsFresh)) objects.Sync();
        PublishObjects();
    }

    /// <summary>Deployed again once its fault is mended, the revision is not unpacked again. If that cannot be had, nothing is lost.</summary>
    private void PublishAfterUndo()
    {
        try
        {
            PublishDurably();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            context.Warn($"The contents of the undone revision are not kept: {e.Message}");
        }
    }

    private ScriptSource WithContents(ScriptSource source)
    {
        if (source.Contents is not null || source != inPlace) return source;
        var manifest = ManifestFile.Read(context.Group.Deployment(source.DeploymentId).Manifest);
        return manifest is null ? source : inPlace = source with { Contents = new(manifest) };
    }

    private void Sweep(ScriptSource source, UnixTime since)
    {
        if (source.Contents is not { } contents) return;
        var known = new KnownContents(context.Settings.Root, context.Group, context.Objects);
        new ArchiveSweep(context.Group, context.Objects, known, context.Steps, context.Warn)
            .Run(context.Group.Deployment(source.DeploymentId), contents, since, Deployment.Revision);
        journal.Append(JournalStep.Swept, isDurable: false);
    }

    private void TakeSnapshot()
    {
        // After Install all files of the previous revision are in the undo areas, where no script reaches them, but those that stay: before
        // it kept any, Install has taken the snapshot.
        if (hasSnapshot || isInstalled) return;
        using var tree = new InstanceTree(context.Settings.Root, new PathTable());
        TreeSnapshot.Take(tree, context.Group, inPlace?.Folder, context.Folder);
        journal.Append(JournalStep.Snapshot, isDurable: true);
        hasSnapshot = true;
    }

    private void Install(CancellationToken cancellation)
    {
        if (revision is null) return;

        // What was seen on the disk is not relied on for long: traffic may have been drained meanwhile.
        if (Stopwatch.GetElapsedTime(plannedAt) > LongestReliance) DropPlan();
        plan ??= InstancePlanner.Plan(new InstanceTree(context.Settings.Root, new PathTable()), context.PlanInputs(revision), cancellation);
        foreach (var warning in plan.Warnings) context.Warn(warning);
        if (plan.Conflicts.Count > 0) throw new SlipwayException(FirstOf(plan.Conflicts));

        // Scripts can reach what stays in its place, before as well as after.
        if (plan.KeptCount > 0 && revision.AppSpec.Hooks.Count > 0) TakeSnapshot();
        var files = plan.Creations.Count - plan.KeptCount;
        isInstalled = true;
        new TreeInstaller(plan, context.Folder, Deployment.DeploymentId, revision, context.Group.Kept, journal, context.Steps).Install(
            (done, doneBytes) => context.Events.On(new FileProgress(LifecycleEvents.Install, done, files, doneBytes, doneBytes)), cancellation);
        DropPlan();
    }

    private static SlipwayError FirstOf(List<PlannedConflict> conflicts)
    {
        var first = conflicts[0].Error;
        return conflicts.Count == 1 ? first : first with { Message = $"{first.Message} There are {conflicts.Count - 1} more conflicts; 'slipway plan' lists them." };
    }

    private void DropPlan()
    {
        plan?.View.Tree.Dispose();
        plan = null;
    }
}
