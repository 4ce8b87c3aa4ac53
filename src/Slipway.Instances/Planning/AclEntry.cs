namespace Slipway.Instances.Planning;

/// <summary>What an ACL entry is about, with the kernel's numbers (<c>include/uapi/linux/posix_acl.h</c>).</summary>
internal enum AclTag : ushort
{
    Owner = 1,
    User = 2,
    OwningGroup = 4,
    Group = 8,
    Mask = 16,
    Other = 32,
}

/// <summary>An entry of a POSIX ACL.</summary>
/// <param name="IsDefault">Whether it belongs to a directory's default ACL.</param>
/// <param name="Tag">What it is about.</param>
/// <param name="Id">The account of a named entry.</param>
/// <param name="Rights">Three bits, rwx.</param>
internal readonly record struct AclEntry(bool IsDefault, AclTag Tag, uint Id, int Rights)
{
    internal const uint NoId = uint.MaxValue;

    internal bool IsNamed => Tag is AclTag.User or AclTag.Group;
}
