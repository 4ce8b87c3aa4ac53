using Slipway.Instances.Archives;
using Slipway.Instances.Events;
using Slipway.Instances.Scripts;
using Slipway.Instances.State;
using Slipway.Revisions.Objects;
using Slipway.Specifications;

namespace Slipway.Instances;

/// <summary>How far a deployment had come before its session was joined again, as its journal says.</summary>
/// <param name="Ended">The events that had ended, in order.</param>
/// <param name="Interrupted">The event that began and did not end; null when there is none.</param>
/// <param name="HasBundle">Whether the new revision is the one whose scripts run.</param>
/// <param name="HasSnapshot">Whether the tree was remembered before the first script.</param>
/// <param name="IsInstalled">Whether Install is done.</param>
/// <param name="HasRunScripts">Whether a script ran: before the first one the new contents were published as objects.</param>
internal sealed record SessionProgress(
    IReadOnlyList<EventResult> Ended, string? Interrupted, bool HasBundle, bool HasSnapshot, bool IsInstalled, bool HasRunScripts)
{
    /// <summary>At the beginning.</summary>
    internal static SessionProgress None { get; } = new([], null, false, false, false, false);

    /// <exception cref="SlipwayException">SLW0203: the journal holds a result that cannot be read.</exception>
    internal static SessionProgress Of(JournalReading journal, string file)
    {
        var ended = journal.All(JournalStep.EventEnded).Select(line => JournalReading.Result(line, file)).ToList();
        var begun = journal.All(JournalStep.EventStarting).Select(line => JournalReading.Text(line, "event")).ToList();
        return new(
            ended,
            begun.Count > ended.Count ? begun[^1] : null,
            ended.Exists(e => e is { Event: Specifications.AppSpecs.LifecycleEvents.DownloadBundle, Status: EventStatus.Succeeded }),
            journal.Has(JournalStep.Snapshot),
            journal.Has(JournalStep.Installed),
            journal.Has(JournalStep.ScriptStarting));
    }
}

/// <summary>Goes on with a deployment that somebody began: all that its session knew is in the journal and in its folder.</summary>
internal sealed class SessionRejoin(InstanceContext context)
{
    /// <exception cref="SlipwayException">SLW0203: the state is damaged. SLW0262: the revision is gone, so that it can only be undone.</exception>
    internal InstanceSession Rejoin(GroupState state)
    {
        var fencing = context.Deployment.FencingNumber;
        if (fencing > state.FencingNumber) (state with { FencingNumber = fencing }).Write(context.Group.State);
        var reading = JournalReading.Of(context.Folder.Journal);
        var progress = SessionProgress.Of(reading, context.Folder.Journal);
        var inPlace = ScriptSource.InPlace(context.Group, state.Current, _ => { });
        var revision = context.Deployment.RestartOnly ? null : Revision(reading, progress);
        var journal = Journal.Open(context.Folder.Journal, context.Steps);
        journal.Append(JournalStep.Rejoined, isDurable: false);
        return new(context, journal, inPlace, revision, plan: null, progress);
    }

    private ScriptSource? Revision(JournalReading reading, SessionProgress progress)
    {
        var id = context.Deployment.DeploymentId;
        if (ScriptSource.InPlace(context.Group, id, _ => { }) is not { } revision)
        {
            // An interrupted one is undone from the journal alone.
            if (progress.Interrupted is not null) return null;
            throw InstanceErrors.Of("SLW0262", $"Deployment {id} cannot go on, because its revision is no longer in '{context.Folder.Revision}'. Undo it with 'slipway resume', and deploy again.");
        }

        if (context.Deployment.Revision is { } named) revision = revision with { AppSpecFile = Path.Combine(named, Path.GetFileName(revision.AppSpecFile)) };
        if (ManifestFile.Read(context.Folder.Manifest) is not { } manifest) return revision;
        var contents = new ArchiveContents(manifest);
        if (!progress.HasRunScripts)
        {
            // What is an object already has more than one link, and is passed over when the new ones are published.
            for (var i = 0; i < contents.Entries.Count; i++)
            {
                if (contents.IsFile(i)) contents.MarkFresh(i);
            }
        }
        else if (progress.Interrupted is null) MarkEdited(reading, contents);

        return revision with { Contents = contents };
    }

    /// <summary>What scripts did to the archive was marked in a memory that is gone.</summary>
    private void MarkEdited(JournalReading reading, ArchiveContents contents)
    {
        var first = reading.All(JournalStep.ScriptStarting).FirstOrDefault(line => JournalReading.Text(line, "archive") == context.Deployment.DeploymentId);
        if (JournalReading.Text(first, "since") is not { Length: > 0 } since) return;
        var known = new KnownContents(context.Settings.Root, context.Group, context.Objects);
        new ArchiveSweep(context.Group, context.Objects, known, context.Steps, context.Warn).Run(context.Folder, contents, RecordText.ParseTime(since), context.Deployment.Revision);
    }
}
