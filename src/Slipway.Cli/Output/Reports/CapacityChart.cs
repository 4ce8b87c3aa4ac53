using System.Globalization;

namespace Slipway.Cli.Output.Reports;

/// <summary>How many instances were in service over time, and how many had to be.</summary>
internal static class CapacityChart
{
    private const double Height = 110;
    private const double Top = 14;

    public static void Write(Markup html, DeploymentStory story, TimeScale scale, double left)
    {
        if (story.Capacity.Count == 0) return;
        var total = Math.Max(1, story.Capacity.Max(point => Math.Max(point.Capacity.Total, point.Capacity.InService)));
        var (first, lowest, last) = (story.Capacity[0].Capacity, story.Capacity.Min(point => point.Capacity.InService), story.Capacity[^1].Capacity);
        var minimum = story.Capacity.Max(point => point.Capacity.Minimum);
        html.Element("h2", "Capacity in service").Line();
        html.Open("div", ("class", "chart")).Open("svg", ("viewBox", $"0 0 {Markup.Number(left + scale.Width + 10)} {Markup.Number(Height + Top + 8)}"), ("role", "img"),
            ("aria-label", $"Instances in service: {first.InService} of {first.Total} at the start, {lowest} at the lowest, {last.InService} at the end; at least {minimum} had to be.")).Line();
        double Y(int count) => Top + Height - (Height * count / total);
        html.Shape("path", null, ("d", $"M{Point(left, Y(0))}H{Markup.Number(left + scale.Width)}"), ("stroke", "var(--line)"), ("fill", "none"));
        foreach (var count in new[] { 0, total }) Label(html, left - 8, Y(count) + 4, count.ToString(CultureInfo.InvariantCulture));
        Steps(html, story, scale, left, Y);
        html.Shape("path", $"minimum {minimum}", ("d", $"M{Point(left, Y(minimum))}H{Markup.Number(left + scale.Width)}"), ("stroke", "var(--bad)"), ("stroke-dasharray", "5 4"), ("fill", "none"));
        html.Element("text", $"minimum {minimum}", ("x", Markup.Number(left + scale.Width - 4)), ("y", Markup.Number(Y(minimum) + (minimum * 4 < total ? -4 : 13))), ("text-anchor", "end"), ("class", "bad"));
        html.Close("svg").Close("div").Line();
        html.Element("p", $"{first.InService} of {first.Total} at the start, {lowest} at the lowest, {last.InService} of {last.Total} at the end; at least {minimum} had to be in service.", ("class", "soft")).Line();
    }

    private static void Steps(Markup html, DeploymentStory story, TimeScale scale, double left, Func<int, double> y)
    {
        var line = $"M{Point(left, y(story.Capacity[0].Capacity.InService))}";
        foreach (var point in story.Capacity) line += $"H{Markup.Number(left + scale.At(point.At))}V{Markup.Number(y(point.Capacity.InService))}";
        line += $"H{Markup.Number(left + scale.Width)}";
        html.Shape("path", null, ("d", $"{line}V{Markup.Number(y(0))}H{Markup.Number(left)}Z"), ("fill", "var(--ok)"), ("fill-opacity", "0.15"));
        html.Shape("path", null, ("d", line), ("fill", "none"), ("stroke", "var(--ok)"), ("stroke-width", "1.8"));
    }

    private static void Label(Markup html, double x, double y, string text) => html.Element("text", text, ("x", Markup.Number(x)), ("y", Markup.Number(y)), ("text-anchor", "end"), ("class", "soft"));

    private static string Point(double x, double y) => $"{Markup.Number(x)} {Markup.Number(y)}";
}
