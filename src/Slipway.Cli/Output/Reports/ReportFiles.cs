using Slipway.Revisions.Inventory;

namespace Slipway.Cli.Output.Reports;

/// <summary>What the revision changed against the one that was deployed before it.</summary>
internal static class ReportFiles
{
    private const int MostFiles = 500;

    public static void Write(Markup html, DeploymentStory story)
    {
        if (story.Files is not { } files) return;
        html.Element("h2", "Files changed").Line();
        html.Element("p", files.Count == 0 ? "None: it is the same revision as before." : $"{Amounts.Count(files.Count, "file")} against the revision that was deployed before.", ("class", "soft")).Line();
        if (files.Count == 0) return;
        html.Raw(files.Count <= 20 ? "<details open>" : "<details>").Element("summary", Amounts.Count(files.Count, "file")).Open("table").Line();
        foreach (var file in files.Take(MostFiles))
        {
            html.Open("tr").Element("td", Word(file.Kind)).Element("td", PlainText.Of(file.Path), ("style", "width:100%;overflow-wrap:anywhere"));
            html.Element("td", file.Growth == 0 ? "" : (file.Growth > 0 ? "+" : "-") + Amounts.Bytes(Math.Abs(file.Growth)), ("class", "n")).Close("tr").Line();
        }

        if (files.Count > MostFiles) html.Open("tr").Element("td", "").Element("td", $"and {Amounts.Count(files.Count - MostFiles, "file")} more").Element("td", "").Close("tr").Line();
        html.Close("table").Close("details").Line();
    }

    private static string Word(DifferenceKind kind) => kind switch
    {
        DifferenceKind.Added => "added",
        DifferenceKind.Removed => "removed",
        DifferenceKind.Mode => "mode",
        _ => "changed",
    };
}
