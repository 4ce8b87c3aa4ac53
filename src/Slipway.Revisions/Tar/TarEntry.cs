using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Tar;

/// <summary>An entry of a tar, names as the bytes they are.</summary>
/// <param name="Name">Raw name.</param>
/// <param name="LinkName">Raw target of a link or hard link.</param>
/// <param name="Type">What to make of it.</param>
/// <param name="Mode">Permission bits (07777).</param>
/// <param name="User">Owner number.</param>
/// <param name="Group">Group number.</param>
/// <param name="Size">Bytes of content that follow.</param>
/// <param name="Modified">Time of the last change.</param>
internal sealed record TarEntry(byte[] Name, byte[] LinkName, TarEntryType Type, int Mode, uint User, uint Group, long Size, UnixTime Modified);

internal enum TarEntryType
{
    File,
    Directory,
    Link,
    HardLink,
    Fifo,
    Device,
}
