using Slipway.Instances.Delivery;
using Slipway.Instances.Scripts;
using Slipway.Instances.State;
using Slipway.Instances.Trees;
using Slipway.Instances.Trust;
using Slipway.Revisions;
using Slipway.Revisions.Unix;
using Slipway.Specifications;
using Slipway.Specifications.AppSpecs;

namespace Slipway.Instances.Planning;

/// <summary>Makes the plan that users see: the same planner, on the disk as it is now, without touching anything.</summary>
internal static class PlanReport
{
    internal static InstancePlan Make(InstanceSettings settings, InstanceDeployment deployment, RevisionDelivery? delivery, CancellationToken cancellation) =>
        Preview(
            settings,
            deployment,
            delivery,
            preview => new InstancePlan(
                preview is { Plan: { } plan, Revision: { } revision } ? Changes(plan, SourceFacts(plan), revision.Folder) : [], preview.Scripts, preview.Conflicts),
            cancellation);

    /// <summary>Lays the revision out in a temporary folder, plans with it, and removes it again.</summary>
    internal static T Preview<T>(InstanceSettings settings, InstanceDeployment deployment, RevisionDelivery? delivery, Func<RevisionPreview, T> use, CancellationToken cancellation)
    {
        var group = GroupFolder.Of(settings.StateFolder, deployment.DeploymentGroupName);
        var state = GroupState.Read(group.State, deployment.DeploymentGroupName);
        var inPlace = ScriptSource.InPlace(group, state.Current, _ => { });
        if (deployment.RestartOnly) return use(new(group, inPlace, null, null, null, Scripts(deployment, inPlace, inPlace), []));
        var temporary = Path.Combine(Path.GetTempPath(), "slipway-plan-" + Path.GetRandomFileName());
        try
        {
            var conflicts = new List<PlannedConflict>();
            SignerDemand? demand = null;
            var delivered = delivery?.Objects is null ? null : new DeliveredFolder(settings.StateFolder).Read(deployment.Revision!);
            Try(conflicts, () => demand = SignerDemand.Begin(deployment, delivered));
            var staged = delivered is not null ? RevisionStaging.StageDelivered(deployment.Revision!, delivered.Manifest, temporary, delivery!.Objects!, sent: null, cancellation)
                : RevisionStaging.Stage(deployment.Revision!, temporary, StagingLimits.Default, objects: null, cancellation);
            Try(conflicts, () => demand?.Verify(staged, cancellation));
            if (ReadAppSpec(staged, settings, deployment, conflicts) is not { } appSpec) return use(new(group, inPlace, null, staged, null, [], conflicts));
            var revision = new ScriptSource(deployment.DeploymentId, staged.Folder, Path.Combine(deployment.Revision!, staged.AppSpecFile!), appSpec);
            Try(conflicts, () => RevisionChecks.CheckHooks(appSpec, revision.AppSpecFile, staged.Folder, deployment.Events));
            using var tree = new InstanceTree(settings.Root, new PathTable());
            var behavior = appSpec.FileExistsBehavior ?? deployment.FileExistsBehavior ?? FileExistsBehavior.Disallow;
            var plan = InstancePlanner.Plan(tree, new(appSpec, revision.AppSpecFile, staged.Folder, group.Installed, behavior, staged.Contents), cancellation);
            conflicts.AddRange(plan.Conflicts);
            return use(new(group, inPlace, revision, staged, plan, Scripts(deployment, inPlace, revision), conflicts));
        }
        finally
        {
            if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
        }
    }

    private static ServerAppSpec? ReadAppSpec(StagedRevision staged, InstanceSettings settings, InstanceDeployment deployment, List<PlannedConflict> conflicts)
    {
        ServerAppSpec? appSpec = null;
        Try(conflicts, () => appSpec = RevisionChecks.ReadAppSpec(staged, deployment.Revision!, settings.Agent));
        return appSpec;
    }

    private static void Try(List<PlannedConflict> conflicts, Action check)
    {
        try
        {
            check();
        }
        catch (SlipwayException e)
        {
            conflicts.Add(new(e.Error, IsPrediction: false));
        }
    }

    private static List<PlannedScript> Scripts(InstanceDeployment deployment, ScriptSource? inPlace, ScriptSource? revision)
    {
        var scripts = new List<PlannedScript>();
        var hasBundle = false;
        foreach (var lifecycleEvent in deployment.Events)
        {
            hasBundle |= lifecycleEvent == LifecycleEvents.DownloadBundle;
            if (LifecycleEvents.IsReserved(lifecycleEvent)) continue;
            var usesPrevious = deployment.RestartOnly || (LifecycleEvents.UsesPreviousRevision(lifecycleEvent) && !hasBundle);
            var source = usesPrevious ? inPlace : revision;
            if (source is null) continue;
            foreach (var script in source.AppSpec.ScriptsOf(lifecycleEvent)) scripts.Add(new(lifecycleEvent, script, usesPrevious ? source.DeploymentId : null));
        }

        return scripts;
    }

    /// <summary>Size and mode of every source, read while the staged revision is still there.</summary>
    private static (long[] Sizes, short[] Modes) SourceFacts(TreePlan plan)
    {
        var sizes = new long[plan.Creations.Count];
        var modes = new short[plan.Creations.Count];
        for (var i = 0; i < plan.Creations.Count; i++)
        {
            if (plan.Creations[i].Kind != CreationKind.File || !UnixFiles.TryStatus(null, plan.SourceOf(plan.Creations[i]), out var status)) continue;
            sizes[i] = status.Size;
            modes[i] = (short)status.Mode;
        }

        return (sizes, modes);
    }

    private static IEnumerable<PlannedChange> Changes(TreePlan plan, (long[] Sizes, short[] Modes) sources, string revision)
    {
        var real = RealPaths.Of(revision);
        var replaced = new HashSet<int>();
        foreach (var removal in plan.Removals)
        {
            if (removal.IsForeign) replaced.Add(removal.Physical);
        }

        foreach (var removal in plan.Removals)
        {
            if (plan.IsKept(removal.Physical)) continue;
            var returns = plan.Paths.Has(removal.Physical, NodeFlags.PlannedFile) || plan.Paths.Has(removal.Physical, NodeFlags.PlannedDirectory);
            if (!removal.IsForeign && !returns) yield return new(removal.IsDirectory ? ChangeKind.RemoveDirectory : ChangeKind.Remove, plan.Paths.PathOf(removal.Physical));
        }

        for (var i = 0; i < plan.Creations.Count; i++)
        {
            var creation = plan.Creations[i];
            var permission = creation.Permission < 0 ? null : plan.Permissions[creation.Permission].Specification;
            var path = plan.Paths.PathOf(creation.Written);
            if (plan.IsKept(creation.Physical))
            {
                if (creation.Kind == CreationKind.File) yield return new(ChangeKind.Unchanged, path, sources.Sizes[i]);
                continue;
            }

            if (creation.Kind == CreationKind.Directory)
            {
                yield return new(ChangeKind.MakeDirectory, path, 0, permission?.Mode, permission?.Owner?.Text, permission?.Group?.Text);
                continue;
            }

            if (creation.Kind == CreationKind.Original)
            {
                yield return new(ChangeKind.Restore, path);
                continue;
            }

            var replaces = replaced.Contains(creation.Physical) || plan.Paths.Has(creation.Physical, NodeFlags.Removed);
            int? mode = creation.Kind == CreationKind.Link ? null : permission?.Mode ?? (ushort)sources.Modes[i];
            var source = plan.SourceOf(creation);
            if (source.StartsWith(real + "/", StringComparison.Ordinal)) source = source[(real.Length + 1)..];
            yield return new(replaces ? ChangeKind.Replace : ChangeKind.Create, path, sources.Sizes[i], mode, permission?.Owner?.Text, permission?.Group?.Text, source);
        }

        foreach (var retained in plan.Retained) yield return new(ChangeKind.Retain, plan.Paths.PathOf(retained));
    }
}
