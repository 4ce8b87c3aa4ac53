using Slipway.Instances.Planning;
using Slipway.Instances.State;
using Slipway.Instances.Trees;
using Slipway.Revisions.Unix;

namespace Slipway.Instances.Installing;

/// <summary>Carries out a plan: areas, journaled plan, staging, switch, record. Whatever happens, <see cref="TreeUndo"/> can take it back.</summary>
internal sealed class TreeInstaller(TreePlan plan, DeploymentFolder deployment, string deploymentId, string revision, string keptFolder, Journal journal, Steps steps)
{
    private readonly Dictionary<int, Inheritance> inheritances = [];
    private readonly Inheritance?[] removals = new Inheritance?[plan.Removals.Count];
    private readonly Inheritance?[] creations = new Inheritance?[plan.Creations.Count];

    private InstanceTree Tree => plan.View.Tree;

    /// <summary>Installs.</summary>
    /// <exception cref="Specifications.SlipwayException">It failed; the tree may be changed and is to be undone.</exception>
    internal void Install(Action<long, long> progress, CancellationToken cancellation)
    {
        if (plan.Permissions.Exists(p => p.Specification.Context is not null)) SelinuxContexts.CheckPrograms();
        using var areas = new UndoAreas(Tree, deployment, journal);
        var directories = new SortedDictionary<string, DirectoryRights>(StringComparer.Ordinal);
        try
        {
            // As they were before anything of ours, an area too, was made in them.
            CaptureDirectories(directories);
            AssignAreas(areas);
            WritePlan(directories.Values);
        }
        catch (UnixException e)
        {
            throw InstanceErrors.FromUnix(e, "Reading", e.Path);
        }

        var staging = new ContentStaging(plan, areas, keptFolder, creations);
        staging.Run(progress, cancellation);
        foreach (var area in areas.All) UnixFiles.SyncFileSystem(area.Folder);
        journal.Append(JournalStep.Switch, isDurable: true);
        new TreeSwitch(plan, areas, removals, creations, journal, steps).Run();
        InstalledRecord.Write(deployment.Installed, Stamp(), Record(staging));
        journal.Append(JournalStep.Installed, isDurable: false);
    }

    private void CaptureDirectories(SortedDictionary<string, DirectoryRights> directories)
    {
        var last = -1;
        foreach (var removal in plan.Removals)
        {
            if (removal.IsDirectory) Capture(removal.Physical);
            Capture(plan.Paths.Parent(removal.Physical));
        }

        foreach (var creation in plan.Creations) Capture(plan.Paths.Parent(creation.Physical));

        void Capture(int node)
        {
            if (node == last) return;
            last = node;
            if (plan.View.OnDisk(node) != Standing.Directory) return;
            var path = plan.Paths.PathOf(node);
            if (!directories.ContainsKey(path)) directories.Add(path, DirectoryRights.Capture(Tree, node));
        }
    }

    private void AssignAreas(UndoAreas areas)
    {
        for (var i = 0; i < plan.Removals.Count; i++)
        {
            if (!plan.Removals[i].IsDirectory) removals[i] = InheritanceOf(areas, plan.Paths.Parent(plan.Removals[i].Physical));
        }

        for (var i = 0; i < plan.Creations.Count; i++)
        {
            if (plan.Creations[i].Kind != CreationKind.Directory) creations[i] = InheritanceOf(areas, plan.Paths.Parent(plan.Creations[i].Physical));
        }
    }

    /// <summary>What a directory hands down: its own setgid bit and default ACL, or, when it is made anew, those of the directory above.</summary>
    private Inheritance InheritanceOf(UndoAreas areas, int directory)
    {
        if (inheritances.TryGetValue(directory, out var known)) return known;
        if (plan.Paths.Has(directory, NodeFlags.PlannedDirectory)) return inheritances[directory] = InheritanceOf(areas, plan.Paths.Parent(directory));
        var area = areas.For(directory, out var status);
        var setGroup = (status.Mode & 0x400) != 0;
        return inheritances[directory] = new(area, setGroup ? status.Group : null, UnixAttributes.Get(Tree.Open(directory), ".", UnixAttributes.DefaultAcl));
    }

    private void WritePlan(IEnumerable<DirectoryRights> directories)
    {
        using var writer = new SwitchPlan.Writer(deployment.Plan);
        foreach (var directory in directories) writer.Directory(directory);
        for (var i = 0; i < plan.Removals.Count; i++)
        {
            var removal = plan.Removals[i];
            writer.Removal(removals[i]?.Area ?? 0, removal.IsDirectory, removal.IsForeign ? KeptName(i) : null, plan.Paths.PathOf(removal.Physical));
            if (removal.IsForeign) plan.Originals[removal.Physical] = KeptName(i);
        }

        for (var i = 0; i < plan.Creations.Count; i++)
        {
            writer.Creation(creations[i]?.Area ?? 0, plan.Creations[i].Kind == CreationKind.Directory, plan.Paths.PathOf(plan.Creations[i].Physical));
        }

        foreach (var creation in plan.Creations)
        {
            if (creation.Permission >= 0 && plan.Permissions[creation.Permission].Specification.Context is not null) writer.Context(Tree.Shown(creation.Physical));
        }

        writer.End();
    }

    private string KeptName(int removal) => $"{deploymentId}-{removal}";

    private IEnumerable<InstalledEntry> Record(ContentStaging staging)
    {
        var prefix = RealPaths.Of(revision);
        for (var i = 0; i < plan.Creations.Count; i++)
        {
            var creation = plan.Creations[i];
            if (!creation.IsRecorded) continue;
            var kind = creation.Kind switch
            {
                CreationKind.Directory => InstalledKind.Directory,
                CreationKind.Link => InstalledKind.Link,
                _ => InstalledKind.File,
            };
            var source = kind == InstalledKind.Directory ? "" : plan.SourceOf(creation);
            if (source.StartsWith(prefix + "/", StringComparison.Ordinal)) source = source[(prefix.Length + 1)..];
            var original = kind == InstalledKind.Directory ? null : plan.Originals.GetValueOrDefault(creation.Physical);
            yield return new(kind, staging.Sizes[i], staging.Times[i], original, source, plan.Paths.PathOf(creation.Written));
        }

        foreach (var (written, name) in plan.WaitingOriginals) yield return new(InstalledKind.Original, 0, default, name, "", plan.Paths.PathOf(written));
    }

    /// <summary>The time of the file system now, from a file touched now: what the kernel stamps on changes, not what the clock says.</summary>
    private UnixTime Stamp()
    {
        var probe = deployment.Path + "/stamp";
        File.WriteAllBytes(probe, []);
        UnixFiles.SetModified(null, probe, new(1, 0));
        var stamp = UnixFiles.Status(null, probe).Changed;
        File.Delete(probe);
        return stamp;
    }
}
