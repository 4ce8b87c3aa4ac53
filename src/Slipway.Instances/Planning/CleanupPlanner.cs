using Slipway.Instances.State;
using Slipway.Instances.Trees;

namespace Slipway.Instances.Planning;

/// <summary>
/// The agent's cleanup of the previous revision (its <c>{group}-cleanup</c> list), as a plan: recorded paths in reverse; a file or link goes
/// whatever it is now, a directory only if it would be empty.
/// </summary>
internal static class CleanupPlanner
{
    internal static void Plan(TreePlan plan, IEnumerable<InstalledEntry> installed)
    {
        var view = plan.View;
        var recorded = new Column<int>();
        var (folder, folderNode) = ("", 0);
        foreach (var entry in installed)
        {
            if (entry.Kind == InstalledKind.Context)
            {
                plan.OldContexts.Add(new(entry.Path, entry.SourceFolder));
                continue;
            }

            // Neighbours share their directory, so its path is taken apart once.
            if (entry.Folder != folder) (folder, folderNode) = (entry.Folder, view.Paths.Intern(entry.Folder));
            var written = view.Paths.Child(folderNode, entry.Name);
            if (entry.Kind != InstalledKind.Original) recorded.Add(written);
            if (entry.Original is null) continue;
            var physical = view.PhysicalOf(written);
            if (physical < 0)
            {
                plan.WaitingOriginals[written] = entry.Original;
                continue;
            }

            view.Paths.Flags(physical) |= NodeFlags.HasOriginal;
            plan.Originals[physical] = entry.Original;
        }

        for (var i = recorded.Count - 1; i >= 0; i--) PlanOne(plan, recorded[i]);
    }

    private static void PlanOne(TreePlan plan, int written)
    {
        var view = plan.View;
        var physical = view.PhysicalOf(written);
        if (physical <= 0 || view.Paths.Has(physical, NodeFlags.Removed)) return;
        view.Paths.Flags(physical) |= NodeFlags.Recorded;
        var standing = view.OnDisk(physical);
        if (standing == Standing.Absent || (standing == Standing.Directory && !WouldBeEmpty(view, physical))) return;
        view.Paths.Flags(physical) |= NodeFlags.Removed;
        plan.Removals.Add(new(physical, standing == Standing.Directory, IsForeign: false));
    }

    private static bool WouldBeEmpty(TreeView view, int directory)
    {
        foreach (var entry in view.Tree.List(directory))
        {
            var child = view.Paths.Find(directory, entry.Name);
            if (child < 0 || !view.Paths.Has(child, NodeFlags.Removed) || view.Paths.Has(child, NodeFlags.HasOriginal)) return false;
        }

        return true;
    }
}
