using System.Collections.Concurrent;
using Slipway.Cli.Output.Live;
using Slipway.Deployments;
using Slipway.Instances.Events;

namespace Slipway.Cli.Output;

/// <summary>Tells how a deployment goes: a line an event, and in a terminal a line that moves while the event runs.</summary>
internal sealed class TextProgress : IDeploymentProgress, IDisposable
{
    private static readonly TimeSpan RedrawPeriod = TimeSpan.FromMilliseconds(100);

    private readonly TextWriter output;
    private readonly TimeProvider time;
    private readonly bool isLive;
    private readonly ITimer? redraw;
    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<string, FleetProgress> fleets = new(StringComparer.Ordinal);
    private string? runningEvent;
    private long startedAt;
    private string activity = "";

    public TextProgress(TextWriter output, TimeProvider time, bool isLive)
    {
        this.output = output;
        this.time = time;
        this.isLive = isLive;
        if (isLive) redraw = time.CreateTimer(_ => Redraw(), null, RedrawPeriod, RedrawPeriod);
    }

    /// <inheritdoc />
    public void DeploymentStarted(string deploymentId, DeploymentRequest request)
    {
        var title = $"Deployment {deploymentId} of {request.ApplicationName} to group {request.Group.Name}" + (request.Description is { } description ? $": {description}" : "");
        if (request.Group.Definition is null) Line(title);
        else fleets[deploymentId] = new(deploymentId, TerminalText.Line(title), output, time, isLive ? Window : null);
    }

    /// <inheritdoc />
    public void OnInstance(string deploymentId, string instanceName, InstanceEvent instanceEvent)
    {
        if (fleets.TryGetValue(deploymentId, out var fleet))
        {
            fleet.OnInstance(instanceName, instanceEvent);
            return;
        }

        switch (instanceEvent)
        {
            case LifecycleEventStarted started:
                lock (gate)
                {
                    (runningEvent, startedAt, activity) = (started.Event, time.GetTimestamp(), "");
                }

                break;
            case ScriptStarted script:
                Activity(script.Location);
                break;
            case ScriptOutput line:
                Activity($"{line.Location}: {line.Line}");
                break;
            case FileProgress files:
                Activity($"{files.Step} {Amounts.Count(files.Files, "file")} of {files.TotalFiles:N0}, {Amounts.Bytes(files.Bytes)} of {Amounts.Bytes(files.TotalBytes)}");
                break;
            case LifecycleEventEnded { Result: var result }:
                lock (gate) runningEvent = null;
                Line(Summary(result));
                break;
            case InstanceWarning warning:
                Line($"  warning: {warning.Message}");
                break;
        }
    }

    /// <inheritdoc />
    public void OnFleet(string deploymentId, FleetEvent fleetEvent)
    {
        if (fleets.TryGetValue(deploymentId, out var fleet)) fleet.OnFleet(fleetEvent);
        else foreach (var line in ProgressLines.Of(deploymentId, fleetEvent)) Line("  " + line.Text);
    }

    /// <inheritdoc />
    public void DeploymentEnded(DeploymentResult result)
    {
        if (fleets.TryRemove(result.DeploymentId, out var fleet))
        {
            fleet.Ended(result);
            fleet.Dispose();
            return;
        }

        lock (gate) runningEvent = null;
        Line($"  Deployment {result.DeploymentId} {result.Status switch { DeploymentStatus.Succeeded => "succeeded", DeploymentStatus.Stopped => "was stopped", _ => "failed" }}.");
    }

    /// <inheritdoc />
    public void Dispose()
    {
        redraw?.Dispose();
        foreach (var fleet in fleets.Values) fleet.Dispose();
        fleets.Clear();
        lock (gate)
        {
            if (isLive && runningEvent is not null) output.Write("\r\e[K");
            runningEvent = null;
        }

        output.Flush();
    }

    private static string Summary(EventResult result)
    {
        var scripts = result.Scripts.Count == 0 ? "" : "  " + Amounts.Count(result.Scripts.Count, "script");
        return $"  {result.Event,-20} {result.Status,-10} {Amounts.Duration(result.EndedAt - result.StartedAt),9}{scripts}";
    }

    private void Activity(string text)
    {
        lock (gate) activity = text;
    }

    private void Line(string text)
    {
        lock (gate)
        {
            if (isLive) output.Write("\r\e[K");
            output.WriteLine(text);
            output.Flush();
        }
    }

    private void Redraw()
    {
        lock (gate)
        {
            if (runningEvent is null) return;
            var line = $"  {runningEvent,-20} {"running",-10} {Amounts.Duration(time.GetElapsedTime(startedAt)),9}  {activity}";
            output.Write("\r" + Fit(line) + "\e[K");
            output.Flush();
        }
    }

    private static (int Width, int Height) Window() => Console.IsOutputRedirected ? (120, 40) : (Console.WindowWidth, Console.WindowHeight);

    // What scripts print may move the cursor; and a line that wraps could not be redrawn.
    private static string Fit(string line)
    {
        var width = Console.IsOutputRedirected ? 120 : Math.Max(20, Console.WindowWidth - 1);
        var shown = string.Concat(line.Select(c => char.IsControl(c) ? ' ' : c));
        return shown.Length <= width ? shown : shown[..width];
    }
}
