using System.Globalization;
using Slipway.Deployments;
using Slipway.Deployments.History;
using Slipway.Instances.Events;

namespace Slipway.Cli.Output.Reports;

/// <summary>A deployment as one page: nothing is loaded, nothing runs, and it reads without a mouse.</summary>
internal static class HtmlReport
{
    /// <summary>The page.</summary>
    public static string Of(DeploymentStory story)
    {
        var (html, record) = (new Markup(), story.Entry.Record);
        var busy = story.Instances.SelectMany(instance => instance.Events).Where(e => e.Status is not (EventStatus.Skipped or EventStatus.Pending)).Select(e => (e.StartedAt, e.EndedAt));
        var scale = TimeScale.Of(story.StartedAt, story.EndedAt, busy, TimelineChart.Width);
        html.Raw("<!DOCTYPE html>\n").Open("html", ("lang", "en")).Open("head").Line();
        html.Raw("<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
        html.Element("title", $"{record.DeploymentId} {story.Entry.Status}: {record.ApplicationName} to {record.Group.Name}").Line();
        html.Raw("<style>\n").Raw(ReportStyle.Sheet).Raw("\n</style>\n").Close("head").Line().Open("body").Open("main").Line();
        ReportHeader.Write(html, story);
        CapacityChart.Write(html, story, scale, TimelineChart.Left);
        if (story.Instances.Count > 0) TimelineChart.Write(html, story, scale);
        Happenings(html, story);
        if (story.Instances.Count > 0) Instances(html, story);
        ReportOutput.Write(html, story);
        ReportFiles.Write(html, story);
        html.Element("footer", $"Written by slipway from the records of deployment {record.DeploymentId}. Times are UTC.").Line();
        return html.Close("main").Close("body").Close("html").Line().ToString();
    }

    private static void Happenings(Markup html, DeploymentStory story)
    {
        var all = story.Waits.Select(wait => (wait.From, Class: "", Text: TimelineChart.WaitText(wait)))
            .Concat(story.Alarms.Select(alarm => (alarm.At, alarm.Alarm.IsFiring ? "bad" : "ok", $"alarm {alarm.Alarm.AlarmName} {(alarm.Alarm.IsFiring ? "fired" : "is over")}: {alarm.Alarm.Reason}")))
            .Concat(story.Notes.Select(note => (note.At, "warn", note.Instance is null ? note.Text : $"{note.Instance}: {note.Text}")))
            .OrderBy(one => one.Item1).ToList();
        if (all.Count == 0) return;
        html.Element("h2", "What happened besides").Line().Open("div", ("class", "wide")).Open("table").Line();
        foreach (var (at, color, text) in all.Take(500))
            html.Open("tr").Element("td", $"+{Amounts.Duration(at > story.StartedAt ? at - story.StartedAt : TimeSpan.Zero)}", ("class", "n")).Element("td", text, ("class", color), ("style", "width:100%")).Close("tr").Line();
        if (all.Count > 500) html.Open("tr").Element("td", "").Element("td", $"and {Amounts.Count(all.Count - 500, "line")} more", ("class", "soft")).Close("tr").Line();
        html.Close("table").Close("div").Line();
    }

    private static void Instances(Markup html, DeploymentStory story)
    {
        var events = Columns(story);
        var hasLabels = story.Instances.Any(instance => instance.Label is not null);
        var hasZones = story.Instances.Any(instance => instance.Zone is not null);
        var hasBatches = story.Instances.Any(instance => instance.Batch is not null);
        html.Element("h2", "Instances").Line();
        html.Open("div", ("class", "wide"), ("tabindex", "0"), ("role", "region"), ("aria-label", "Instances and their events")).Open("table").Open("thead").Open("tr").Element("th", "instance", ("scope", "col")).Element("th", "status", ("scope", "col"));
        if (hasLabels) html.Element("th", "environment", ("scope", "col"));
        if (hasZones) html.Element("th", "zone", ("scope", "col"));
        if (hasBatches) html.Element("th", "batch", ("class", "n"), ("scope", "col"));
        foreach (var name in events) html.Element("th", name, ("class", "n"), ("scope", "col"));
        html.Close("tr").Close("thead").Line().Open("tbody");
        foreach (var instance in story.Instances)
        {
            html.Open("tr").Element("td", instance.Name, ("class", "name")).Element("td", instance.Status.ToString(), ("class", ReportHeader.ColorOf(instance.Status)));
            if (hasLabels) html.Element("td", instance.Label switch { TargetLabel.Blue => "original", TargetLabel.Green => "replacement", _ => "" });
            if (hasZones) html.Element("td", instance.Zone);
            if (hasBatches) html.Element("td", instance.Batch?.ToString(CultureInfo.InvariantCulture), ("class", "n"));
            foreach (var name in events) Cell(html, instance.Events.LastOrDefault(e => e.Name == name));
            html.Close("tr").Line();
            if (instance.Error is { } error)
                html.Open("tr").Element("td", "").Open("td", ("colspan", (20 + events.Count).ToString(CultureInfo.InvariantCulture)), ("class", instance.Status == TargetStatus.Failed ? "bad" : "soft")).Open("pre").Text(ReportHeader.ErrorText(error)).Close("pre").Close("td").Close("tr").Line();
        }

        html.Close("tbody").Close("table").Close("div").Line();
    }

    private static void Cell(Markup html, StoryEvent? e)
    {
        var (text, color) = e?.Status switch
        {
            null => ("", ""),
            EventStatus.Skipped => ("skipped", "soft"),
            EventStatus.Pending => ("", ""),
            EventStatus.Failed => ($"✕ {Amounts.Duration(e.EndedAt - e.StartedAt)}", "bad"),
            EventStatus.InProgress => ("running", "run"),
            EventStatus.Unknown => ("unknown", "warn"),
            _ => (Amounts.Duration(e.EndedAt - e.StartedAt), ""),
        };
        html.Element("td", text, ("class", ("n " + color).TrimEnd()));
    }

    // Every event that some instance has, in the order in which they first came.
    private static List<string> Columns(DeploymentStory story) =>
        [.. story.Instances.OrderByDescending(instance => instance.Events.Count).SelectMany(instance => instance.Events).Select(e => e.Name).Distinct(StringComparer.Ordinal)];
}
