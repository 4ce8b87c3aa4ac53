using System.Text;
using Slipway.Deployments;
using Slipway.Instances.Events;

namespace Slipway.Cli.Output.Live;

/// <summary>
/// Tells how a deployment to a fleet goes. In a terminal: a table that is drawn over, one write a frame, with what matters later above it. Else: a line an event.
/// </summary>
internal sealed class FleetProgress : IDisposable
{
    private const int MostInSummary = 20;
    private static readonly TimeSpan FramePeriod = TimeSpan.FromMilliseconds(100);

    private readonly TextWriter output;
    private readonly TimeProvider time;
    private readonly Func<(int Width, int Height)>? window;
    private readonly FleetView view;
    private readonly ITimer? frames;
    private readonly Lock gate = new();
    private readonly StringBuilder above = new();
    private int drawn;
    private bool isOver;

    /// <summary>A progress of one deployment.</summary>
    /// <param name="deploymentId">The deployment.</param>
    /// <param name="title">What is deployed where.</param>
    /// <param name="output">Where to.</param>
    /// <param name="time">The clock.</param>
    /// <param name="window">The terminal's size; null when there is none.</param>
    public FleetProgress(string deploymentId, string title, TextWriter output, TimeProvider time, Func<(int Width, int Height)>? window)
    {
        (this.output, this.time, this.window) = (output, time, window);
        view = new(deploymentId, title, time.GetUtcNow());
        if (window is null) Line(title);
        else frames = time.CreateTimer(_ => Frame(), null, TimeSpan.Zero, FramePeriod);
    }

    /// <summary>Something happened on an instance.</summary>
    public void OnInstance(string instanceName, InstanceEvent instanceEvent)
    {
        lock (gate) view.Apply(instanceName, instanceEvent, time.GetUtcNow());
        Tell(ProgressLines.Of(instanceName, instanceEvent));
    }

    /// <summary>Something happened to the deployment.</summary>
    public void OnFleet(FleetEvent fleetEvent)
    {
        lock (gate) view.Apply(fleetEvent, time.GetUtcNow());
        Tell(ProgressLines.Of(view.DeploymentId, fleetEvent));
    }

    /// <summary>It ended: what stays on the screen.</summary>
    public void Ended(DeploymentResult result)
    {
        lock (gate)
        {
            if (isOver) return;
            isOver = true;
            if (window is { } size)
            {
                var (width, _) = Size(size);
                above.Append(view.Title).Append('\n');
                var rows = view.Instances.Count <= MostInSummary ? view.Instances : [.. view.Instances.Where(row => row.Status == TargetStatus.Failed).Take(MostInSummary)];
                var widest = rows.Count == 0 ? 0 : Math.Min(32, rows.Max(row => row.Name.Length));
                foreach (var row in rows) above.Append(FleetTable.Row(row, widest, time.GetUtcNow()).Fit(width, hasColors: true)).Append("\e[K\n");
                Write([]);
                output.Write("\e[?25h");
            }

            output.WriteLine("  " + ProgressLines.Summary(result));
            output.Flush();
        }

        frames?.Dispose();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        frames?.Dispose();
        lock (gate)
        {
            if (isOver || window is null) return;
            isOver = true;
            Write([]);
            output.Write("\e[?25h");
            output.Flush();
        }
    }

    private void Tell(IEnumerable<ProgressLine> lines)
    {
        foreach (var line in lines)
        {
            // The table has what goes well; a log has all but what scripts print, which is in the script log.
            if (line.Importance == (window is null ? LineImportance.Detail : LineImportance.Normal) || line.Importance == LineImportance.Detail) continue;
            Line("  " + line.Text);
        }
    }

    private void Line(string text)
    {
        lock (gate)
        {
            if (window is not null && !isOver)
            {
                above.Append(text).Append("\e[K\n");
                return;
            }

            output.WriteLine(text);
            output.Flush();
        }
    }

    internal void Frame()
    {
        lock (gate)
        {
            if (isOver) return;
            var (width, height) = Size(window!);
            Write([.. FleetTable.Draw(view, height, time.GetUtcNow()).Select(line => line.Fit(width, hasColors: true))]);
        }
    }

    // Up to the first line of the last frame, what stays, the table, and nothing below; without wrapping, which would spoil the count of lines. One write: no flicker.
    private void Write(IReadOnlyList<string> lines)
    {
        var frame = new StringBuilder("\e[?25l\e[?7l\r");
        if (drawn > 1) frame.Append("\e[").Append(drawn - 1).Append('A');
        frame.Append(above);
        above.Clear();
        for (var i = 0; i < lines.Count; i++) frame.Append(lines[i]).Append(i == lines.Count - 1 ? "\e[K" : "\e[K\n");
        frame.Append("\e[J\e[?7h");
        output.Write(frame.ToString());
        output.Flush();
        drawn = lines.Count;
    }

    private static (int Width, int Height) Size(Func<(int Width, int Height)> window)
    {
        var (width, height) = window();
        return (Math.Max(20, width - 1), Math.Max(3, height - 1));
    }
}
