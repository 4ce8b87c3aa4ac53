using System.Runtime.InteropServices;

namespace Slipway.Instances.Hooks;

/// <summary>
/// The system calls for processes of our own making. <see cref="System.Diagnostics.Process"/> knows no process groups, no default signals,
/// and no signal as the end.
/// </summary>
internal static unsafe partial class NativeProcess
{
    internal const int CloseOnExec = 0x80000;
    internal const short PollIn = 1;
    internal const short SetProcessGroup = 0x02, SetDefaultSignals = 0x04, SetSignalMask = 0x08;
    internal const int ProcessIdType = 1, NoHang = 1, Exited = 4, NoWait = 0x01000000;
    internal const int WriteOnly = 1, ReadOnly = 0;
    internal const int Executable = 1, EffectiveAccess = 0x200, CurrentDirectory = -100;

    private const string C = "libc";

    /// <summary>
    /// Room for glibc's and musl's <c>posix_spawnattr_t</c> (336 bytes), <c>posix_spawn_file_actions_t</c> (80), <c>sigset_t</c> (128) and
    /// <c>siginfo_t</c> (128).
    /// </summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Opaque
    {
        internal fixed long Space[64];
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct PollEntry
    {
        internal int Descriptor;
        internal short Wanted, Happened;
    }

    [LibraryImport(C, EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Spawn(out int process, string path, Opaque* actions, Opaque* attributes, byte** arguments, byte** environment);

    [LibraryImport(C, EntryPoint = "posix_spawnattr_init")]
    internal static partial int InitAttributes(Opaque* attributes);

    [LibraryImport(C, EntryPoint = "posix_spawnattr_destroy")]
    internal static partial int DestroyAttributes(Opaque* attributes);

    [LibraryImport(C, EntryPoint = "posix_spawnattr_setflags")]
    internal static partial int SetFlags(Opaque* attributes, short flags);

    [LibraryImport(C, EntryPoint = "posix_spawnattr_setpgroup")]
    internal static partial int SetGroup(Opaque* attributes, int group);

    [LibraryImport(C, EntryPoint = "posix_spawnattr_setsigdefault")]
    internal static partial int SetDefault(Opaque* attributes, Opaque* signals);

    [LibraryImport(C, EntryPoint = "posix_spawnattr_setsigmask")]
    internal static partial int SetMask(Opaque* attributes, Opaque* signals);

    [LibraryImport(C, EntryPoint = "posix_spawn_file_actions_init")]
    internal static partial int InitActions(Opaque* actions);

    [LibraryImport(C, EntryPoint = "posix_spawn_file_actions_destroy")]
    internal static partial int DestroyActions(Opaque* actions);

    [LibraryImport(C, EntryPoint = "posix_spawn_file_actions_adddup2")]
    internal static partial int AddDuplicate(Opaque* actions, int from, int to);

    [LibraryImport(C, EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int AddOpen(Opaque* actions, int descriptor, string path, int flags, uint mode);

    [LibraryImport(C, EntryPoint = "posix_spawn_file_actions_addchdir_np", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int AddChangeDirectory(Opaque* actions, string path);

    [LibraryImport(C, EntryPoint = "sigemptyset")]
    internal static partial int EmptySignals(Opaque* signals);

    [LibraryImport(C, EntryPoint = "pipe2", SetLastError = true)]
    internal static partial int Pipe(int* descriptors, int flags);

    [LibraryImport(C, EntryPoint = "poll", SetLastError = true)]
    internal static partial int Poll(PollEntry* entries, nuint count, int milliseconds);

    [LibraryImport(C, EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(int descriptor, byte* buffer, nint length);

    [LibraryImport(C, EntryPoint = "waitid", SetLastError = true)]
    internal static partial int WaitFor(int idType, int id, Opaque* information, int options);

    [LibraryImport(C, EntryPoint = "waitpid", SetLastError = true)]
    internal static partial int Reap(int process, out int status, int options);

    [LibraryImport(C, EntryPoint = "kill", SetLastError = true)]
    internal static partial int Kill(int process, int signal);

    [LibraryImport(C, EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint SystemCall(nint number, nint first, nint second);

    [LibraryImport(C, EntryPoint = "signal", SetLastError = true)]
    internal static partial nint SetHandler(int signal, nint handler);

    [LibraryImport(C, EntryPoint = "faccessat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Access(int directory, string path, int mode, int flags);
}
