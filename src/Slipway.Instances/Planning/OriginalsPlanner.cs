using Slipway.Instances.Trees;
using Slipway.Specifications.AppSpecs;

namespace Slipway.Instances.Planning;

/// <summary>Brings back foreign files that the previous revision had replaced, unless the new one takes their place again.</summary>
internal static class OriginalsPlanner
{
    internal static void Plan(TreePlan plan, DestinationPlanner destinations, FileMapping nowhere)
    {
        foreach (var (written, name) in plan.WaitingOriginals.ToList())
        {
            var physical = plan.View.PhysicalOf(written);
            if (physical < 0) continue;
            plan.WaitingOriginals.Remove(written);
            plan.Originals[physical] = name;
        }

        foreach (var (physical, name) in plan.Originals.ToList())
        {
            if (plan.Paths.Has(physical, NodeFlags.PlannedFile)) continue;
            plan.Originals.Remove(physical);
            var parent = Parent(plan, destinations, nowhere, plan.Paths.Parent(physical));
            if (parent is { } directory && !plan.Paths.Has(physical, NodeFlags.PlannedDirectory) && plan.View.AfterCleanup(physical) == Standing.Absent)
            {
                plan.Originals[physical] = name;
                plan.Creations.Add(new(physical, physical, -1, -1, CreationKind.Original, IsRecorded: false));
                continue;
            }

            plan.WaitingOriginals[physical] = name;
            plan.Warnings.Add(
                $"The file that stood at '{plan.Paths.PathOf(physical)}' before it was replaced cannot come back, because something else stands in its place; it stays in the instance's state as kept/{name}.");
        }
    }

    private static DestinationDirectory? Parent(TreePlan plan, DestinationPlanner destinations, FileMapping nowhere, int node)
    {
        if (node == 0) return new(0, 0);
        return Parent(plan, destinations, nowhere, plan.Paths.Parent(node)) is not { } above || plan.View.Planned(node) is not (Standing.Absent or Standing.Directory)
            ? null
            : destinations.Directory(nowhere, above, plan.Paths.Name(node), isRecorded: false);
    }
}
