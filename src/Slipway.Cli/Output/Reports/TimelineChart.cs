using Slipway.Deployments;
using Slipway.Instances.Events;

namespace Slipway.Cli.Output.Reports;

/// <summary>Every instance and every event over time.</summary>
internal static class TimelineChart
{
    /// <summary>Room for names.</summary>
    public const double Left = 170;

    /// <summary>Room for bars.</summary>
    public const double Width = 1010;

    private const double Top = 24;

    public static void Write(Markup html, DeploymentStory story, TimeScale scale)
    {
        html.Element("h2", "Timeline").Line();
        var row = story.Instances.Count > 40 ? 13.0 : 22.0;
        var height = Top + (row * story.Instances.Count) + 8;
        html.Open("div", ("class", "chart")).Open("svg", ("viewBox", $"0 0 {Markup.Number(Left + Width + 10)} {Markup.Number(height)}"), ("role", "img"),
            ("aria-label", $"Timeline of {Amounts.Count(story.Instances.Count, "instance")}; the same stands in the table below.")).Line();
        Background(html, story, scale, height);
        if (story.Instances.Any(instance => instance.Batch is not null)) html.Element("text", "batch", ("x", "2"), ("y", "12"), ("class", "soft"), ("style", "font-size:9px"));
        for (var i = 0; i < story.Instances.Count; i++) Row(html, story, i, scale, Top + (row * i), row);
        html.Close("svg").Close("div").Line();
        html.Open("ul", ("class", "legend"));
        foreach (var (variable, name) in ChartColors.Kinds) html.Open("li").Open("i", ("style", $"background:var({variable})")).Close("i").Text(name).Close("li");
        if (story.Waits.Count > 0) html.Open("li").Open("i", ("style", "background:var(--band);outline:1px solid var(--warn)")).Close("i").Text("wait").Close("li");
        html.Close("ul").Line();
    }

    private static void Background(Markup html, DeploymentStory story, TimeScale scale, double height)
    {
        foreach (var (from, to, time) in scale.Gaps)
        {
            html.Shape("rect", $"nothing happened for {Amounts.Duration(time)}", ("x", N(Left + from)), ("y", N(Top - 4)), ("width", N(to - from)), ("height", N(height - Top)), ("fill", "var(--line)"), ("fill-opacity", "0.45"));
            html.Element("text", Amounts.Duration(time), ("x", N(Left + ((from + to) / 2))), ("y", "12"), ("text-anchor", "middle"), ("class", "soft"));
        }

        foreach (var wait in story.Waits)
        {
            var (x, end) = (scale.At(wait.From), scale.At(wait.To));
            html.Shape("rect", WaitText(wait), ("x", N(Left + x)), ("y", N(Top - 4)), ("width", N(Math.Max(2, end - x))), ("height", N(height - Top)), ("fill", "var(--band)"), ("stroke", "var(--warn)"), ("stroke-width", "0.6"));
        }

        foreach (var alarm in story.Alarms.Where(alarm => alarm.Alarm.IsFiring))
        {
            var x = N(Left + scale.At(alarm.At));
            html.Shape("path", $"alarm {alarm.Alarm.AlarmName}: {alarm.Alarm.Reason}", ("d", $"M{x} {N(Top - 6)}V{N(height - 4)}"), ("stroke", "var(--bad)"), ("stroke-width", "2"));
        }

        foreach (var (at, anchor) in new[] { (0.0, "start"), (Width, "end") })
        {
            var label = at == 0 ? Stamp(story.StartedAt) : $"+{Amounts.Duration(story.EndedAt - story.StartedAt)}";
            var isCovered = scale.Gaps.Any(gap => at == 0 ? gap.From < 140 : gap.To > Width - 80);
            if (!isCovered) html.Element("text", label, ("x", N(Left + at)), ("y", "12"), ("text-anchor", anchor), ("class", "soft"));
        }
    }

    // The first row of a batch carries its number.
    private static void Row(Markup html, DeploymentStory story, int index, TimeScale scale, double y, double row)
    {
        var instance = story.Instances[index];
        var size = row < 20 ? "10" : "12";
        var isNewBatch = index > 0 && instance.Batch != story.Instances[index - 1].Batch;
        if (isNewBatch) html.Shape("path", $"batch {instance.Batch}", ("d", $"M0 {N(y)}H{N(Left + Width)}"), ("stroke", "var(--line)"), ("stroke-width", "1"));
        html.Element("text", Shortened(instance.Name) + (instance.Status == TargetStatus.Failed ? " ✕" : ""), ("x", N(Left - 8)), ("y", N(y + (row / 2) + 4)), ("text-anchor", "end"),
            ("class", instance.Status is TargetStatus.Failed ? "bad" : instance.Status is TargetStatus.Skipped or TargetStatus.Pending ? "soft" : ""), ("style", $"font-size:{size}px"));
        if ((index == 0 || isNewBatch) && instance.Batch is { } batch && row > 12)
            html.Element("text", $"{batch}", ("x", "2"), ("y", N(y + (row / 2) + 4)), ("class", "soft"), ("style", "font-size:9px"));
        foreach (var e in instance.Events)
        {
            if (e.Status is EventStatus.Skipped or EventStatus.Pending) continue;
            var x = scale.At(e.StartedAt);
            var width = Math.Max(1.6, scale.At(e.EndedAt) - x);
            html.Shape("rect", $"{instance.Name}: {e.Name} {e.Status}, {Amounts.Duration(e.EndedAt - e.StartedAt)}", ("x", N(Left + Math.Min(x, Width - width))), ("y", N(y + 2)), ("width", N(width)),
                ("height", N(row - 4)), ("rx", "1.5"), ("fill", ChartColors.Of(e)), ("fill-opacity", e.Status == EventStatus.InProgress ? "0.5" : "1"));
        }
    }

    /// <summary>What a wait was for and how it ended.</summary>
    public static string WaitText(StoryWait wait)
    {
        var what = wait.Kind switch
        {
            WaitKind.Ready => "waited for `slipway continue`",
            WaitKind.Termination => "the original environment stayed warm",
            WaitKind.ZoneMonitor => "a zone was watched",
            _ => "the deployment was watched (bake time)",
        };
        return $"{what} for {Amounts.Duration(wait.To - wait.From)}{(wait.IsContinued ? ", until somebody continued it" : "")}";
    }

    /// <summary>A time as the report writes it.</summary>
    public static string Stamp(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture) + " UTC";

    private static string Shortened(string name) => name.Length <= 24 ? name : name[..11] + "…" + name[^12..];

    private static string N(double number) => Markup.Number(number);
}
