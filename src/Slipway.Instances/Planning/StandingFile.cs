using Slipway.Revisions.Objects;

namespace Slipway.Instances.Planning;

/// <summary>A file of the previous revision as it stands: size and time are as recorded, and nothing else is a hard link to it.</summary>
/// <param name="Content">The recorded hash.</param>
/// <param name="Inode">Inode on the disk.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Mode">Permission bits on the disk.</param>
/// <param name="User">Owner on the disk.</param>
/// <param name="Group">Group on the disk.</param>
/// <param name="IsInDoubt">It is another inode, or its status changed since it was installed: the content must be looked at.</param>
internal readonly record struct StandingFile(ContentHash Content, ulong Inode, long Size, int Mode, uint User, uint Group, bool IsInDoubt);
