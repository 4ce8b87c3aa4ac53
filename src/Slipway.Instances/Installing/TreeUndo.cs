using Slipway.Instances.State;
using Slipway.Instances.Trees;
using Slipway.Revisions.Unix;

namespace Slipway.Instances.Installing;

/// <summary>
/// Takes a switch back, from wherever it stopped. What is to be done follows from the slots alone, so it can be interrupted and begun again:
/// a creation whose slot is full was never moved in or is back already; a removal whose slot is empty was never moved away or is back.
/// What scripts wrote beside the installed files stays.
/// </summary>
internal sealed class TreeUndo(InstanceTree tree, SwitchPlan plan, JournaledAreas areas, IReadOnlySet<int> occupied, Obstacles obstacles, Steps steps, List<string> failures)
{
    private PathTable Paths => tree.Paths;

    /// <summary>Takes away what was made and puts back what was moved; the rights of directories come later, by <see cref="RestoreDirectories"/>.</summary>
    internal void PutBack()
    {
        foreach (var path in plan.Contexts) SelinuxContexts.Remove(path);
        var known = plan.Directories.Select(d => d.Path).ToHashSet(StringComparer.Ordinal);
        for (var i = plan.Creations.Count - 1; i >= 0; i--)
        {
            if (plan.Creations[i] is not { } creation) continue;
            var slot = UndoArea.Slot(i);
            if (!creation.IsDirectory) Try(creation.Path, () => TakeAway(creation, slot));
            else if (!occupied.Contains(i) && !known.Contains(creation.Path)) Try(creation.Path, () => RemoveDirectory(creation.Path));
        }

        foreach (var directory in plan.Directories) Try(directory.Path, () => directory.MakeAgain(tree, obstacles));
        for (var i = plan.Removals.Count - 1; i >= 0; i--)
        {
            if (plan.Removals[i] is not { } removal) continue;
            var slot = UndoArea.Slot(i);
            if (!removal.IsDirectory) Try(removal.Path, () => MoveBack(removal, slot));
        }
    }

    /// <summary>Gives every touched directory its rights and its time again, the deepest first.</summary>
    internal void RestoreDirectories()
    {
        for (var i = plan.Directories.Count - 1; i >= 0; i--)
        {
            var directory = plan.Directories[i];
            Try(directory.Path, () => directory.Restore(tree));
        }

        foreach (var rule in plan.OldContexts) RestoreContext(rule);
    }

    private void RestoreContext(Planning.ContextRule rule)
    {
        try
        {
            // It may still be there, and semanage refuses to add it twice.
            SelinuxContexts.Remove(rule.Path);
            SelinuxContexts.Set(rule);
        }
        catch (Specifications.SlipwayException e)
        {
            failures.Add($"{rule.Path} ({e.Error.Message})");
        }
    }

    private void TakeAway(CreationStep creation, string slot)
    {
        if (areas[creation.Area] is not { } area || UnixFiles.TryStatus(area.New, slot, out _)) return;
        var node = Paths.Intern(creation.Path);
        steps.Before("take away");
        if (!tree.TryOpen(Paths.Parent(node), out var parent))
        {
            MarkEmpty(area, slot);
            return;
        }

        try
        {
            if (UnixFiles.TryStatus(parent, Paths.Name(node), out var status) && status.Kind == FileKind.Directory)
            {
                // A script put a directory of its own in the file's place.
                MarkEmpty(area, slot);
                return;
            }

            UnixFiles.Rename(parent, Paths.Name(node), area.New, slot);
        }
        catch (UnixException e) when (e.Errno == Errno.NotFound)
        {
            MarkEmpty(area, slot);
        }
    }

    /// <summary>Fills the slot of something that a script removed, so that it counts as taken away.</summary>
    private static void MarkEmpty(UndoArea area, string slot) => UnixFiles.CreateFile(area.New, slot).Dispose();

    private void RemoveDirectory(string path)
    {
        var node = Paths.Intern(path);
        if (!tree.TryOpen(Paths.Parent(node), out var parent)) return;
        tree.Forget(node);
        steps.Before("remove directory");
        try
        {
            UnixFiles.RemoveDirectory(parent, Paths.Name(node));
        }
        catch (UnixException e) when (e.Errno is Errno.NotFound or Errno.NotEmpty or Errno.Exists or Errno.NotDirectory)
        {
            // Gone, or a script wrote into it: that stays.
        }
    }

    private void MoveBack(RemovalStep removal, string slot)
    {
        if (areas[removal.Area] is not { } area || !UnixFiles.TryStatus(area.Old, slot, out _)) return;
        var node = Paths.Intern(removal.Path);
        steps.Before("move back");
        obstacles.ClearForFile(node);
        UnixFiles.Rename(area.Old, slot, tree.Open(Paths.Parent(node)), Paths.Name(node), replace: true);
    }

    private void Try(string path, Action action)
    {
        try
        {
            action();
        }
        catch (UnixException e)
        {
            failures.Add($"{path} ({e.Reason})");
        }
    }
}
