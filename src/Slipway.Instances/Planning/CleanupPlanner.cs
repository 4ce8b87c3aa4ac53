using Slipway.Instances.State;
using Slipway.Instances.Trees;
using Slipway.Revisions.Objects;
using Slipway.Revisions.Unix;

namespace Slipway.Instances.Planning;

/// <summary>
/// The agent's cleanup of the previous revision (its <c>{group}-cleanup</c> list), as a plan: recorded paths in reverse; a file or link goes
/// whatever it is now, a directory only if it would be empty.
/// </summary>
internal static class CleanupPlanner
{
    /// <param name="plan">Takes the removals.</param>
    /// <param name="installed">What the previous revision installed.</param>
    /// <param name="installedUntil">When it had been installed; null when nothing was.</param>
    internal static void Plan(TreePlan plan, IEnumerable<InstalledEntry> installed, UnixTime? installedUntil)
    {
        var view = plan.View;
        var recorded = new Column<int>();
        var contents = new Column<RecordedFile>();
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
            if (entry.Kind != InstalledKind.Original)
            {
                recorded.Add(written);
                contents.Add(new(entry.Content.GetValueOrDefault(), entry.Content is null ? -1 : entry.Size, entry.Inode));
            }

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

        for (var i = recorded.Count - 1; i >= 0; i--)
        {
            var physical = PlanOne(plan, recorded[i], out var status);
            if (physical > 0 && installedUntil is { } until) Remember(plan, physical, contents[i], status, until);
        }
    }

    private readonly record struct RecordedFile(ContentHash Content, long Size, ulong Inode);

    /// <summary>Remembers a file that stands as recorded. All files whose content is recorded have the time of objects.</summary>
    private static void Remember(TreePlan plan, int physical, in RecordedFile file, in FileStatus status, UnixTime until)
    {
        if (status.Kind != FileKind.File || status.Size != file.Size || status.Modified != ObjectKey.Modified || status.Links != 1) return;
        var isInDoubt = status.Inode != file.Inode || status.Changed.IsAfter(until);
        plan.Standing.Add(physical, new(file.Content, status.Inode, status.Size, status.Mode, status.User, status.Group, isInDoubt));
    }

    /// <returns>The physical path of what is removed; -1 when nothing is.</returns>
    private static int PlanOne(TreePlan plan, int written, out FileStatus status)
    {
        status = default;
        var view = plan.View;
        var physical = view.PhysicalOf(written);
        if (physical <= 0 || view.Paths.Has(physical, NodeFlags.Removed)) return -1;
        view.Paths.Flags(physical) |= NodeFlags.Recorded;
        var standing = view.OnDisk(physical, out status);
        if (standing == Standing.Absent || (standing == Standing.Directory && !WouldBeEmpty(view, physical))) return -1;
        view.Paths.Flags(physical) |= NodeFlags.Removed;
        plan.Removals.Add(new(physical, standing == Standing.Directory, IsForeign: false));
        return physical;
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
