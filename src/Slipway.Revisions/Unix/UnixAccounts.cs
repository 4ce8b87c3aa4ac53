using System.Runtime.InteropServices;

namespace Slipway.Revisions.Unix;

/// <summary>The accounts of this machine by name, from wherever its name service takes them. A number is a name like any other.</summary>
public static unsafe partial class UnixAccounts
{
    private const int BufferTooSmall = 34;

    /// <summary>The id of a user.</summary>
    public static bool TryUser(string name, out uint id) => TryFind(name, isGroup: false, out id);

    /// <summary>The id of a group.</summary>
    public static bool TryGroup(string name, out uint id) => TryFind(name, isGroup: true, out id);

    private static bool TryFind(string name, bool isGroup, out uint id)
    {
        id = 0;
        if (name.Length == 0 || name.Contains('\0')) return false;

        // struct passwd: name, password, uid; struct group: name, password, gid. The number follows two pointers in both.
        var record = stackalloc byte[128];
        for (var size = 1024; size <= 1 << 20; size *= 4)
        {
            var buffer = new byte[size];
            nint found;
            int error;
            fixed (byte* text = buffer)
            {
                error = isGroup ? GetGroupByName(name, record, text, size, out found) : GetUserByName(name, record, text, size, out found);
            }

            if (error == BufferTooSmall) continue;
            if (found == 0) return false;
            id = *(uint*)(record + (2 * sizeof(nint)));
            return true;
        }

        return false;
    }

    [LibraryImport("libc", EntryPoint = "getpwnam_r", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GetUserByName(string name, byte* record, byte* buffer, nint size, out nint found);

    [LibraryImport("libc", EntryPoint = "getgrnam_r", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GetGroupByName(string name, byte* record, byte* buffer, nint size, out nint found);
}
