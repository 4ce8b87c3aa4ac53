using Microsoft.Win32.SafeHandles;
using Slipway.Instances.Planning;
using Slipway.Revisions.Unix;

namespace Slipway.Instances.Installing;

/// <summary>
/// Rights of what is installed. Owner first, then mode, because the kernel takes setuid away with the owner; so a bundle's own setuid bit
/// is lost only where a permission sets an owner and no mode. Links are never followed: they get an owner and nothing else.
/// </summary>
internal static class EntryRights
{
    private static readonly uint OwnUser = UnixFiles.EffectiveUser;
    private static readonly uint OwnGroup = UnixFiles.EffectiveGroup;

    /// <summary>Rights of a staged file: those of the bundle's file, then owner and mode of the permission.</summary>
    internal static void SetFile(
        SafeFileHandle file, DirectoryHandle folder, string name, int createdMode, in FileStatus bundled, byte[]? inheritedAcl, ResolvedPermission? permission)
    {
        if (OwnUser == 0 && (bundled.User != OwnUser || bundled.Group != OwnGroup)) UnixFiles.ChangeOwner(file, bundled.User, bundled.Group);
        if (inheritedAcl is not null) UnixAttributes.Set(folder, name, UnixAttributes.AccessAcl, inheritedAcl);
        var mode = permission?.Specification.Mode;
        if (permission is { ChangesOwner: true })
        {
            if (mode is null) UnixFiles.ChangeMode(file, bundled.Mode);
            UnixFiles.ChangeOwner(file, permission.User ?? uint.MaxValue, permission.Group ?? uint.MaxValue);
            if (mode is not null) UnixFiles.ChangeMode(file, mode.Value);
        }
        else if ((mode ?? bundled.Mode) != createdMode || inheritedAcl is not null)
        {
            UnixFiles.ChangeMode(file, mode ?? bundled.Mode);
        }
    }

    internal static void SetLink(DirectoryHandle folder, string name, uint? inheritedGroup, ResolvedPermission? permission)
    {
        if (inheritedGroup is { } group && group != OwnGroup) UnixFiles.ChangeOwner(folder, name, uint.MaxValue, group);
        if (permission is { ChangesOwner: true }) UnixFiles.ChangeOwner(folder, name, permission.User ?? uint.MaxValue, permission.Group ?? uint.MaxValue);
    }

    internal static void SetDirectory(DirectoryHandle parent, string name, string shown, ResolvedPermission permission)
    {
        if (permission.ChangesOwner) UnixFiles.ChangeOwner(parent, name, permission.User ?? uint.MaxValue, permission.Group ?? uint.MaxValue);
        if (permission.Specification.Mode is { } mode) UnixFiles.ChangeMode(parent, name, mode);
        if (permission.Acl is { } acl) PosixAcl.Apply(parent, name, shown, acl, UnixFiles.Status(parent, name).Mode);
    }
}
