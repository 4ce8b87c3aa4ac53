using Slipway.Instances.Installing;
using Slipway.Instances.Planning;
using Slipway.Instances.Scripts;
using Slipway.Instances.State;
using Slipway.Instances.Trees;
using Slipway.Instances.Trust;
using Slipway.Revisions;
using Slipway.Revisions.Objects;
using Slipway.Revisions.Unix;
using Slipway.Specifications;

namespace Slipway.Instances;

/// <summary>The beginning of a deployment on an instance that is locked: staging, refusals, and only then the first lines of state and journal.</summary>
internal sealed class SessionStart(InstanceContext context)
{
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
            if (!File.Exists(context.Folder.Journal)) Discard();
            throw;
        }
    }

    private (ScriptSource Revision, TreePlan Plan) Stage(CancellationToken cancellation)
    {
        var demand = SignerDemand.Begin(Deployment);
        using var beginning = new PlanBeginning(context);
        var staged = ArchiveOf(Deployment.Revision!) is { } manifest
            ? RevisionStaging.StageAgain(Deployment.Revision!, manifest, context.Folder.Revision, context.Objects, cancellation)
            : RevisionStaging.Stage(Deployment.Revision!, context.Folder.Revision, StagingLimits.Default, context.Objects, cancellation);
        demand.End(staged, context.Folder.Proof, cancellation);
        if (staged.Contents is { } contents) ManifestFile.Write(context.Folder.Manifest, contents.Manifest);
        var appSpec = RevisionChecks.ReadAppSpec(staged, Deployment.Revision!, context.Settings.Agent);
        var file = Path.Combine(Deployment.Revision!, staged.AppSpecFile!);
        RevisionChecks.CheckHooks(appSpec, file, staged.Folder, Deployment.Events);
        var revision = new ScriptSource(Deployment.DeploymentId, staged.Folder, file, appSpec) { Contents = staged.Contents };
        var plan = Plan(beginning, revision, cancellation);
        if (plan.Conflicts.Find(c => !c.IsPrediction) is { } conflict) throw new SlipwayException(conflict.Error);
        new RevisionFacts
        {
            DeploymentId = Deployment.DeploymentId,
            ApplicationName = Deployment.ApplicationName,
            Folder = Path.GetRelativePath(context.Folder.Path, staged.Folder),
            AppSpecFile = staged.AppSpecFile!,
            Agent = context.Settings.Agent.ToString(),
        }.Write(context.Folder.RevisionFacts);
        return (revision, plan);
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
