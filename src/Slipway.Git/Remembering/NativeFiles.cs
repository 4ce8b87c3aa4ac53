using System.Runtime.InteropServices;

namespace Slipway.Git.Remembering;

/// <summary>Folders and files of 64-bit Linux at the price of the system calls; the times include the one of the last change of any kind.</summary>
internal static partial class NativeFiles
{
    public const byte Directory = 4;

    public const byte Unknown = 0;

    private const int DoNotFollow = 0x100;

    private const uint BasicFields = 0x7ff;

    public static bool IsAvailable { get; } = OperatingSystem.IsLinux() && IntPtr.Size == 8;

    public static nint Open(ReadOnlySpan<byte> path) => OpenFolder(in MemoryMarshal.GetReference(path));

    /// <summary>The next entry of an open folder; an empty name at its end. The name is valid until the next call.</summary>
    public static unsafe ReadOnlySpan<byte> Next(nint folder, out byte kind)
    {
        var entry = (byte*)ReadFolder(folder);
        kind = entry is null ? Unknown : entry[18];
        return entry is null ? default : MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entry + 19);
    }

    /// <summary>Writes what tells one state of a file from another: mode, inode, size, time of the contents and time of the last change.</summary>
    /// <returns>The later of the two times in nanoseconds, or null when the file is gone.</returns>
    public static unsafe long? Status(nint folder, ReadOnlySpan<byte> name, Span<byte> status, out bool isDirectory)
    {
        var buffer = stackalloc byte[256];
        isDirectory = false;
        fixed (byte* path = name)
        {
            if (FileStatus(FolderDescriptor(folder), path, DoNotFollow, BasicFields, buffer) != 0) return null;
        }

        var mode = *(ushort*)(buffer + 28);
        isDirectory = (mode & 0xF000) == 0x4000;
        var (changed, written) = (Time(buffer + 96), Time(buffer + 112));
        var fields = MemoryMarshal.Cast<byte, long>(status);
        (fields[0], fields[1], fields[2], fields[3], fields[4]) = (mode, *(long*)(buffer + 32), *(long*)(buffer + 40), written, changed);
        return Math.Max(changed, written);
    }

    [LibraryImport("libc", EntryPoint = "closedir")]
    public static partial int Close(nint folder);

    private static unsafe long Time(byte* at) => (*(long*)at * 1_000_000_000) + *(uint*)(at + 8);

    [LibraryImport("libc", EntryPoint = "opendir")]
    private static partial nint OpenFolder(in byte path);

    [LibraryImport("libc", EntryPoint = "readdir")]
    private static partial nint ReadFolder(nint folder);

    [LibraryImport("libc", EntryPoint = "dirfd")]
    private static partial int FolderDescriptor(nint folder);

    [LibraryImport("libc", EntryPoint = "statx")]
    private static unsafe partial int FileStatus(int folder, byte* path, int flags, uint mask, byte* status);
}
