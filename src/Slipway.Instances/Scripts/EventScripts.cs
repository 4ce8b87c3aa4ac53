using Slipway.Instances.Events;
using Slipway.Instances.Hooks;
using Slipway.Instances.State;
using Slipway.Revisions.Unix;
using Slipway.Specifications;
using Slipway.Specifications.AppSpecs;

namespace Slipway.Instances.Scripts;

/// <summary>Runs the scripts of one lifecycle event in order; the first failure ends it.</summary>
internal sealed class EventScripts(InstanceSettings settings, InstanceDeployment deployment, DeploymentFolder folder, Journal journal, IInstanceEvents events, UnixTime since)
{
    /// <summary>Runs them.</summary>
    /// <returns>What became of each script that began, and why the last one failed.</returns>
    internal (List<ScriptResult> Results, SlipwayError? Error) Run(string lifecycleEvent, ScriptSource source, CancellationToken cancellation)
    {
        var results = new List<ScriptResult>();
        using var log = new ScriptsLog(folder.ScriptsLog, message => events.On(new InstanceWarning(message)));
        log.Event(lifecycleEvent);
        var environment = HookEnvironment.For(settings, deployment, lifecycleEvent, source.Folder);
        foreach (var script in source.AppSpec.ScriptsOf(lifecycleEvent))
        {
            log.Script(script.Location.Text ?? script.Location.Raw);
            var outcome = RunOne(lifecycleEvent, source, script, environment, log, cancellation);
            results.Add(outcome.Result);
            if (!outcome.Succeeded) return (results, outcome.Error);
        }

        return (results, null);
    }

    private HookOutcome RunOne(
        string lifecycleEvent, ScriptSource source, HookScript script, HookEnvironment environment, ScriptsLog log, CancellationToken cancellation)
    {
        var location = script.Location.Text ?? script.Location.Raw;
        if (script.RunAs is not null && UnixFiles.EffectiveUser == 0) StateFolder.LetThrough(settings.StateFolder, Path.GetDirectoryName(source.Folder)!);
        events.On(new ScriptStarted(lifecycleEvent, location));
        journal.Append(
            JournalStep.ScriptStarting, isDurable: false, ("event", lifecycleEvent), ("location", location), ("boot", LeftOverScript.BootId),
            ("archive", source.DeploymentId), ("since", RecordText.Format(since)));
        var outcome = HookRunner.Run(
            new HookStart
            {
                ScriptFile = source.Folder + "/" + location,
                Location = location,
                LifecycleEvent = lifecycleEvent,
                RunAs = script.RunAs?.Text ?? script.RunAs?.Raw,
                Sudo = script.Sudo,
                TimeoutSeconds = script.Timeout,
                WorkingDirectory = settings.Root.Length > 0 ? settings.Root : "/",
                Environment = environment.Variables,
                DeploymentVariables = environment.DeploymentVariables,
                AppSpecFile = source.AppSpecFile,
                AppSpecLine = script.Location.Range.Line,
                LogCommand = $"slipway logs {deployment.DeploymentId}",
                OnStarted = (process, startTime) => Started(lifecycleEvent, location, process, startTime),
                OnWarning = message => events.On(new InstanceWarning(message)),
            },
            line =>
            {
                log.Output(line.IsError, line.Line);
                events.On(new ScriptOutput(lifecycleEvent, location, line.IsError, line.Line));
            },
            cancellation);
        journal.Append(JournalStep.ScriptEnded, isDurable: false, ("event", lifecycleEvent), ("location", location), ("result", outcome.Result.ErrorCode));
        events.On(new ScriptEnded(lifecycleEvent, outcome.Result));
        return outcome;
    }

    private void Started(string lifecycleEvent, string location, int process, long startTime)
    {
        try
        {
            journal.Append(
                JournalStep.Script, isDurable: false, ("event", lifecycleEvent), ("location", location), ("pid", (long)process), ("startTime", startTime), ("boot", LeftOverScript.BootId));
        }
        catch (IOException e)
        {
            // The script runs already and must be looked after; recovery finds it by its environment.
            events.On(new InstanceWarning($"The start of '{location}' could not be journaled: {e.Message}"));
        }
    }
}
