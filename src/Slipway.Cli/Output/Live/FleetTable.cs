using System.Globalization;
using Slipway.Deployments;

namespace Slipway.Cli.Output.Live;

/// <summary>Draws where a deployment stands into a window. Pure: the same state and size are the same lines.</summary>
internal static class FleetTable
{
    private const string Green = "32", Red = "31", Yellow = "33", Blue = "36", Soft = "2", Bold = "1";

    /// <summary>The lines, at most <paramref name="height"/> of them. What does not fit is counted in the last one.</summary>
    public static IReadOnlyList<TableLine> Draw(FleetView view, int height, DateTimeOffset now)
    {
        var lines = new List<TableLine> { new TableLine().Add(view.Title, Bold).Add($"   {Clock(now - view.StartedAt)}", Soft), Counts(view) };
        if (view.Wait is { } wait) lines.Add(new TableLine().Add($"  {ProgressLines.What(wait.Kind, view.DeploymentId)}, {Clock(wait.Until > now ? wait.Until - now : TimeSpan.Zero)} left", Yellow));
        foreach (var alarm in view.Firing.Take(3)) lines.Add(new TableLine().Add($"  alarm {alarm.AlarmName} fires: {alarm.Reason}", Red));
        if (view.Instances.Count > 0) Rows(view, lines, Math.Max(1, height - lines.Count), now);
        return lines.Count <= height ? lines : lines[..Math.Max(1, height)];
    }

    private static TableLine Counts(FleetView view)
    {
        var line = new TableLine().Add("  ");
        if (view.Capacity is { } capacity) line.Add($"{capacity.InService} of {capacity.Total} in service", capacity.InService < capacity.Minimum ? Red : "").Add($" (minimum {capacity.Minimum})   ", Soft);
        var counts = view.Instances.CountBy(row => row.Status).ToDictionary();
        int Of(params TargetStatus[] statuses) => statuses.Sum(status => counts.GetValueOrDefault(status));
        line.Add($"{Of(TargetStatus.Succeeded, TargetStatus.Ready)} done").Add($", {Of(TargetStatus.Failed)} failed", Of(TargetStatus.Failed) > 0 ? Red : "")
            .Add($", {Of(TargetStatus.InProgress)} running, {Of(TargetStatus.Pending, TargetStatus.Unknown)} left");
        return Of(TargetStatus.Skipped) is > 0 and var skipped ? line.Add($", {skipped} skipped") : line;
    }

    private static void Rows(FleetView view, List<TableLine> lines, int room, DateTimeOffset now)
    {
        var width = Math.Min(32, view.Instances.Max(row => row.Name.Length));
        IReadOnlyList<InstanceRow> shown = view.Instances, left = [];

        // All in the order of their turns while they fit; else first what somebody looks for. The sort is stable, so rows do not change places for nothing.
        if (shown.Count > room)
        {
            var ordered = view.Instances.OrderBy(Rank).ToList();
            (shown, left) = (ordered[..Math.Max(0, room - 1)], ordered[Math.Max(0, room - 1)..]);
        }

        foreach (var row in shown) lines.Add(Row(row, width, now));
        if (left.Count == 0) return;
        var rest = left.GroupBy(row => row.Status).OrderBy(group => group.Key).Select(group => $"{group.Count()} {group.Key}");
        lines.Add(new TableLine().Add($"  … {left.Count} more: {string.Join(", ", rest)}", Soft));
    }

    /// <summary>The row of an instance.</summary>
    public static TableLine Row(InstanceRow row, int width, DateTimeOffset now)
    {
        var elapsed = row.EventStartedAt is { } begun ? now - begun : row is { StartedAt: { } from, EndedAt: { } to } ? to - from : (TimeSpan?)null;
        var name = row.Name.Length <= width ? row.Name.PadRight(width) : row.Name[..(width - 1)] + "…";
        return new TableLine().Add($"  {name}  ").Add($"{row.Status,-10}", ColorOf(row.Status)).Add($"  {row.Event,-18}  {(elapsed is { } time ? Amounts.Duration(time) : ""),10}  ")
            .Add(row.Note, row.Status == TargetStatus.Failed ? Red : Soft);
    }

    private static int Rank(InstanceRow row) => row.Status switch
    {
        TargetStatus.InProgress => 0,
        TargetStatus.Failed => 1,
        TargetStatus.Unknown => 2,
        TargetStatus.Ready => 3,
        TargetStatus.Pending => 4,
        TargetStatus.Skipped => 5,
        _ => 6,
    };

    private static string ColorOf(TargetStatus status) => status switch
    {
        TargetStatus.Succeeded or TargetStatus.Ready => Green,
        TargetStatus.Failed => Red,
        TargetStatus.InProgress => Blue,
        TargetStatus.Unknown => Yellow,
        _ => Soft,
    };

    private static string Clock(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes:00}:{time.Seconds:00}");
}
