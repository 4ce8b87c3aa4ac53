namespace Slipway.Revisions.Unix;

/// <summary>What <c>statx</c> says of an entry.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Mode">Permission bits with setuid, setgid and sticky (07777).</param>
/// <param name="User">Owner.</param>
/// <param name="Group">Group.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Modified">Time of the last change of the content.</param>
/// <param name="Changed">Time of the last change of content or metadata.</param>
/// <param name="Inode">Inode number.</param>
/// <param name="Device">Device number; two entries with the same one are on one file system.</param>
/// <param name="Links">Hard links.</param>
public readonly record struct FileStatus(
    FileKind Kind, int Mode, uint User, uint Group, long Size, UnixTime Modified, UnixTime Changed, ulong Inode, ulong Device, uint Links);
