using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Slipway.Revisions.Unix;

namespace Slipway.Instances.Hooks;

/// <summary>
/// A process of our own: started by argv (never through a shell), in its own process group, with default signals, stdin at its end, and no
/// descriptor of ours but its two outputs. It stays a zombie, and so keeps its group's id from being used again, until it is reaped.
/// </summary>
internal sealed unsafe class ChildProcess : IDisposable
{
    private const int TextFileBusy = 26;
    private const int OpenProcessDescriptor = 434;

    private static readonly TimeSpan BusyRetry = TimeSpan.FromMilliseconds(20);

    static ChildProcess() => StopIgnoringEnds();

    private ChildProcess(int id, SafeFileHandle output, SafeFileHandle error)
    {
        Id = id;
        StartTime = ProcessTable.Find(id)?.StartTime ?? 0;
        Output = output;
        Error = error;

        // Kernels before 5.3 have no pidfd_open; the end is then noticed by asking now and then.
        Descriptor = new((int)NativeProcess.SystemCall(OpenProcessDescriptor, id, 0), ownsHandle: true);
    }

    /// <summary>Process id, and id of its group.</summary>
    internal int Id { get; }

    /// <summary>Clock ticks since boot.</summary>
    internal long StartTime { get; }

    /// <summary>What it writes to stdout.</summary>
    internal SafeFileHandle Output { get; }

    /// <summary>What it writes to stderr.</summary>
    internal SafeFileHandle Error { get; }

    /// <summary>Becomes readable when it ends; invalid on old kernels.</summary>
    internal SafeFileHandle Descriptor { get; }

    /// <summary>Starts a program.</summary>
    /// <param name="file">Absolute path.</param>
    /// <param name="arguments">Its argv, the name first.</param>
    /// <param name="environment">Its whole environment.</param>
    /// <param name="workingDirectory">Absolute path.</param>
    /// <exception cref="UnixException">The system's reason, as execve or fork gave it.</exception>
    internal static ChildProcess Start(string file, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, string workingDirectory)
    {
        var (outputRead, outputWrite) = MakePipe();
        using var outputEnd = outputWrite;
        var (errorRead, errorWrite) = MakePipe();
        using var errorEnd = errorWrite;
        int errno, id;

        // Busy: another thread started a process while we still had the script open for writing, and that process has not reached its exec yet.
        for (var tries = 0; ; tries++)
        {
            errno = Spawn(file, arguments, environment, workingDirectory, outputWrite, errorWrite, out id);
            if (errno != TextFileBusy || tries == 50) break;
            Thread.Sleep(BusyRetry);
        }

        if (errno == 0) return new(id, outputRead, errorRead);
        outputRead.Dispose();
        errorRead.Dispose();
        throw new UnixException(errno, "exec", file);
    }

    /// <summary>Whether it has ended. Does not reap it.</summary>
    internal bool HasExited()
    {
        NativeProcess.Opaque information;
        new Span<byte>(&information, sizeof(NativeProcess.Opaque)).Clear();
        var result = NativeProcess.WaitFor(NativeProcess.ProcessIdType, Id, &information, NativeProcess.Exited | NativeProcess.NoHang | NativeProcess.NoWait);

        // The information starts with the signal number, SIGCHLD when there is a state to report. An error means that there is no such child any more.
        return result != 0 || *(int*)&information != 0;
    }

    /// <summary>Takes its end from the kernel; call it when <see cref="HasExited"/> and nothing more is to be signalled.</summary>
    /// <returns>Exit code or signal; both null when it still runs, or somebody else in this process reaped it.</returns>
    internal (int? ExitCode, int? Signal) Reap()
    {
        if (NativeProcess.Reap(Id, out var status, NativeProcess.NoHang) != Id) return (null, null);
        var signal = status & 0x7f;
        return signal == 0 ? ((status >> 8) & 0xff, null) : (null, signal);
    }

    public void Dispose()
    {
        Output.Dispose();
        Error.Dispose();
        Descriptor.Dispose();
    }

    /// <summary>A pipe that no other child inherits.</summary>
    internal static (SafeFileHandle Read, SafeFileHandle Write) MakePipe()
    {
        var ends = stackalloc int[2];
        if (NativeProcess.Pipe(ends, NativeProcess.CloseOnExec) != 0) throw new UnixException(Marshal.GetLastPInvokeError(), "pipe2", "(pipe)");
        return (new(ends[0], ownsHandle: true), new(ends[1], ownsHandle: true));
    }

    // Whoever started us with SIGCHLD ignored made the kernel throw the exit codes of children away.
    private static void StopIgnoringEnds()
    {
        const string Field = "SigIgn:";
        var ignored = File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal));
        if (ignored is null) return;
        var mask = ulong.Parse(ignored[Field.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        if ((mask >> (SignalNames.Child - 1) & 1) != 0) NativeProcess.SetHandler(SignalNames.Child, 0);
    }

    private static int Spawn(
        string file,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        string workingDirectory,
        SafeFileHandle output,
        SafeFileHandle error,
        out int id)
    {
        NativeProcess.Opaque attributes, actions, signals;
        using var argv = new NativeStrings(arguments);
        using var envp = new NativeStrings(environment.Select(v => $"{v.Key}={v.Value}"));
        _ = NativeProcess.InitAttributes(&attributes);
        _ = NativeProcess.InitActions(&actions);
        try
        {
            // A parent's ignored signals would be inherited: .NET ignores SIGPIPE, nohup SIGHUP, and a script could not trap them.
            _ = NativeProcess.SetFlags(&attributes, NativeProcess.SetProcessGroup | NativeProcess.SetDefaultSignals | NativeProcess.SetSignalMask);
            _ = NativeProcess.SetGroup(&attributes, 0);
            new Span<byte>(&signals, sizeof(NativeProcess.Opaque)).Fill(0xff); // sigfillset leaves the C library's own two signals out.
            _ = NativeProcess.SetDefault(&attributes, &signals);
            _ = NativeProcess.EmptySignals(&signals);
            _ = NativeProcess.SetMask(&attributes, &signals);

            _ = NativeProcess.AddOpen(&actions, 0, "/dev/null", NativeProcess.ReadOnly, 0);
            _ = NativeProcess.AddDuplicate(&actions, (int)output.DangerousGetHandle(), 1);
            _ = NativeProcess.AddDuplicate(&actions, (int)error.DangerousGetHandle(), 2);
            CloseTheRest(&actions);
            _ = NativeProcess.AddChangeDirectory(&actions, workingDirectory);
            return NativeProcess.Spawn(out id, file, &actions, &attributes, argv.Pointer, envp.Pointer);
        }
        finally
        {
            _ = NativeProcess.DestroyActions(&actions);
            _ = NativeProcess.DestroyAttributes(&attributes);
        }
    }

    // Our own descriptors close on exec; those that we inherited from whoever started us may not. The C library has this since glibc 2.34.
    private static void CloseTheRest(NativeProcess.Opaque* actions)
    {
        if (NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "posix_spawn_file_actions_addclosefrom_np", out var closeFrom))
        {
            _ = ((delegate* unmanaged<NativeProcess.Opaque*, int, int>)closeFrom)(actions, 3);
        }
    }

    /// <summary>A null-terminated array of C strings.</summary>
    private sealed class NativeStrings : IDisposable
    {
        private readonly int _count;

        internal NativeStrings(IEnumerable<string> texts)
        {
            byte[][] bytes = [.. texts.Select(t => Encoding.UTF8.GetBytes(t + "\0"))];
            _count = bytes.Length;
            Pointer = (byte**)NativeMemory.AllocZeroed((nuint)(_count + 1), (nuint)sizeof(byte*));
            for (var i = 0; i < _count; i++)
            {
                Pointer[i] = (byte*)NativeMemory.Alloc((nuint)bytes[i].Length);
                bytes[i].CopyTo(new Span<byte>(Pointer[i], bytes[i].Length));
            }
        }

        internal byte** Pointer { get; }

        public void Dispose()
        {
            for (var i = 0; i < _count; i++) NativeMemory.Free(Pointer[i]);
            NativeMemory.Free(Pointer);
        }
    }
}
