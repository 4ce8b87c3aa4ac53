using System.Runtime.InteropServices;
using Slipway.Instances.Hooks;
using Slipway.Instances.Planning;
using Slipway.Revisions.Unix;
using Slipway.Specifications;

namespace Slipway.Instances.Checking;

/// <summary>Whether the scripts that would run can be started here: their accounts, interpreters and architecture.</summary>
internal static class ScriptsCheck
{
    // ELF's numbers.
    private const int X64 = 62, Arm64 = 183;

    internal static IEnumerable<PreflightFinding> Of(InstanceSettings settings, InstanceDeployment deployment, RevisionPreview preview)
    {
        var path = HookEnvironment.For(settings, deployment, "", "").Variables.GetValueOrDefault("PATH");
        foreach (var script in preview.Scripts.DistinctBy(s => (s.Script.Location.Text, s.Script.RunAs?.Text, s.FromDeployment)))
        {
            var source = script.FromDeployment is null ? preview.Revision : preview.InPlace;
            if (source is null) continue;
            var location = script.Script.Location.Text ?? script.Script.Location.Raw;
            var start = new HookStart
            {
                ScriptFile = source.Folder + "/" + location,
                Location = location,
                LifecycleEvent = script.Event,
                RunAs = script.Script.RunAs?.Text ?? script.Script.RunAs?.Raw,
                Sudo = script.Script.Sudo,
                TimeoutSeconds = script.Script.Timeout,
                WorkingDirectory = "/",
                Environment = new Dictionary<string, string>(),
                AppSpecFile = source.AppSpecFile,
                AppSpecLine = script.Script.Location.Range.Line,
            };
            if (Account(start, path) is { } account) yield return account;
            if (Interpreter(start, path) is { } interpreter) yield return interpreter;
        }
    }

    private static PreflightFinding? Account(HookStart start, string? path)
    {
        if (start.RunAs is { Length: > 0 } name && name[0] != '-' && !UnixAccounts.TryUser(name, out _))
        {
            return Finding(PreflightCheck.Accounts, "SLW0271", start,
                $"{start.LifecycleEvent}: script '{start.Location}' is to run as '{name}', and there is no such account on this instance. Create it, or correct runas.", isPrediction: true);
        }

        try
        {
            HookCommand.For(start, new(UnixFiles.EffectiveUser == 0, Environment.UserName), program => HookCommand.FindIn(path, program));
            return null;
        }
        catch (SlipwayException e)
        {
            return new(PreflightCheck.Accounts, e.Error, IsPrediction: false);
        }
    }

    private static PreflightFinding? Interpreter(HookStart start, string? path)
    {
        var head = ScriptHead.Of(start.ScriptFile);
        var why = head switch
        {
            { Machine: { } machine } when machine != OwnMachine => "it is a program for another processor architecture. Build it for this machine's",
            { IsBinary: true, Loader: { } loader } when !File.Exists(loader) => $"its loader '{loader}' is not on this machine. Build it for this machine's C library",
            { Interpreter: { } name } => Missing(name, head.InterpreterArguments, path),
            _ => null,
        };
        return why is null ? null : Finding(PreflightCheck.Interpreters, "SLW0272", start, $"{start.LifecycleEvent}: script '{start.Location}' cannot be started here: {why}.", isPrediction: true);
    }

    private static int OwnMachine => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? Arm64 : X64;

    private static string? Missing(string interpreter, string arguments, string? path)
    {
        if (interpreter.EndsWith('\r')) return $@"its first line ends in CR LF, so the kernel looks for '{interpreter[..^1]}\r'. Save it with LF line ends (rule SLW5001)";
        if (!File.Exists(interpreter)) return $"its interpreter '{interpreter}' is not installed. Install it, or correct the first line";
        if (NativeProcess.Access(NativeProcess.CurrentDirectory, interpreter, NativeProcess.Executable, NativeProcess.EffectiveAccess) != 0)
            return $"this account may not run its interpreter '{interpreter}'. Change its rights, or correct the first line";

        // `env NAME`: the program that is meant is the first word that is neither an option nor a variable.
        if (Path.GetFileName(interpreter) != "env") return null;
        var program = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(word => word[0] != '-' && !word.Contains('='));
        if (program is null) return null;
        var isThere = program.Contains('/') ? File.Exists(program) : HookCommand.FindIn(path, program) is not null;
        return isThere ? null : $"its interpreter '{program.TrimEnd('\r')}' is not in the PATH of this instance ({path ?? "which has none"}). Install it, or set PATH in the instance's environment";
    }

    // A hook that runs before could install it.
    private static PreflightFinding Finding(PreflightCheck check, string code, HookStart start, string message, bool isPrediction) =>
        InstancePreflight.Finding(check, isPrediction, code, message, start.AppSpecFile, start.AppSpecLine);
}
