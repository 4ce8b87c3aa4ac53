using Slipway.Deployments;

namespace Slipway.Cli.Output.Reports;

/// <summary>What the scripts printed, folded: that of failed instances is open.</summary>
internal static class ReportOutput
{
    private const int MostOpen = 5;

    public static void Write(Markup html, DeploymentStory story)
    {
        var printed = story.Instances.Where(instance => !instance.Output.IsEmpty).OrderBy(instance => instance.Status != TargetStatus.Failed).ToList();
        if (printed.Count == 0) return;
        html.Element("h2", "Script output").Line();
        var open = printed.Count == 1 ? 1 : Math.Min(MostOpen, printed.Count(instance => instance.Status == TargetStatus.Failed));
        for (var i = 0; i < printed.Count; i++) Instance(html, printed[i], isOpen: i < open);
    }

    private static void Instance(Markup html, StoryInstance instance, bool isOpen)
    {
        var lines = instance.Output.First.Count + instance.Output.Last.Count + instance.Output.LeftOut;
        html.Raw(isOpen ? "<details open>" : "<details>").Open("summary").Element("b", instance.Name).Text($"  {instance.Status}, {Amounts.Count(lines, "line")}").Close("summary").Line();
        html.Open("pre", ("tabindex", "0"));
        foreach (var line in instance.Output.First) Line(html, line);
        if (instance.Output.LeftOut > 0) html.Element("span", $"… {Amounts.Count(instance.Output.LeftOut, "line")} left out; slipway logs has them all …", ("class", "soft")).Line();
        foreach (var line in instance.Output.Last) Line(html, line);
        html.Close("pre").Close("details").Line();
    }

    private static void Line(Markup html, string line)
    {
        const string Out = "[stdout]", Error = "[stderr]";
        if (line.StartsWith(Out, StringComparison.Ordinal)) html.Text(line[Out.Length..]);
        else if (line.StartsWith(Error, StringComparison.Ordinal)) html.Element("span", line[Error.Length..], ("class", "err"));
        else html.Element("span", line, ("class", "ev"));
        html.Line();
    }
}
