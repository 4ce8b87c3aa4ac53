using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Tar;

/// <summary>An entry of a tar, names as the bytes they are.</summary>
/// <param name="Name">Raw name.</param>
/// <param name="LinkName">Raw target of a link or hard link.</param>
/// <param name="Type">What to make of it.</param>
/// <param name="Mode">Permission bits (07777).</param>
/// <param name="User">The owner.</param>
/// <param name="Group">The owning group.</param>
/// <param name="Size">Bytes of content that follow.</param>
/// <param name="Modified">Time of the last change.</param>
internal sealed record TarEntry(byte[] Name, byte[] LinkName, TarEntryType Type, int Mode, TarAccount User, TarAccount Group, long Size, UnixTime Modified);

/// <summary>An owner or group: the name counts where this machine knows it, else the number.</summary>
internal readonly record struct TarAccount(string Name, uint Number);

internal enum TarEntryType
{
    File,
    Directory,
    Link,
    HardLink,
    Fifo,
    Device,
}
