namespace Slipway.Revisions.Unix;

/// <summary>Extended attributes of an entry in an open directory. The kernel has no such calls: the way leads through <c>/proc/self/fd</c>.</summary>
public static class UnixAttributes
{
    /// <summary>Name of the attribute that holds an entry's POSIX access ACL.</summary>
    public const string AccessAcl = "system.posix_acl_access";

    /// <summary>Name of the attribute that holds a directory's default ACL.</summary>
    public const string DefaultAcl = "system.posix_acl_default";

    /// <summary>The attribute of the entry itself; null when it has none of that name or the file system knows none.</summary>
    public static byte[]? Get(DirectoryHandle directory, string name, string attribute) => UnixFiles.GetAttribute(PathOf(directory, name), attribute);

    /// <summary>Whether the entry itself has attributes beside SELinux's label.</summary>
    public static bool Any(DirectoryHandle directory, string name) => UnixFiles.HasAttributes(PathOf(directory, name));

    /// <summary>Sets the attribute of the entry itself.</summary>
    public static void Set(DirectoryHandle directory, string name, string attribute, ReadOnlySpan<byte> value) =>
        UnixFiles.SetAttribute(PathOf(directory, name), attribute, value);

    /// <summary>Removes the attribute of the entry itself, if it is there.</summary>
    public static void Remove(DirectoryHandle directory, string name, string attribute) => UnixFiles.RemoveAttribute(PathOf(directory, name), attribute);

    private static string PathOf(DirectoryHandle directory, string name) => $"/proc/self/fd/{directory.Descriptor}/{name}";
}
