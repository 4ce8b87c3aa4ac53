using Slipway.Checks;
using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.Findings;

namespace Slipway.Cli.Output;

/// <summary>What <c>check</c> found, for people: a line a finding in the form that editors and build servers read, and a last line with the sums.</summary>
internal static class CheckText
{
    /// <summary>Errors go to standard error, the rest to standard output.</summary>
    /// <param name="result">What was found.</param>
    /// <param name="subject">What was checked.</param>
    /// <param name="surroundings">Where to print.</param>
    public static void Print(CheckResult result, string subject, Surroundings surroundings)
    {
        var output = surroundings.Output;
        foreach (var finding in result.Findings)
        {
            var writer = finding.Severity == Severity.Error ? surroundings.Error : output;
            writer.WriteLine(finding);
            // On a terminal the place is shown; what is redirected is read by programs, a line a finding.
            if (surroundings.IsLive) WriteExcerpt(finding, result, writer);
        }

        PrintAgent("1.8", result.Agent18, output);
        PrintAgent("2", result.Agent2, output);
        foreach (var note in result.Notes) output.WriteLine(note.Rule is null ? $"Note: {note.Reason}" : $"{note.Rule} did not run: {note.Reason}");
        output.WriteLine(Summary(result.Findings, subject));
    }

    private static string Summary(IReadOnlyList<Finding> findings, string subject)
    {
        if (findings.Count == 0) return $"{subject}: no findings.";
        var errors = findings.Count(finding => finding.Severity == Severity.Error);
        var warnings = findings.Count(finding => finding.Severity == Severity.Warning);
        var text = $"{subject}: {Amounts.Count(errors, "error")}, {Amounts.Count(warnings, "warning")}";
        if (errors + warnings < findings.Count) text += $", {findings.Count - errors - warnings} info";
        var fixable = findings.Count(finding => finding.Fixable);
        return fixable == 0 ? text + "." : $"{text}. {fixable} can be fixed: slipway fix{(subject == "." ? "" : " " + subject)}";
    }

    private static void WriteExcerpt(Finding finding, CheckResult result, TextWriter writer)
    {
        if (result.TextOf(finding.File) is not { } text || Excerpt.Of(text, finding.Range) is not { } excerpt) return;
        writer.WriteLine($"    {excerpt.Line}");
        writer.WriteLine($"    {excerpt.Marks}");
    }

    private static void PrintAgent(string version, AgentReading? reading, TextWriter output)
    {
        if (reading is { Accepts: false }) output.WriteLine($"CodeDeploy agent {version} does not take this file: {reading.Message}");
    }
}
