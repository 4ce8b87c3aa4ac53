using Slipway.Instances.Archives;
using Slipway.Instances.Events;
using Slipway.Instances.Hooks;
using Slipway.Instances.Snapshots;
using Slipway.Instances.State;
using Slipway.Instances.Trees;
using Slipway.Revisions.Objects;
using Slipway.Revisions.Unix;

namespace Slipway.Instances.Installing;

/// <summary>
/// Ends a deployment from its journal alone: forward once it is committed, back otherwise. A running session and the recovery of an
/// interrupted one take the same way, and both can be interrupted and begun again.
/// </summary>
internal sealed class DeploymentEnding(string root, GroupFolder group, DeploymentFolder deployment, string deploymentId, ObjectStore? objects, Journal journal, Steps steps)
{
    /// <summary>Of a commit record whose deployment is not successful before others say so.</summary>
    internal const string ConfirmedLater = "later";

    private static readonly TimeSpan KillAfter = TimeSpan.FromSeconds(5);

    /// <summary>Makes the new revision the current one; the commit record stands.</summary>
    internal void Forward()
    {
        var reading = JournalReading.Of(deployment.Journal);
        var isInstalled = reading.Has(JournalStep.Installed);
        if (isInstalled)
        {
            using (var areas = new JournaledAreas(reading)) KeepOriginals(SwitchPlan.ReadKept(deployment.Plan), areas);
            if (File.Exists(deployment.Installed))
            {
                steps.Before("replace installed record");
                File.Move(deployment.Installed, group.Installed, overwrite: true);
                AtomicFile.SyncFolder(group.Path);
            }

            DropUnusedOriginals();
        }

        steps.Before("remove areas");
        using (var areas = new JournaledAreas(reading)) areas.Remove(restoreTimes: null);
        RemoveWorkFiles();
        var state = ReadState();
        var isSuccessful = isInstalled && JournalReading.Text(reading.All(JournalStep.Commit).First(), "confirmed") != ConfirmedLater;
        WriteState(state with
        {
            Current = isInstalled ? deploymentId : state.Current,
            LastSuccessful = isSuccessful ? deploymentId : state.LastSuccessful,
            Unfinished = null,
        });
        journal.Append(JournalStep.End, isDurable: true);
    }

    /// <summary>Puts the tree back as it was.</summary>
    /// <returns>What the user should know: what scripts had put in the way of the old tree, and what of it is lost.</returns>
    /// <exception cref="Specifications.SlipwayException">SLW0240: something could not be put back; it can be tried again.</exception>
    internal IReadOnlyList<InstanceWarning> Back()
    {
        var reading = JournalReading.Of(deployment.Journal);
        journal.Append(JournalStep.Undo, isDurable: false);
        EndScripts(reading);
        Sweep(reading);
        var failures = new List<string>();
        IReadOnlyList<InstanceWarning> warnings = [];
        if (!reading.Has(JournalStep.Undone))
        {
            using var tree = new InstanceTree(root, new PathTable());
            var obstacles = new Obstacles(tree, deploymentId);
            var lost = PutBack(reading, tree, obstacles, failures);
            warnings = [.. obstacles.MovedAside.Select(Obstacles.Warning), .. lost.Select(SnapshotRepair.Warning)];
            if (failures.Count > 0) throw CouldNotPutBack(failures);
            Sync(reading, tree);
            journal.Append(JournalStep.Undone, isDurable: true);
            steps.Before("remove areas");
            RemoveAreas(reading, tree);
        }
        else
        {
            using var tree = new InstanceTree(root, new PathTable());
            RemoveAreas(reading, tree);
        }

        RemoveWorkFiles();
        WriteState(ReadState() with { Unfinished = null });
        journal.Append(JournalStep.End, isDurable: true);
        return warnings;
    }

    private static Specifications.SlipwayException CouldNotPutBack(List<string> failures) => InstanceErrors.Of(
        "SLW0240",
        $"The deployment failed, and {failures.Count} path(s) could not be put back as they were: {string.Join(", ", failures.Take(20))}. Remove the cause and run 'slipway resume': the old entries are kept until then.");

    private List<string> PutBack(JournalReading reading, InstanceTree tree, Obstacles obstacles, List<string> failures)
    {
        TreeUndo? undo = null;
        using var areas = new JournaledAreas(reading);
        if (reading.Has(JournalStep.Switch))
        {
            var occupied = reading.All(JournalStep.Occupied).Select(l => (int)JournalReading.Number(l, "creation")).ToHashSet();
            undo = new TreeUndo(tree, SwitchPlan.Read(deployment.Plan), areas, occupied, obstacles, steps, failures);
            undo.PutBack();
        }

        // Before the scripts ran comes before the switch, so their times are restored after the switch's.
        undo?.RestoreDirectories();
        if (!reading.Has(JournalStep.Snapshot)) return [];
        var (files, directories) = TreeSnapshot.Read(deployment.Snapshot);
        tree.ForgetAll();
        var repair = new SnapshotRepair(tree, Known, ".slipway-" + deploymentId[..Math.Min(deploymentId.Length, 40)], obstacles, steps, failures);
        repair.Run(files, directories);
        return repair.Lost;
    }

    private static void RemoveAreas(JournalReading reading, InstanceTree tree)
    {
        using var areas = new JournaledAreas(reading);
        areas.Remove(restoreTimes: tree);
    }

    private static void Sync(JournalReading reading, InstanceTree tree)
    {
        using var areas = new JournaledAreas(reading);
        foreach (var area in areas.All) UnixFiles.SyncFileSystem(area.Folder);
        if (reading.Has(JournalStep.Snapshot) && tree.TryOpen(0, out _))
        {
            using var handle = UnixFiles.OpenDirectory(tree.Open(0), ".");
            UnixFiles.SyncFileSystem(handle);
        }
    }

    /// <summary>Ends a script that outlived the process that ran it: it must not write into the tree any longer.</summary>
    private void EndScripts(JournalReading reading)
    {
        var starting = reading.All(JournalStep.ScriptStarting).ToList();
        var started = reading.All(JournalStep.Script).ToList();
        if (starting.Count == reading.All(JournalStep.ScriptEnded).Count() || JournalReading.Text(starting[^1], "boot") != LeftOverScript.BootId) return;
        if (started.Count < starting.Count) Scripts.UnrecordedScript.End(deploymentId, KillAfter);
        else LeftOverScript.End((int)JournalReading.Number(started[^1], "pid"), JournalReading.Number(started[^1], "startTime"), KillAfter);
    }

    private KnownContents Known => new(root, group, objects);

    /// <summary>What the last scripts did to an archive, if whoever ran them did not come to look after it.</summary>
    private void Sweep(JournalReading reading)
    {
        if (reading.Last(JournalStep.ScriptStarting, JournalStep.Swept) is not { } line || JournalReading.Text(line, "since") is not { Length: > 0 } since) return;
        var archive = group.Deployment(JournalReading.Text(line, "archive"));
        try
        {
            if (ManifestFile.Read(archive.Manifest) is not { } manifest) return;
            var begin = reading.All(JournalStep.Begin).First();
            var bundle = JournalReading.Text(begin, "bundle") is { Length: > 0 } path ? path : null;
            new ArchiveSweep(group, objects, Known, steps, _ => { }).Run(archive, new(manifest), RecordText.ParseTime(since), bundle);
            journal.Append(JournalStep.Swept, isDurable: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            // The tree comes first. A damaged object is noticed when it is next asked for.
        }
    }

    private void KeepOriginals(List<(int Number, RemovalStep Step)> removals, JournaledAreas areas)
    {
        foreach (var (number, removal) in removals)
        {
            if (removal.Kept is not { } name || areas[removal.Area] is not { } area) continue;
            var slot = UndoArea.Slot(number);
            if (!UnixFiles.TryStatus(area.Old, slot, out _)) continue;
            StateFolder.Make(group.Kept);
            steps.Before("keep original");
            using var kept = UnixFiles.OpenDirectory(null, group.Kept);
            try
            {
                UnixFiles.Rename(area.Old, slot, kept, name, replace: true);
            }
            catch (UnixException e) when (e.Errno == Errno.CrossDevice)
            {
                var temporary = name + ".new";
                if (UnixFiles.TryStatus(kept, temporary, out _)) UnixFiles.Unlink(kept, temporary);
                EntryCopy.Exact(area.Old, slot, kept, temporary);
                UnixFiles.Rename(kept, temporary, kept, name, replace: true);
                UnixFiles.SyncFileSystem(kept);
                UnixFiles.Unlink(area.Old, slot);
            }
        }
    }

    private void DropUnusedOriginals()
    {
        if (!Directory.Exists(group.Kept)) return;
        var used = InstalledRecord.Read(group.Installed).Where(e => e.Original is not null).Select(e => e.Original!).ToHashSet(StringComparer.Ordinal);
        using var kept = UnixFiles.OpenDirectory(null, group.Kept);
        foreach (var entry in UnixFiles.List(kept, group.Kept))
        {
            if (!used.Contains(entry.Name)) UnixFiles.Unlink(kept, entry.Name);
        }
    }

    private void RemoveWorkFiles()
    {
        File.Delete(deployment.Snapshot);
        File.Delete(deployment.Installed);
        if (Directory.Exists(deployment.Aside)) Directory.Delete(deployment.Aside, recursive: true);
    }

    private GroupState ReadState() => GroupState.Read(group.State, "");

    private void WriteState(GroupState state)
    {
        steps.Before("write state");
        state.Write(group.State);
    }
}
