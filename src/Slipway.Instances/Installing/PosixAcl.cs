using System.Buffers.Binary;
using Slipway.Instances.Planning;
using Slipway.Revisions.Unix;

namespace Slipway.Instances.Installing;

/// <summary>
/// POSIX ACLs in the kernel's binary form (<c>include/uapi/linux/posix_acl_xattr.h</c>), completed as the agent completes what it hands to
/// <c>setfacl --set</c>: base entries from the mode, a mask from the group's bits when named entries lack one, and the same for defaults.
/// </summary>
internal static class PosixAcl
{
    private const uint Version = 2;

    /// <summary>Sets the entries of a permission on a file or directory whose mode is already the final one.</summary>
    /// <exception cref="Specifications.SlipwayException">SLW0226: the file system keeps no ACLs, or the entries contradict each other.</exception>
    internal static void Apply(DirectoryHandle directory, string name, string shown, IReadOnlyList<AclEntry> entries, int mode)
    {
        var access = entries.Where(e => !e.IsDefault).ToList();
        access.RemoveAll(e => e.Tag is AclTag.Owner or AclTag.OwningGroup or AclTag.Other);
        access.Add(new(false, AclTag.Owner, AclEntry.NoId, (mode >> 6) & 7));
        access.Add(new(false, AclTag.OwningGroup, AclEntry.NoId, (mode >> 3) & 7));
        access.Add(new(false, AclTag.Other, AclEntry.NoId, mode & 7));
        AddMask(access, (mode >> 3) & 7, isDefault: false);
        Set(directory, name, shown, UnixAttributes.AccessAcl, access);

        var defaults = entries.Where(e => e.IsDefault).ToList();
        if (defaults.Count == 0)
        {
            // --set replaces the whole ACL, the default one with it.
            UnixAttributes.Remove(directory, name, UnixAttributes.DefaultAcl);
            return;
        }

        Complete(defaults, AclTag.Owner, (mode >> 6) & 7);
        Complete(defaults, AclTag.OwningGroup, (mode >> 3) & 7);
        Complete(defaults, AclTag.Other, mode & 7);
        AddMask(defaults, defaults.First(e => e.Tag == AclTag.OwningGroup).Rights, isDefault: true);
        Set(directory, name, shown, UnixAttributes.DefaultAcl, defaults);
    }

    /// <summary>The binary form of entries.</summary>
    internal static byte[] Encode(IEnumerable<AclEntry> entries)
    {
        var sorted = entries.OrderBy(e => e.Tag).ThenBy(e => e.Id).ToList();
        var bytes = new byte[4 + (8 * sorted.Count)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Version);
        for (var i = 0; i < sorted.Count; i++)
        {
            var at = bytes.AsSpan(4 + (8 * i));
            BinaryPrimitives.WriteUInt16LittleEndian(at, (ushort)sorted[i].Tag);
            BinaryPrimitives.WriteUInt16LittleEndian(at[2..], (ushort)sorted[i].Rights);
            BinaryPrimitives.WriteUInt32LittleEndian(at[4..], sorted[i].Id);
        }

        return bytes;
    }

    private static void Complete(List<AclEntry> entries, AclTag tag, int rights)
    {
        if (!entries.Exists(e => e.Tag == tag)) entries.Add(new(true, tag, AclEntry.NoId, rights));
    }

    private static void AddMask(List<AclEntry> entries, int rights, bool isDefault)
    {
        if (entries.Exists(e => e.IsNamed) && !entries.Exists(e => e.Tag == AclTag.Mask)) entries.Add(new(isDefault, AclTag.Mask, AclEntry.NoId, rights));
    }

    private static void Set(DirectoryHandle directory, string name, string shown, string attribute, List<AclEntry> entries)
    {
        if (entries.GroupBy(e => (e.Tag, e.Id)).Any(g => g.Count() > 1))
        {
            throw InstanceErrors.Of("SLW0226", $"The ACL entries for '{shown}' name the same account twice. Keep one of them.");
        }

        try
        {
            UnixAttributes.Set(directory, name, attribute, Encode(entries));
        }
        catch (UnixException e) when (e.Errno == Errno.NotSupported)
        {
            throw InstanceErrors.Of("SLW0226",
                $"The file system of '{shown}' keeps no ACLs. Mount it with ACL support, or remove 'acls' from the permission.", e);
        }
    }
}
