using Slipway.Instances.State;
using Slipway.Instances.Trees;
using Slipway.Revisions.Objects;
using Slipway.Specifications;
using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.Findings;

namespace Slipway.Instances.Planning;

/// <summary>What a plan is made from.</summary>
/// <param name="AppSpec">The new revision's appspec.</param>
/// <param name="AppSpecFile">Its file, for messages.</param>
/// <param name="Revision">Folder of the staged revision.</param>
/// <param name="Installed">File with the record of the revision in place.</param>
/// <param name="Behavior">What to do with foreign files that exist.</param>
/// <param name="Contents">What the revision holds by hash; null when that is not known.</param>
internal sealed record PlanInputs(
    ServerAppSpec AppSpec, string AppSpecFile, string Revision, string Installed, FileExistsBehavior Behavior, ArchiveContents? Contents);

/// <summary>Plans an installation from the disk as it is now: cleanup of the previous revision, mappings, originals that come back, permissions.</summary>
internal static class InstancePlanner
{
    internal static TreePlan Plan(InstanceTree tree, PlanInputs inputs, CancellationToken cancellation) => Finish(Begin(tree, inputs.Installed), inputs, cancellation);

    /// <summary>The part that needs no revision: what goes of the previous one. It can be planned while the new one is staged.</summary>
    internal static TreePlan Begin(InstanceTree tree, string installed)
    {
        var plan = new TreePlan(new TreeView(tree));
        CleanupPlanner.Plan(plan, InstalledRecord.Read(installed), InstalledRecord.ReadStamp(installed));
        return plan;
    }

    internal static TreePlan Finish(TreePlan plan, PlanInputs inputs, CancellationToken cancellation)
    {
        new RevisionPlanner(plan, inputs.Revision, inputs.Behavior, inputs.AppSpecFile).Plan(inputs.AppSpec.Files, cancellation);
        if (plan.Originals.Count > 0 || plan.WaitingOriginals.Count > 0)
        {
            var nowhere = new AppSpecText("", "", SourceRange.Start);
            OriginalsPlanner.Plan(plan, new(plan, inputs.Behavior, (_, code) => new(code, "")), new(nowhere, nowhere));
        }

        new PermissionPlanner(plan, inputs.AppSpecFile).Plan(inputs.AppSpec.Permissions);
        if (inputs.Contents is not null && plan.Conflicts.Count == 0) new UnchangedPlanner(plan, inputs.Contents, inputs.Revision).Plan(cancellation);
        return plan;
    }
}
