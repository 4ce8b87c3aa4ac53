using Slipway.Revisions.Unix;

namespace Slipway.Instances.Installing;

/// <summary>Copies a file or link with everything that belongs to it: content, owner, mode, ACL, time.</summary>
internal static class EntryCopy
{
    /// <summary>Copies an entry to a name that must be free.</summary>
    /// <returns>The status of what was copied.</returns>
    internal static FileStatus Exact(DirectoryHandle from, string name, DirectoryHandle to, string newName)
    {
        var status = UnixFiles.Status(from, name);
        if (status.Kind == FileKind.Link)
        {
            UnixFiles.Symlink(UnixFiles.ReadLink(from, name), to, newName);
            SetOwner(to, newName, status);
            UnixFiles.SetModified(to, newName, status.Modified);
            return status;
        }

        using var source = UnixFiles.OpenRead(from, name);
        using var target = UnixFiles.CreateFile(to, newName);
        UnixFiles.Copy(source, target);
        Finish(target, to, newName, status, UnixAttributes.Get(from, name, UnixAttributes.AccessAcl));
        return status;
    }

    /// <summary>Gives a new file the owner, mode, ACL and time of another, in the order that keeps setuid.</summary>
    internal static void Finish(Microsoft.Win32.SafeHandles.SafeFileHandle file, DirectoryHandle folder, string name, in FileStatus status, byte[]? acl)
    {
        var now = UnixFiles.Status(file);
        if (now.User != status.User || now.Group != status.Group) UnixFiles.ChangeOwner(file, status.User, status.Group);
        if (acl is not null) UnixAttributes.Set(folder, name, UnixAttributes.AccessAcl, acl);
        UnixFiles.ChangeMode(file, status.Mode);
        UnixFiles.SetModified(file, status.Modified);
    }

    private static void SetOwner(DirectoryHandle folder, string name, in FileStatus status)
    {
        var now = UnixFiles.Status(folder, name);
        if (now.User != status.User || now.Group != status.Group) UnixFiles.ChangeOwner(folder, name, status.User, status.Group);
    }
}
