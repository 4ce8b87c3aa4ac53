using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Slipway.Revisions.Unix;

namespace Slipway.Instances.Hooks;

/// <summary>Why the wait for a script ended.</summary>
internal enum HookEnding
{
    /// <summary>It ended and both outputs were closed, in time.</summary>
    Exited,

    /// <summary>It still ran at the deadline and was ended.</summary>
    TimedOut,

    /// <summary>It ended, but somebody still held an output open at the deadline.</summary>
    OutputLeftOpen,

    /// <summary>The deployment was stopped, and the script with it.</summary>
    Cancelled,
}

/// <summary>How a started script ended.</summary>
/// <param name="Ending">Why the wait ended.</param>
/// <param name="ExitCode">Null when a signal ended it, or it could not be ended.</param>
/// <param name="Signal">The signal that ended it; null otherwise.</param>
/// <param name="OpenStreams">With <see cref="HookEnding.OutputLeftOpen"/>: <c>stdout</c>, <c>stderr</c>.</param>
/// <param name="Holders">With <see cref="HookEnding.OutputLeftOpen"/>: descriptions of the processes that held them; empty when invisible to us.</param>
internal sealed record HookEnd(HookEnding Ending, int? ExitCode, int? Signal, IReadOnlyList<string> OpenStreams, IReadOnlyList<string> Holders);

/// <summary>
/// Waits for a script on one thread: hands its output on as it comes, and ends it with everything it started at the deadline or on
/// cancellation. The waiting thread is the caller's, so output arrives in order and nowhere else.
/// </summary>
internal sealed unsafe class HookSupervisor(ChildProcess script, HookStart start, Action<HookOutput> output)
{
    private const int Interrupted = 4;
    private const int OutputIndex = 0, ErrorIndex = 1, ExitIndex = 2, CancelIndex = 3, Count = 4;
    private const long LongestWait = 60_000, ShortWait = 20, EndingWait = 50;
    private const string StandardOutput = "stdout", StandardError = "stderr";

    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly LineSplitter _outputLines = new(line => output(new(false, line)));
    private readonly LineSplitter _errorLines = new(line => output(new(true, line)));
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly TimeSpan _deadline = TimeSpan.FromSeconds(start.TimeoutSeconds);

    private bool _outputOpen = true, _errorOpen = true;

    // What the last decision saw: an end between a decision and the next wait must still wake that wait.
    private bool _exited;
    private IReadOnlyList<ProcessEntry> _others = [];
    private IReadOnlyList<string> _openStreams = [], _holders = [];

    internal HookEnd Wait(CancellationToken cancellation)
    {
        var (cancelled, cancelEnd) = ChildProcess.MakePipe();
        using var reading = cancelled;
        using var closing = cancelEnd;

        // Closing the writing end wakes the poll; nothing has to be written.
        using var registration = cancellation.Register(closing.Dispose);
        HookEnding? ending = null;
        try
        {
            while (ending is null)
            {
                Pump(cancelled, cancellation.IsCancellationRequested ? 0 : Milliseconds(_deadline - _clock.Elapsed));
                if (_clock.Elapsed >= _deadline) Drain();
                ending = Decide(cancellation.IsCancellationRequested);
            }

            if (ending != HookEnding.Exited) EndEverything();
            _outputLines.End();
            _errorLines.End();
        }
        catch
        {
            // The taker of the output failed: a script that nobody watches must not run on, nor write into a tree that is being put back.
            LeftOverScript.Kill(script.Id, start.KillAfter);
            throw;
        }

        var (exitCode, signal) = script.Reap();
        return new(ending.Value, exitCode, signal, _openStreams, _holders);
    }

    private HookEnding? Decide(bool cancelled)
    {
        var exited = _exited = script.HasExited();
        if (exited && !_outputOpen && !_errorOpen) return HookEnding.Exited;
        if (cancelled)
        {
            _others = ProcessTable.Descendants(script.Id);
            return HookEnding.Cancelled;
        }

        if (_clock.Elapsed < _deadline) return null;
        if (!exited)
        {
            _others = ProcessTable.Descendants(script.Id);
            return HookEnding.TimedOut;
        }

        // The holders can have the pipe from the script only; they go with it, because the deployment will be undone.
        _others = [.. OpenPipes().SelectMany(ProcessTable.HoldersOfPipe).DistinctBy(p => p.Id)];
        _holders = [.. _others.Select(ProcessTable.Describe)];
        _openStreams = [.. new[] { _outputOpen ? StandardOutput : "", _errorOpen ? StandardError : "" }.Where(s => s.Length > 0)];
        return HookEnding.OutputLeftOpen;
    }

    private IEnumerable<ulong> OpenPipes()
    {
        if (_outputOpen) yield return UnixFiles.Status(script.Output).Inode;
        if (_errorOpen) yield return UnixFiles.Status(script.Error).Inode;
    }

    // SIGTERM, then SIGKILL to what is left. Output is still taken: a script that cleans up may write, and would block on a full pipe.
    private void EndEverything()
    {
        LeftOverScript.Signal(script.Id, _others, SignalNames.Terminate);
        var killAt = _clock.Elapsed + start.KillAfter;
        while (!script.HasExited() || LeftOverScript.AnyAlive(script.Id, _others))
        {
            if (_clock.Elapsed >= killAt) LeftOverScript.Signal(script.Id, _others, SignalNames.Kill);

            // What SIGKILL does not end hangs in the kernel; the deployment goes on without it.
            if (_clock.Elapsed >= killAt + start.KillAfter) break;
            Pump(null, EndingWait);
            _exited = script.HasExited();
        }

        Drain();
    }

    // What is in the pipes already. Bounded, since somebody may write faster than we read; a pipe holds 1 MiB at most.
    private void Drain()
    {
        for (var i = 0; i < 64 && Pump(null, 0); i++)
        {
        }
    }

    /// <summary>Waits until something happens and takes what was written.</summary>
    /// <returns>Whether anything was read.</returns>
    private bool Pump(SafeFileHandle? cancelled, long milliseconds)
    {
        var wait = milliseconds;
        if (script.Descriptor.IsInvalid) wait = Math.Min(wait, ShortWait);
        var entries = stackalloc NativeProcess.PollEntry[Count];
        Watch(OutputIndex, _outputOpen ? script.Output : null);
        Watch(ErrorIndex, _errorOpen ? script.Error : null);
        Watch(ExitIndex, script.Descriptor.IsInvalid || _exited ? null : script.Descriptor);
        Watch(CancelIndex, cancelled);
        if (NativeProcess.Poll(entries, Count, (int)wait) <= 0) return false;
        var read = false;
        if (entries[OutputIndex].Happened != 0) read |= _outputOpen = Read(script.Output, _outputLines);
        if (entries[ErrorIndex].Happened != 0) read |= _errorOpen = Read(script.Error, _errorLines);
        return read;

        void Watch(int index, SafeFileHandle? handle) =>
            entries[index] = new() { Descriptor = handle is null ? -1 : (int)handle.DangerousGetHandle(), Wanted = NativeProcess.PollIn };
    }

    private bool Read(SafeFileHandle pipe, LineSplitter lines)
    {
        nint length;
        fixed (byte* buffer = _buffer) length = NativeProcess.Read((int)pipe.DangerousGetHandle(), buffer, _buffer.Length);
        if (length < 0) return Marshal.GetLastPInvokeError() == Interrupted;
        lines.Add(_buffer.AsSpan(0, (int)length));
        return length > 0;
    }

    private static long Milliseconds(TimeSpan left) => Math.Clamp((long)Math.Ceiling(left.TotalMilliseconds), 0, LongestWait);
}
