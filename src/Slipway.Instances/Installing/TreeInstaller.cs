using Slipway.Instances.Planning;
using Slipway.Instances.Scripts;
using Slipway.Instances.State;
using Slipway.Instances.Trees;
using Slipway.Revisions.Objects;
using Slipway.Revisions.Unix;

namespace Slipway.Instances.Installing;

/// <summary>Carries out a plan: areas, journaled plan, staging, switch, record. Whatever happens, <see cref="TreeUndo"/> can take it back.</summary>
internal sealed class TreeInstaller(TreePlan plan, DeploymentFolder deployment, string deploymentId, ScriptSource revision, string keptFolder, Journal journal, Steps steps)
{
    private InstanceTree Tree => plan.View.Tree;

    /// <summary>Installs.</summary>
    /// <exception cref="Specifications.SlipwayException">It failed; the tree may be changed and is to be undone.</exception>
    internal void Install(Action<long, long> progress, CancellationToken cancellation)
    {
        if (plan.Permissions.Exists(p => p.Specification.Context is not null)) SelinuxContexts.CheckPrograms();
        using var areas = new UndoAreas(Tree, deployment, journal);
        var directories = new SortedDictionary<string, DirectoryRights>(StringComparer.Ordinal);
        Inheritances inheritances;
        try
        {
            // As they were before anything of ours, an area too, was made in them.
            CaptureDirectories(directories);
            inheritances = new(plan, areas);
            WritePlan(directories.Values, inheritances);
        }
        catch (UnixException e)
        {
            throw InstanceErrors.FromUnix(e, "Reading", e.Path);
        }

        var staging = new ContentStaging(plan, areas, keptFolder, inheritances, withInodes: revision.Contents is not null);
        staging.Run(progress, cancellation);
        foreach (var area in areas.All) UnixFiles.SyncFileSystem(area.Folder);
        journal.Append(JournalStep.Switch, isDurable: true);
        new TreeSwitch(plan, areas, inheritances, journal, steps).Run();
        InstalledRecord.Write(deployment.Installed, FileSystemClock.Now(deployment.Path), Record(staging));
        journal.Append(JournalStep.Installed, isDurable: false);
    }

    private void CaptureDirectories(SortedDictionary<string, DirectoryRights> directories)
    {
        var last = -1;
        foreach (var removal in plan.Removals)
        {
            if (plan.IsKept(removal.Physical)) continue;
            if (removal.IsDirectory) Capture(removal.Physical);
            Capture(plan.Paths.Parent(removal.Physical));
        }

        foreach (var creation in plan.Creations)
        {
            if (!plan.IsKept(creation.Physical)) Capture(plan.Paths.Parent(creation.Physical));
        }

        void Capture(int node)
        {
            if (node == last) return;
            last = node;
            if (plan.View.OnDisk(node) != Standing.Directory) return;
            var path = plan.Paths.PathOf(node);
            if (!directories.ContainsKey(path)) directories.Add(path, DirectoryRights.Capture(Tree, node));
        }
    }

    private void WritePlan(IEnumerable<DirectoryRights> directories, Inheritances inheritances)
    {
        using var writer = new SwitchPlan.Writer(deployment.Plan);
        var paths = new ParentPath(plan.Paths);
        foreach (var directory in directories) writer.Directory(directory);
        for (var i = 0; i < plan.Removals.Count; i++)
        {
            var removal = plan.Removals[i];
            if (plan.IsKept(removal.Physical))
            {
                writer.SkipRemoval();
                continue;
            }

            writer.Removal(removal.IsDirectory ? 0 : inheritances.OfRemoval(i).Area, removal.IsDirectory, removal.IsForeign ? KeptName(i) : null, paths.Of(removal.Physical), plan.Paths.Name(removal.Physical));
            if (removal.IsForeign) plan.Originals[removal.Physical] = KeptName(i);
        }

        for (var i = 0; i < plan.Creations.Count; i++)
        {
            var creation = plan.Creations[i];
            if (plan.IsKept(creation.Physical))
            {
                writer.SkipCreation();
                continue;
            }

            var isDirectory = creation.Kind == CreationKind.Directory;
            writer.Creation(isDirectory ? 0 : inheritances.OfCreation(i).Area, isDirectory, paths.Of(creation.Physical), plan.Paths.Name(creation.Physical));
        }

        foreach (var rule in plan.NewContexts()) writer.Context(rule.Path);
        foreach (var rule in plan.OldContexts) writer.OldContext(rule);
        writer.End();
    }

    private string KeptName(int removal) => $"{deploymentId}-{removal}";

    private IEnumerable<InstalledEntry> Record(ContentStaging staging)
    {
        var prefix = RealPaths.Of(revision.Folder);
        var paths = new ParentPath(plan.Paths);
        var (sourceIndex, source) = (-1, "");
        for (var i = 0; i < plan.Creations.Count; i++)
        {
            var creation = plan.Creations[i];
            if (!creation.IsRecorded) continue;
            var folder = paths.Of(creation.Written);
            var name = plan.Paths.Name(creation.Written);
            if (creation.Kind == CreationKind.Directory)
            {
                yield return new(InstalledKind.Directory, 0, default, null, "", folder, name);
                continue;
            }

            var kind = creation.Kind == CreationKind.Link ? InstalledKind.Link : InstalledKind.File;
            var time = ContentStaging.TimeOf(staging.Times[i]);
            if (creation.Folder != sourceIndex) (sourceIndex, source) = (creation.Folder, SourceFolder.Of(prefix, plan.Folders[creation.Folder]));
            var original = plan.Originals.Count == 0 ? null : plan.Originals.GetValueOrDefault(creation.Physical);
            var listed = kind == InstalledKind.File ? revision.Contents?.Find(source, name) ?? -1 : -1;
            if (plan.IsKept(creation.Physical))
            {
                var kept = revision.Contents!.Entries[listed];
                yield return new(kind, kept.Size, ObjectKey.Modified, original, source, folder, name, ObjectKey.Of(kept).Content, plan.KeptInodes![i]);
                continue;
            }

            // What was copied is the revision's content unless a script, known or not, wrote to the archive.
            var isKnown = listed >= 0 && !revision.Contents!.IsEdited(listed) && staging.Inodes![i] != 0 && time == ObjectKey.Modified && staging.Sizes[i] == revision.Contents.Entries[listed].Size;
            yield return new(
                kind, staging.Sizes[i], time, original, source, folder, name, isKnown ? revision.Contents!.KeyOf(listed).Content : null, isKnown ? staging.Inodes![i] : 0);
        }

        foreach (var rule in plan.NewContexts())
        {
            var slash = rule.Path.LastIndexOf('/');
            yield return new(InstalledKind.Context, 0, default, null, rule.Context, rule.Path[..slash], rule.Path[(slash + 1)..]);
        }

        foreach (var (written, name) in plan.WaitingOriginals) yield return new(InstalledKind.Original, 0, default, name, "", paths.Of(written), plan.Paths.Name(written));
    }
}
