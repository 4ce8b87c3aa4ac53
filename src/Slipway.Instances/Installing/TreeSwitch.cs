using Slipway.Instances.Planning;
using Slipway.Instances.State;
using Slipway.Instances.Trees;
using Slipway.Revisions.Unix;

namespace Slipway.Instances.Installing;

/// <summary>
/// The short part of an installation in which the destination changes: renames, rmdir and mkdir only. Old entries move to their slots,
/// directories are made, new entries move from their slots; rights of directories come last, so that they cannot hinder it.
/// </summary>
internal sealed class TreeSwitch(TreePlan plan, UndoAreas areas, Inheritances inheritances, Journal journal, Steps steps)
{
    private InstanceTree Tree => plan.View.Tree;

    internal void Run()
    {
        Action<int> remove = Remove, create = Create;
        for (var i = 0; i < plan.Removals.Count; i++)
        {
            if (!plan.IsKept(plan.Removals[i].Physical)) Guard(plan.Removals[i].Physical, i, remove);
        }

        for (var i = 0; i < plan.Creations.Count; i++)
        {
            if (!plan.IsKept(plan.Creations[i].Physical)) Guard(plan.Creations[i].Physical, i, create);
        }

        for (var i = 0; i < plan.Creations.Count; i++)
        {
            if (plan.Creations[i] is { Kind: CreationKind.Directory, Permission: >= 0 } made && !plan.IsKept(made.Physical)) Guard(plan.Creations[i].Physical, i, SetDirectoryRights);
        }

        // The old rules first: semanage refuses to add one for a path that has one.
        foreach (var rule in plan.OldContexts)
        {
            steps.Before("remove context");
            SelinuxContexts.Remove(rule.Path);
        }

        foreach (var rule in plan.NewContexts())
        {
            steps.Before("set context");
            SelinuxContexts.Set(rule);
        }
    }

    private void Guard(int node, int index, Action<int> step)
    {
        try
        {
            step(index);
        }
        catch (UnixException e)
        {
            throw InstanceErrors.FromUnix(e, "Installing", Tree.Shown(node));
        }
    }

    private void Remove(int index)
    {
        var removal = plan.Removals[index];
        var parent = Tree.Open(plan.Paths.Parent(removal.Physical));
        var name = plan.Paths.Name(removal.Physical);
        if (removal.IsDirectory)
        {
            Tree.Forget(removal.Physical);
            steps.Before("rmdir");
            try
            {
                UnixFiles.RemoveDirectory(parent, name);
            }
            catch (UnixException e) when (e.Errno is Errno.NotEmpty or Errno.Exists)
            {
                throw InstanceErrors.Changed(Tree.Shown(removal.Physical), "something was written into it");
            }
            catch (UnixException e) when (e.Errno == Errno.NotFound)
            {
                // Gone already: as it should be.
            }

            return;
        }

        var area = areas[inheritances.OfRemoval(index).Area];
        var slot = UndoArea.Slot(index);
        steps.Before("move away");
        try
        {
            UnixFiles.Rename(parent, name, area.Old, slot);
        }
        catch (UnixException e) when (e.Errno == Errno.NotFound)
        {
            return;
        }

        if (UnixFiles.Status(area.Old, slot).Kind == FileKind.Directory) throw InstanceErrors.Changed(Tree.Shown(removal.Physical), "it became a directory");
    }

    private void Create(int index)
    {
        var creation = plan.Creations[index];
        var parent = Tree.Open(plan.Paths.Parent(creation.Physical));
        var name = plan.Paths.Name(creation.Physical);
        try
        {
            if (creation.Kind == CreationKind.Directory)
            {
                steps.Before("mkdir");
                UnixFiles.MakeDirectory(parent, name);
                return;
            }

            steps.Before("move in");
            MoveIn(areas[inheritances.OfCreation(index).Area], UndoArea.Slot(index), parent, name);
        }
        catch (UnixException e) when (e.Errno == Errno.Exists)
        {
            // A directory has no slot that tells whose it is, so undo is told not to touch this one.
            if (creation.Kind == CreationKind.Directory) journal.Append(JournalStep.Occupied, isDurable: true, ("creation", (long)index));
            throw InstanceErrors.Changed(Tree.Shown(creation.Physical), "something else was put there");
        }
    }

    private static void MoveIn(UndoArea area, string slot, DirectoryHandle parent, string name)
    {
        try
        {
            UnixFiles.Rename(area.New, slot, parent, name);
        }
        catch (UnixException e) when (e.Errno == Errno.InvalidArgument)
        {
            // A file system that cannot promise not to replace (NFS, some FUSE): look first.
            if (UnixFiles.TryStatus(parent, name, out _)) throw new UnixException(Errno.Exists, "rename", name);
            UnixFiles.Rename(area.New, slot, parent, name, replace: true);
        }
    }

    private void SetDirectoryRights(int index)
    {
        var creation = plan.Creations[index];
        var parent = Tree.Open(plan.Paths.Parent(creation.Physical));
        steps.Before("directory rights");
        EntryRights.SetDirectory(parent, plan.Paths.Name(creation.Physical), Tree.Shown(creation.Physical), plan.Permissions[creation.Permission]);
    }
}
