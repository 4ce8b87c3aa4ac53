using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Slipway.Revisions.Unix;

/// <summary>
/// One method a system call, for what the BCL lacks on Linux. A null directory means that the path is absolute or relative to the working
/// directory. Nothing here follows a link in the last component unless it says so. Failures throw <see cref="UnixException"/>.
/// </summary>
public static unsafe partial class UnixFiles
{
    private const int ReadOnly = 0, WriteOnly = 1, Create = 0x40, Exclusive = 0x80, CloseOnExec = 0x80000, PathOnly = 0x200000;
    private const uint BasicStats = 0x7ff;

    // O_DIRECTORY and O_NOFOLLOW are swapped about between x86 and arm.
    private static readonly int DirectoryFlag = IsArm ? 0x4000 : 0x10000;
    private static readonly int NoFollowFlag = IsArm ? 0x8000 : 0x20000;
    private static readonly nint GetDirectoryEntries = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 217 : 61;
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Whether this seam works here: Linux with the two architectures that we build for.</summary>
    public static bool IsSupported { get; } =
        OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    /// <summary>The user that this process acts as; 0 is root.</summary>
    public static uint EffectiveUser => NativeMethods.EffectiveUser();

    /// <summary>The group that this process acts as.</summary>
    public static uint EffectiveGroup => NativeMethods.EffectiveGroup();

    private static bool IsArm => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;

    /// <summary>The umask of this process, read without setting it (it is process-wide and threads share it).</summary>
    public static int Umask()
    {
        foreach (var line in File.ReadLines("/proc/self/status"))
        {
            if (line.StartsWith("Umask:", StringComparison.Ordinal)) return Convert.ToInt32(line["Umask:".Length..].Trim(), 8);
        }

        return 0x12; // 022
    }

    /// <summary>Opens a directory for reading its entries and as a base for others.</summary>
    public static DirectoryHandle OpenDirectory(DirectoryHandle? directory, string path, bool follow = false) =>
        new(Check(NativeMethods.OpenAt(At(directory), path, ReadOnly | DirectoryFlag | CloseOnExec | (follow ? 0 : NoFollowFlag), 0), "open", path));

    /// <summary>Opens a directory only as a base for lookups (O_PATH): no read permission needed.</summary>
    public static DirectoryHandle OpenPath(DirectoryHandle? directory, string path, bool follow = false) =>
        new(Check(NativeMethods.OpenAt(At(directory), path, PathOnly | DirectoryFlag | CloseOnExec | (follow ? 0 : NoFollowFlag), 0), "open", path));

    /// <summary>Opens an existing regular file for reading; a link is refused with <see cref="Errno.Loop"/>.</summary>
    public static SafeFileHandle OpenRead(DirectoryHandle? directory, string path) =>
        new(Check(NativeMethods.OpenAt(At(directory), path, ReadOnly | CloseOnExec | NoFollowFlag, 0), "open", path), ownsHandle: true);

    /// <summary>Creates a file that must not exist, for writing.</summary>
    public static SafeFileHandle CreateFile(DirectoryHandle? directory, string path, int mode = 0x180) =>
        new(Check(NativeMethods.OpenAt(At(directory), path, WriteOnly | Create | Exclusive | CloseOnExec | NoFollowFlag, (uint)mode), "create", path),
            ownsHandle: true);

    /// <summary>The status of an entry, or false when there is none (also when a parent is missing or is no directory).</summary>
    public static bool TryStatus(DirectoryHandle? directory, string path, out FileStatus status, bool follow = false)
    {
        if (NativeMethods.StatxAt(At(directory), path, follow ? 0 : NativeMethods.NoFollow, BasicStats, out var s) == 0)
        {
            status = Read(s);
            return true;
        }

        var errno = Marshal.GetLastPInvokeError();
        if (errno is not (Errno.NotFound or Errno.NotDirectory)) throw new UnixException(errno, "stat", path);
        status = default;
        return false;
    }

    /// <summary>The status of an entry that must exist.</summary>
    public static FileStatus Status(DirectoryHandle? directory, string path, bool follow = false)
    {
        Check(NativeMethods.StatxAt(At(directory), path, follow ? 0 : NativeMethods.NoFollow, BasicStats, out var s), "stat", path);
        return Read(s);
    }

    /// <summary>The status of an open file.</summary>
    public static FileStatus Status(SafeFileHandle file)
    {
        Check(NativeMethods.StatxAt(Fd(file), "", NativeMethods.EmptyPath, BasicStats, out var s), "stat", "(open file)");
        return Read(s);
    }

    /// <summary>The status of an open directory.</summary>
    public static FileStatus Status(DirectoryHandle directory)
    {
        Check(NativeMethods.StatxAt(directory.Descriptor, "", NativeMethods.EmptyPath, BasicStats, out var s), "stat", "(open directory)");
        return Read(s);
    }

    /// <summary>The target of a link, byte for byte as UTF-8.</summary>
    /// <exception cref="NonUtf8NameException">The target is not valid UTF-8.</exception>
    public static string ReadLink(DirectoryHandle? directory, string path)
    {
        var buffer = stackalloc byte[4096];
        var length = (int)Check(NativeMethods.ReadLinkAt(At(directory), path, buffer, 4096), "readlink", path);
        return Decode(new(buffer, length), path);
    }

    /// <summary>Makes a link with the target as given.</summary>
    public static void Symlink(string target, DirectoryHandle? directory, string path) =>
        Check(NativeMethods.SymlinkAt(target, At(directory), path), "symlink", path);

    /// <summary>Makes a directory; the umask applies to <paramref name="mode"/>.</summary>
    public static void MakeDirectory(DirectoryHandle? directory, string path, int mode = 0x1ff) =>
        Check(NativeMethods.MakeDirectoryAt(At(directory), path, (uint)mode), "mkdir", path);

    /// <summary>Removes a file or link.</summary>
    public static void Unlink(DirectoryHandle? directory, string path) => Check(NativeMethods.UnlinkAt(At(directory), path, 0), "unlink", path);

    /// <summary>Removes an empty directory.</summary>
    public static void RemoveDirectory(DirectoryHandle? directory, string path) =>
        Check(NativeMethods.UnlinkAt(At(directory), path, NativeMethods.RemoveDirectoryFlag), "rmdir", path);

    /// <summary>
    /// Removes a directory with everything in it, entry by entry in open directories: on the whole path each, as the class library does it, it
    /// takes twice the time. Links are removed, not followed.
    /// </summary>
    /// <exception cref="NonUtf8NameException">A name is not valid UTF-8; what was before it is gone.</exception>
    public static void RemoveTree(DirectoryHandle? directory, string path)
    {
        using (var handle = OpenDirectory(directory, path))
        {
            foreach (var entry in List(handle, path))
            {
                if ((entry.Kind ?? Status(handle, entry.Name).Kind) == FileKind.Directory) RemoveTree(handle, entry.Name);
                else Unlink(handle, entry.Name);
            }
        }

        RemoveDirectory(directory, path);
    }

    /// <summary>
    /// Renames an entry; unless <paramref name="replace"/>, an entry that stands at the new name makes it fail with <see cref="Errno.Exists"/>.
    /// </summary>
    public static void Rename(DirectoryHandle? fromDirectory, string from, DirectoryHandle? toDirectory, string to, bool replace = false) =>
        Check(NativeMethods.RenameAt2(At(fromDirectory), from, At(toDirectory), to, replace ? 0u : NativeMethods.RenameNoReplace), "rename", to);

    /// <summary>Makes a hard link.</summary>
    public static void Link(DirectoryHandle? fromDirectory, string from, DirectoryHandle? toDirectory, string to) =>
        Check(NativeMethods.LinkAt(At(fromDirectory), from, At(toDirectory), to, 0), "link", to);

    /// <summary>Sets the permission bits of a file or directory. Follows a link: ask for the status first.</summary>
    public static void ChangeMode(DirectoryHandle? directory, string path, int mode) =>
        Check(NativeMethods.ChangeModeAt(At(directory), path, (uint)mode, 0), "chmod", path);

    /// <summary>Sets the permission bits of an open file.</summary>
    public static void ChangeMode(SafeFileHandle file, int mode) => Check(NativeMethods.ChangeMode(Fd(file), (uint)mode), "chmod", "(open file)");

    /// <summary>Sets owner and group of the entry itself, also of a link; <see cref="uint.MaxValue"/> leaves one as it is.</summary>
    public static void ChangeOwner(DirectoryHandle? directory, string path, uint user, uint group) =>
        Check(NativeMethods.ChangeOwnerAt(At(directory), path, user, group, NativeMethods.NoFollow), "chown", path);

    /// <summary>Sets owner and group of an open file.</summary>
    public static void ChangeOwner(SafeFileHandle file, uint user, uint group) =>
        Check(NativeMethods.ChangeOwner(Fd(file), user, group), "chown", "(open file)");

    /// <summary>Sets access and modification time of the entry itself, also of a link.</summary>
    public static void SetModified(DirectoryHandle? directory, string path, UnixTime time)
    {
        var times = stackalloc NativeMethods.TimeSpec[2];
        times[0] = times[1] = new() { Seconds = (nint)time.Seconds, Nanoseconds = (nint)time.Nanoseconds };
        Check(NativeMethods.SetTimesAt(At(directory), path, times, NativeMethods.NoFollow), "utimensat", path);
    }

    /// <summary>Sets access and modification time of an open file.</summary>
    public static void SetModified(SafeFileHandle file, UnixTime time)
    {
        var times = stackalloc NativeMethods.TimeSpec[2];
        times[0] = times[1] = new() { Seconds = (nint)time.Seconds, Nanoseconds = (nint)time.Nanoseconds };
        Check(NativeMethods.SetTimes(Fd(file), times), "futimens", "(open file)");
    }

    /// <summary>Writes an open file's content to the disk.</summary>
    public static void Sync(SafeFileHandle file) => Check(NativeMethods.Sync(Fd(file)), "fsync", "(open file)");

    /// <summary>Writes a directory's entries to the disk.</summary>
    public static void Sync(DirectoryHandle directory) => Check(NativeMethods.Sync(directory.Descriptor), "fsync", "(open directory)");

    /// <summary>Writes everything of the file system that holds the directory to the disk.</summary>
    public static void SyncFileSystem(DirectoryHandle directory) => Check(NativeMethods.SyncFileSystem(directory.Descriptor), "syncfs", "(open directory)");

    /// <summary>The entries of a directory, without <c>.</c> and <c>..</c>, in the file system's order, read from its beginning.</summary>
    /// <param name="directory">Opened by <see cref="OpenDirectory"/>.</param>
    /// <param name="shownAs">The path to name in an error.</param>
    /// <exception cref="NonUtf8NameException">A name is not valid UTF-8.</exception>
    public static List<DirectoryEntry> List(DirectoryHandle directory, string shownAs)
    {
        Check(NativeMethods.Seek(directory.Descriptor, 0, 0), "getdents", shownAs);
        var entries = new List<DirectoryEntry>();
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            fixed (byte* start = buffer)
            {
                while (true)
                {
                    var length = (int)Check(NativeMethods.SystemCall(GetDirectoryEntries, directory.Descriptor, start, buffer.Length), "getdents", shownAs);
                    if (length == 0) return entries;
                    for (var at = 0; at < length;)
                    {
                        // struct linux_dirent64: ino 8, off 8, reclen 2, type 1, name.
                        var record = BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(at + 16));
                        var name = buffer.AsSpan(at + 19, record - 19);
                        name = name[..name.IndexOf((byte)0)];
                        if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8)) entries.Add(new(Decode(name, shownAs), KindOf(buffer[at + 18])));
                        at += record;
                    }
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>An extended attribute of the entry itself; null when it has none of that name or the file system knows none.</summary>
    public static byte[]? GetAttribute(string path, string name)
    {
        var buffer = stackalloc byte[4096];
        var length = NativeMethods.GetAttribute(path, name, buffer, 4096);
        if (length >= 0) return new ReadOnlySpan<byte>(buffer, (int)length).ToArray();
        var errno = Marshal.GetLastPInvokeError();
        return errno is Errno.NoData or Errno.NotSupported ? null : throw new UnixException(errno, "getxattr", path);
    }

    /// <summary>
    /// Whether the entry itself has extended attributes beside the label that SELinux gives every file. Where they cannot be listed, it is
    /// taken to have some.
    /// </summary>
    public static bool HasAttributes(string path)
    {
        var buffer = stackalloc byte[1024];
        var length = NativeMethods.ListAttributes(path, buffer, 1024);
        if (length < 0) return Marshal.GetLastPInvokeError() != Errno.NotSupported;
        return length > 0 && !new ReadOnlySpan<byte>(buffer, (int)length).SequenceEqual("security.selinux\0"u8);
    }

    /// <summary>Sets an extended attribute of the entry itself.</summary>
    public static void SetAttribute(string path, string name, ReadOnlySpan<byte> value)
    {
        fixed (byte* bytes = value) Check(NativeMethods.SetAttribute(path, name, bytes, value.Length, 0), "setxattr", path);
    }

    /// <summary>Removes an extended attribute of the entry itself, if it is there.</summary>
    public static void RemoveAttribute(string path, string name)
    {
        if (NativeMethods.RemoveAttribute(path, name) == 0) return;
        var errno = Marshal.GetLastPInvokeError();
        if (errno is not (Errno.NoData or Errno.NotSupported)) throw new UnixException(errno, "removexattr", path);
    }

    /// <summary>Strict UTF-8; <paramref name="directory"/> is only named in the error.</summary>
    internal static string Decode(ReadOnlySpan<byte> name, string directory)
    {
        try
        {
            return StrictUtf8.GetString(name);
        }
        catch (DecoderFallbackException)
        {
            var shown = new StringBuilder();
            foreach (var b in name) shown.Append(b is >= 0x20 and < 0x7f ? ((char)b).ToString() : "\\x" + b.ToString("x2", CultureInfo.InvariantCulture));
            throw new NonUtf8NameException(directory, shown.ToString());
        }
    }

    private static FileKind? KindOf(byte type) => type switch
    {
        8 => FileKind.File,
        4 => FileKind.Directory,
        10 => FileKind.Link,
        1 => FileKind.Fifo,
        12 => FileKind.Socket,
        2 or 6 => FileKind.Device,
        _ => null,
    };

    private static FileStatus Read(in NativeMethods.Statx s) => new(
        (s.Mode & 0xf000) switch
        {
            0x8000 => FileKind.File,
            0x4000 => FileKind.Directory,
            0xa000 => FileKind.Link,
            0x1000 => FileKind.Fifo,
            0xc000 => FileKind.Socket,
            _ => FileKind.Device,
        },
        s.Mode & 0xfff,
        s.User,
        s.Group,
        (long)s.Size,
        new(s.Modified.Seconds, s.Modified.Nanoseconds),
        new(s.Changed.Seconds, s.Changed.Nanoseconds),
        s.Inode,
        ((ulong)s.DeviceMajor << 32) | s.DeviceMinor,
        s.Links);

    private static int At(DirectoryHandle? directory) => directory?.Descriptor ?? NativeMethods.CurrentDirectory;

    private static int Fd(SafeFileHandle file) => (int)file.DangerousGetHandle();

    private static int Check(int result, string call, string path) => result >= 0 ? result : throw new UnixException(Marshal.GetLastPInvokeError(), call, path);

    private static nint Check(nint result, string call, string path) => result >= 0 ? result
        : throw new UnixException(Marshal.GetLastPInvokeError(), call, path);
}
