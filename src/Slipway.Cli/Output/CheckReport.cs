using System.Text.Json;
using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.Findings;

namespace Slipway.Cli.Output;

/// <summary>What <c>check</c> found.</summary>
/// <param name="Findings">The findings, in the file's order.</param>
/// <param name="Agent18">What agent 1.8 makes of the file; null when it is no appspec.</param>
/// <param name="Agent2">What agent 2 makes of it; null when it is no appspec.</param>
internal sealed record CheckReport(IReadOnlyList<Finding> Findings, AgentReading? Agent18, AgentReading? Agent2)
{
    /// <summary>Only findings of severity Error fail a check.</summary>
    public bool Passes => !Findings.Any(f => f.Severity == Severity.Error);

    /// <summary>Errors go to standard error, the rest to standard output.</summary>
    public void PrintText(string file, TextWriter output, TextWriter error)
    {
        foreach (var finding in Findings) (finding.Severity == Severity.Error ? error : output).WriteLine(finding);
        PrintAgent("1.8", Agent18, output);
        PrintAgent("2", Agent2, output);
        var errors = Findings.Count(f => f.Severity == Severity.Error);
        output.WriteLine(Findings.Count == 0 ? $"{file}: no findings."
            : $"{file}: {Amounts.Count(errors, "error")}, {Amounts.Count(Findings.Count(f => f.Severity == Severity.Warning), "warning")}.");
    }

    /// <summary><c>{"findings":[…],"agents":{"1.8":{…},"2":{…}},"model":{…}?}</c></summary>
    public void PrintJson(TextWriter output) => Json.Write(output, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("findings");
        foreach (var finding in Findings) Write(writer, finding);
        writer.WriteEndArray();
        if (Agent18 is not null && Agent2 is not null)
        {
            writer.WriteStartObject("agents");
            Write(writer, "1.8", Agent18);
            Write(writer, "2", Agent2);
            writer.WriteEndObject();
        }

        if (Agent18 is not null && AppSpecModelJson.Write(Agent18) is { } model)
        {
            writer.WritePropertyName("model");
            writer.WriteRawValue(model);
        }

        writer.WriteEndObject();
    });

    private static void PrintAgent(string version, AgentReading? reading, TextWriter output)
    {
        if (reading is { Accepts: false }) output.WriteLine($"CodeDeploy agent {version} does not take this file: {reading.Message}");
    }

    private static void Write(Utf8JsonWriter writer, Finding finding)
    {
        writer.WriteStartObject();
        writer.WriteString("rule", finding.Rule);
        writer.WriteString("severity", finding.Severity.ToString());
        writer.WriteString("file", finding.File);
        writer.WriteNumber("line", finding.Range.Line);
        writer.WriteNumber("column", finding.Range.Column);
        writer.WriteNumber("endLine", finding.Range.EndLine);
        writer.WriteNumber("endColumn", finding.Range.EndColumn);
        writer.WriteString("message", finding.Message);
        writer.WriteBoolean("fixable", finding.Fixable);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string version, AgentReading reading)
    {
        writer.WriteStartObject(version);
        writer.WriteBoolean("accepts", reading.Accepts);
        if (reading.Message is not null) writer.WriteString("message", reading.Message);
        writer.WriteEndObject();
    }
}
