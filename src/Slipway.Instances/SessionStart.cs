using Slipway.Instances.Delivery;
using Slipway.Instances.Installing;
using Slipway.Instances.Planning;
using Slipway.Instances.Scripts;
using Slipway.Instances.State;
using Slipway.Instances.Trees;
using Slipway.Instances.Trust;
using Slipway.Revisions;
using Slipway.Revisions.Delivery;
using Slipway.Revisions.Objects;
using Slipway.Revisions.Unix;
using Slipway.Specifications;

namespace Slipway.Instances;

/// <summary>The beginning of a deployment on an instance that is locked: staging, refusals, and only then the first lines of state and journal.</summary>
/// <param name="context">The deployment.</param>
/// <param name="sent">Contents of its revision that were sent and are no objects yet; null when there are none.</param>
internal sealed class SessionStart(InstanceContext context, DeliveredContents? sent)
{
    private readonly DeliveredFolder delivered = new(context.Settings.StateFolder);
    private ArchiveContents? contents;

    private InstanceDeployment Deployment => context.Deployment;

    internal InstanceSession Begin(CancellationToken cancellation)
    {
        var state = GroupState.Read(context.Group.State, Deployment.DeploymentGroupName);
        if (Directory.Exists(context.Folder.Path) && File.Exists(context.Folder.Journal))
        {
            throw InstanceErrors.Of("SLW0235", $"The deployment id {Deployment.DeploymentId} was used on this instance before. Deploy under a new one.");
        }

        if (Deployment.RestartOnly && state.Current is null)
        {
            throw InstanceErrors.Of("SLW0241",
                $"There is no revision of group '{Deployment.DeploymentGroupName}' on this instance to start again. Deploy one first.");
        }

        StateFolder.Make(context.Group.Deployments);
        using var retention = Retention.Begin(context.Group, state, context.Settings.KeepRevisions, Deployment.Revision, context.Warn);
        if (delivered.Sweep(Deployment.Revision, context.Warn)) File.WriteAllBytes(context.Group.CollectObjects, []);
        var inPlace = ScriptSource.InPlace(context.Group, state.Current, context.Warn);
        try
        {
            StateFolder.Make(context.Folder.Path);
            var (revision, plan) = Deployment.RestartOnly ? default : Stage(cancellation);
            retention.Dispose();
            CollectObjects();
            if (context.Settings.Root.Length > 0) Directory.CreateDirectory(context.Settings.Root);
            (state with { FencingNumber = Math.Max(state.FencingNumber, Deployment.FencingNumber), Unfinished = Deployment.DeploymentId }).Write(context.Group.State);
            var journal = Journal.Open(context.Folder.Journal, context.Steps);
            journal.Append(
                JournalStep.Begin,
                isDurable: true,
                ("deployment", Deployment.DeploymentId),
                ("group", Deployment.DeploymentGroupName),
                ("application", Deployment.ApplicationName),
                ("fencing", Deployment.FencingNumber),
                ("bundle", Deployment.Revision ?? ""));
            return new(context, journal, inPlace, revision, plan, SessionProgress.None);
        }
        catch
        {
            if (!File.Exists(context.Folder.Journal))
            {
                KeepSent();
                Discard();
            }

            throw;
        }
    }

    private (ScriptSource Revision, TreePlan Plan) Stage(CancellationToken cancellation)
    {
        var revision = Deployment.Revision!;
        var byContents = delivered.IsByContents(revision) ? delivered.Read(revision) : null;
        var demand = SignerDemand.Begin(Deployment, byContents);
        using var beginning = new PlanBeginning(context);
        var staged = byContents is not null ? StageDelivered(revision, byContents.Manifest, cancellation)
            : ArchiveOf(revision) is { } manifest ? RevisionStaging.StageAgain(revision, manifest, context.Folder.Revision, context.Objects, cancellation)
            : RevisionStaging.Stage(revision, context.Folder.Revision, StagingLimits.Default, context.Objects, cancellation);
        contents = staged.Contents;
        demand.End(staged, context.Folder.Proof, cancellation);
        if (contents is not null) ManifestFile.Write(context.Folder.Manifest, contents.Manifest);
        var appSpec = RevisionChecks.ReadAppSpec(staged, Deployment.Revision!, context.Settings.Agent);
        var file = Path.Combine(Deployment.Revision!, staged.AppSpecFile!);
        RevisionChecks.CheckHooks(appSpec, file, staged.Folder, Deployment.Events);
        var source = new ScriptSource(Deployment.DeploymentId, staged.Folder, file, appSpec) { Contents = contents };
        var plan = Plan(beginning, source, cancellation);
        if (plan.Conflicts.Find(c => !c.IsPrediction) is { } conflict) throw new SlipwayException(conflict.Error);
        new RevisionFacts
        {
            DeploymentId = Deployment.DeploymentId,
            ApplicationName = Deployment.ApplicationName,
            Folder = Path.GetRelativePath(context.Folder.Path, staged.Folder),
            AppSpecFile = staged.AppSpecFile!,
            Agent = context.Settings.Agent.ToString(),
            Delivered = Path.GetDirectoryName(revision) == delivered.Path ? Path.GetFileName(revision) : null,
        }.Write(context.Folder.RevisionFacts);
        return (source, plan);
    }

    private StagedRevision StageDelivered(string revision, RevisionManifest manifest, CancellationToken cancellation)
    {
        if (context.Objects is { } objects) return RevisionStaging.StageDelivered(revision, manifest, context.Folder.Revision, objects, sent, cancellation);
        throw InstanceErrors.Of("SLW0267", $"The delivered revision in '{revision}' cannot be laid out, because the instance's state no longer keeps objects. Nothing was touched. Deploy again.");
    }

    /// <summary>What was sent for a deployment that is refused is not sent again for the next one.</summary>
    private void KeepSent()
    {
        if (sent is null || contents is null || context.Objects is not { } objects) return;
        try
        {
            objects.Sync();
            objects.Publish(contents, context.Folder.Revision);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            context.Warn($"The contents that were sent for the refused deployment are not kept: {e.Message}");
        }
    }

    /// <summary>The manifest of a revision that is an earlier deployment's archive: what scripts edited in it is not deployed again.</summary>
    private RevisionManifest? ArchiveOf(string revision)
    {
        var folder = new DeploymentFolder(Path.GetDirectoryName(revision.TrimEnd('/')) ?? "");
        return folder.Revision == revision.TrimEnd('/') && RealPaths.IsWithin(folder.Path, context.Settings.StateFolder) ? ManifestFile.Read(folder.Manifest) : null;
    }

    /// <summary>After staging, so that what only the removed archives shared with the new one is still used.</summary>
    private void CollectObjects()
    {
        if (context.Objects is null || !File.Exists(context.Group.CollectObjects)) return;
        context.Steps.Before("collect objects");
        context.Objects.Collect();
        File.Delete(context.Group.CollectObjects);
    }

    private TreePlan Plan(PlanBeginning beginning, ScriptSource revision, CancellationToken cancellation)
    {
        try
        {
            return InstancePlanner.Finish(beginning.Take(), context.PlanInputs(revision), cancellation);
        }
        catch (UnixException e)
        {
            throw InstanceErrors.FromUnix(e, "Looking at", e.Path);
        }
    }

    private void Discard()
    {
        try
        {
            if (Directory.Exists(context.Folder.Path)) Directory.Delete(context.Folder.Path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            context.Warn($"The folder of the refused deployment could not be removed: {e.Message}");
        }
    }
}
