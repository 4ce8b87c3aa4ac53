using Slipway.Instances.Events;
using Slipway.Revisions.Unix;
using Slipway.Specifications;

namespace Slipway.Instances.Hooks;

/// <summary>Runs a hook script as the CodeDeploy agent's hook executor does, and better where it hangs or hides its reason.</summary>
public static class HookRunner
{
    private const int ExecFormatError = 8;
    private const int ExecuteBits = 0x49; // 0111
    private const string Shell = "/bin/sh";

    /// <summary>
    /// Runs one script to its end. Blocks; <paramref name="output"/> is called on the calling thread, in the order in which the lines came.
    /// A failure of any kind is an outcome, not an exception.
    /// </summary>
    /// <param name="start">The script.</param>
    /// <param name="output">Takes every line.</param>
    /// <param name="cancellation">Ends the script and what it started: SIGTERM to its process group, SIGKILL after <see cref="HookStart.KillAfter"/>.</param>
    public static HookOutcome Run(HookStart start, Action<HookOutput> output, CancellationToken cancellation)
    {
        if (!UnixFiles.IsSupported) return Failed(start, HookErrorCodes.UnknownError, HookErrors.Unsupported(start));
        if (cancellation.IsCancellationRequested) return Failed(start, HookErrorCodes.ScriptFailed, HookErrors.NotBegun(start));
        if (Refusal(start) is { } refusal) return refusal;
        HookCommand command;
        try
        {
            var caller = new HookCaller(UnixFiles.EffectiveUser == 0, Environment.UserName);
            command = HookCommand.For(start, caller, program => HookCommand.FindIn(start.Environment.GetValueOrDefault("PATH"), program));
        }
        catch (SlipwayException e)
        {
            return Failed(start, HookErrorCodes.ScriptFailed, e.Error);
        }

        try
        {
            using var script = Launch(start, command);
            Announce(start, script);
            var tail = new OutputTail();
            var end = new HookSupervisor(script, start, Take).Wait(cancellation);
            return OutcomeOf(start, end, tail);

            void Take(HookOutput line)
            {
                tail.Add(line.Line);
                output(line);
            }
        }
        catch (UnixException e)
        {
            return Failed(start, HookErrorCodes.ScriptFailed, HookErrors.CouldNotStart(start, e, ScriptHead.Of(start.ScriptFile)));
        }
    }

    private static void Announce(HookStart start, ChildProcess script)
    {
        try
        {
            start.OnStarted?.Invoke(script.Id, script.StartTime);
        }
        catch
        {
            // It could not be written down (the disk is full): what nobody knows of must not run on.
            LeftOverScript.Kill(script.Id, start.KillAfter);
            throw;
        }
    }

    // The agent's checks, right before the script runs: an earlier script may have made or removed it.
    private static HookOutcome? Refusal(HookStart start)
    {
        if (start.Environment.FirstOrDefault(v => v.Key.Length == 0 || v.Key.AsSpan().ContainsAny('=', '\0') || v.Value.Contains('\0')) is { Key: { } name })
        {
            return Failed(start, HookErrorCodes.UnknownError, HookErrors.BadVariable(start, name));
        }

        try
        {
            if (start.ScriptFile.Contains('\0') || !UnixFiles.TryStatus(null, start.ScriptFile, out var status, follow: true))
            {
                return Failed(start, HookErrorCodes.ScriptMissing, HookErrors.Missing(start));
            }

            if (!Directory.Exists(start.WorkingDirectory)) return Failed(start, HookErrorCodes.UnknownError, HookErrors.NoWorkingDirectory(start));
            if (NativeProcess.Access(NativeProcess.CurrentDirectory, start.ScriptFile, NativeProcess.Executable, NativeProcess.EffectiveAccess) == 0) return null;
            UnixFiles.ChangeMode(null, start.ScriptFile, status.Mode | ExecuteBits);
            start.OnWarning?.Invoke($"'{start.Location}' was not executable and has been made so (chmod +x).");
            return null;
        }
        catch (UnixException e) when (e.Errno is Errno.NameTooLong or Errno.Loop)
        {
            return Failed(start, HookErrorCodes.ScriptMissing, HookErrors.Missing(start));
        }
        catch (UnixException e)
        {
            return Failed(start, HookErrorCodes.ScriptNotExecutable, HookErrors.NotExecutable(start, e));
        }
    }

    private static ChildProcess Launch(HookStart start, HookCommand command)
    {
        try
        {
            return ChildProcess.Start(command.Program, command.Arguments, start.Environment, start.WorkingDirectory);
        }
        catch (UnixException e) when (e.Errno == ExecFormatError && command.IsScript && !ScriptHead.Of(start.ScriptFile).IsBinary)
        {
            // No shebang (an empty file, or a byte order mark before it): a shell runs it, as execvp and so the agent do.
            return ChildProcess.Start(Shell, [Shell, start.ScriptFile], start.Environment, start.WorkingDirectory);
        }
    }

    private static HookOutcome OutcomeOf(HookStart start, HookEnd end, OutputTail tail)
    {
        var signal = end.Signal is { } number ? SignalNames.Of(number) : null;
        var (code, error) = end switch
        {
            { Ending: HookEnding.Cancelled } => (HookErrorCodes.ScriptFailed, HookErrors.Cancelled(start, tail)),
            { Ending: HookEnding.TimedOut } => (HookErrorCodes.ScriptTimedOut, HookErrors.TimedOut(start, tail)),
            { Ending: HookEnding.OutputLeftOpen } => (HookErrorCodes.OutputLeftOpen, HookErrors.OutputLeftOpen(start, end, tail)),
            { ExitCode: 0 } => (HookErrorCodes.Success, null),
            { ExitCode: null, Signal: null } => (HookErrorCodes.UnknownError, HookErrors.EndUnknown(start, tail)),
            _ => (HookErrorCodes.ScriptFailed, (SlipwayError?)HookErrors.Failed(start, end.ExitCode, signal, tail, ScriptHead.Of(start.ScriptFile))),
        };
        return new(new ScriptResult(start.Location, end.ExitCode, signal, code), error);
    }

    private static HookOutcome Failed(HookStart start, string code, SlipwayError error) => new(new ScriptResult(start.Location, null, null, code), error);
}
