using Slipway.Instances.Trees;
using Slipway.Revisions.Objects;
using Slipway.Revisions.Unix;
using Slipway.Specifications.AppSpecs;

namespace Slipway.Instances.Planning;

/// <summary>
/// Finds what stands already as the plan would make it: files of the previous revision with the content, mode and owner that the new one
/// gives them, and the directories around them. They are left alone; the tree is the one that removing and making them would leave, but for
/// the times of directories. Whatever is unusual about an entry (an ACL, an SELinux context, another hard link, inherited rights) has it
/// made anew.
/// </summary>
internal sealed class UnchangedPlanner(TreePlan plan, ArchiveContents contents, string revision)
{
    private const int SetGroup = 0x400;
    private static readonly uint OwnUser = UnixFiles.EffectiveUser;
    private static readonly uint OwnGroup = UnixFiles.EffectiveGroup;
    private readonly string realRevision = RealPaths.Of(revision);
    private readonly Dictionary<int, bool> folders = [];
    private readonly Dictionary<int, int> directories = [];
    private readonly int freshMode = 0x1ff & ~UnixFiles.Umask();

    private PathTable Paths => plan.Paths;

    internal void Plan(CancellationToken cancellation)
    {
        if (plan.Standing.Count == 0) return;
        for (var i = 0; i < plan.Creations.Count; i++)
        {
            if (plan.Creations[i].Kind == CreationKind.Directory) directories.TryAdd(plan.Creations[i].Physical, i);
        }

        var (folder, source) = (-1, "");
        for (var i = 0; i < plan.Creations.Count; i++)
        {
            var creation = plan.Creations[i];
            if (creation.Kind != CreationKind.File || !plan.Standing.Has(creation.Physical)) continue;
            ref var standing = ref plan.Standing[creation.Physical];
            if (creation.Folder != folder) (folder, source) = (creation.Folder, SourceFolder.Of(realRevision, plan.Folders[creation.Folder]));
            if (standing.IsInDoubt) cancellation.ThrowIfCancellationRequested();
            if (IsSame(creation, standing, source)) Keep(creation.Physical, i, standing.Inode);
        }
    }

    private void Keep(int physical, int index, ulong inode)
    {
        Paths.Flags(physical) |= NodeFlags.Kept;
        (plan.KeptInodes ??= new ulong[plan.Creations.Count])[index] = inode;
        plan.KeptCount++;
    }

    private bool IsSame(in Creation creation, in StandingFile standing, string source)
    {
        var index = contents.Find(source, Paths.Name(creation.Written));
        if (index < 0 || contents.IsEdited(index)) return false;
        var key = contents.KeyOf(index);
        var permission = creation.Permission < 0 ? null : plan.Permissions[creation.Permission];
        if (key.Content != standing.Content || !HasRights(permission, standing.Mode, standing.User, standing.Group, key.Mode)) return false;
        var parent = Paths.Parent(creation.Physical);
        if (!CanStayIn(parent)) return false;
        if (!standing.IsInDoubt) return true;
        var folder = plan.View.Tree.Open(parent);
        var name = Paths.Name(creation.Physical);
        return !UnixAttributes.Any(folder, name) && standing.Content.IsContentOf(folder, name);
    }

    private static bool HasRights(ResolvedPermission? permission, int mode, uint user, uint group, int bundledMode) =>
        permission is null
            ? (mode, user, group) == (bundledMode, OwnUser, OwnGroup)
            : permission is { Acl: null, Specification.Context: null }
                && (mode, user, group) == (permission.Specification.Mode ?? bundledMode, permission.User ?? OwnUser, permission.Group ?? OwnGroup);

    /// <summary>Whether entries can stay in a directory: it stands and stays, and gives what is made in it no rights of its own.</summary>
    private bool CanStayIn(int directory)
    {
        if (folders.TryGetValue(directory, out var known)) return known;
        return folders[directory] = Paths.Has(directory, NodeFlags.PlannedDirectory) ? CanBeKept(directory) : GivesNoRights(directory, out _);
    }

    /// <summary>Whether a directory that is to be removed and made anew stands just as it would be made.</summary>
    private bool CanBeKept(int directory)
    {
        if (!Paths.Has(directory, NodeFlags.Removed) || !directories.TryGetValue(directory, out var index)) return false;
        var parent = Paths.Parent(directory);
        if (!CanStayIn(parent) || !GivesNoRights(directory, out var status)) return false;
        var creation = plan.Creations[index];
        var permission = creation.Permission < 0 ? null : plan.Permissions[creation.Permission];
        if (!HasRights(permission, status.Mode, status.User, status.Group, freshMode)) return false;
        if (UnixFiles.Status(plan.View.Tree.Open(parent)).Device != status.Device) return false;
        if (UnixAttributes.Any(plan.View.Tree.Open(parent), Paths.Name(directory))) return false;
        Keep(directory, index, 0);
        return true;
    }

    private bool GivesNoRights(int directory, out FileStatus status)
    {
        var handle = plan.View.Tree.Open(directory);
        status = UnixFiles.Status(handle);
        return (status.Mode & SetGroup) == 0 && UnixAttributes.Get(handle, ".", UnixAttributes.DefaultAcl) is null;
    }
}
