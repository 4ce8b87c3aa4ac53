using Slipway.Checks.Fixing;
using Slipway.Specifications.Findings;

namespace Slipway.Cli.Output;

/// <summary>What <c>fix</c> did.</summary>
internal static class FixReport
{
    /// <summary>What was fixed where, what is left, and the sums; with a dry run the patch instead of the first.</summary>
    public static void PrintText(FixResult result, IReadOnlyList<string> failed, bool isDryRun, Surroundings surroundings)
    {
        var output = surroundings.Output;
        foreach (var file in result.Files.Where(file => !failed.Contains(file.Name)))
        {
            if (isDryRun) output.Write(Patch(file));
            else foreach (var finding in file.Applied) output.WriteLine($"{finding.File}({finding.Range.Line},{finding.Range.Column}): fixed {finding.Rule}: {finding.Fix!.Title}");
        }

        // The patch must stay one that can be piped into patch.
        var rest = isDryRun ? surroundings.Error : output;
        foreach (var finding in result.Remaining.Findings.Where(finding => finding.Severity != Severity.Info))
            (finding.Severity == Severity.Error ? surroundings.Error : rest).WriteLine(finding);
        var done = result.Files.Where(file => !failed.Contains(file.Name)).ToList();
        var count = done.Sum(file => file.Applied.Count);
        var left = result.Remaining.Findings.Count(finding => finding.Severity != Severity.Info);
        var what = count == 0 ? failed.Count == 0 ? "Nothing to fix" : "Nothing was fixed" : $"{Amounts.Count(count, isDryRun ? "fix" : "finding", isDryRun ? "fixes" : "findings")} {(isDryRun ? "possible" : "fixed")} in {Amounts.Count(done.Count, "file")}";
        rest.WriteLine(left == 0 ? $"{what}." : $"{what}; {Amounts.Count(left, "finding")} left that only you can decide.");
    }

    /// <summary><c>{"fixed":[{"file","rule","line","column","title"}],"files":[{"file","written","diff"}],"findings":[…]}</c></summary>
    public static void PrintJson(FixResult result, IReadOnlyList<string> failed, bool isDryRun, TextWriter output) => Json.Write(output, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("fixed");
        foreach (var finding in result.Files.Where(file => !failed.Contains(file.Name)).SelectMany(file => file.Applied))
        {
            writer.WriteStartObject();
            writer.WriteString("rule", finding.Rule);
            writer.WriteString("file", finding.File);
            writer.WriteNumber("line", finding.Range.Line);
            writer.WriteNumber("column", finding.Range.Column);
            writer.WriteString("title", finding.Fix!.Title);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("files");
        foreach (var file in result.Files)
        {
            writer.WriteStartObject();
            writer.WriteString("file", file.Name);
            writer.WriteBoolean("written", !isDryRun && !failed.Contains(file.Name));
            writer.WriteString("diff", UnifiedDiff.Of(file.Name, file.Before, file.After));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.Findings(result.Remaining.Findings);
        writer.Notes(result.Remaining.Notes);
        writer.WriteEndObject();
    });

    private static string Patch(FixedContent file) => UnifiedDiff.Of(file.Name, file.Before, file.After);
}
