using System.Text.Json;
using Slipway.Checks;
using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.Findings;

namespace Slipway.Cli.Output;

/// <summary>What <c>check</c> found, as JSON.</summary>
internal static class CheckJson
{
    /// <summary><c>{"findings":[…],"agents":{"1.8":{…},"2":{…}}?,"model":{…}?,"notRun":[…]?}</c></summary>
    public static void Print(CheckResult result, TextWriter output) => Json.Write(output, writer =>
    {
        writer.WriteStartObject();
        writer.Findings(result.Findings);
        if (result is { Agent18: { } agent18, Agent2: { } agent2 })
        {
            writer.WriteStartObject("agents");
            Write(writer, "1.8", agent18);
            Write(writer, "2", agent2);
            writer.WriteEndObject();
        }

        if (result.Agent18 is not null && AppSpecModelJson.Write(result.Agent18) is { } model)
        {
            writer.WritePropertyName("model");
            writer.WriteRawValue(model);
        }

        writer.Notes(result.Notes);
        writer.WriteEndObject();
    });

    /// <summary><c>"findings":[{"rule","severity","file","line","column","endLine","endColumn","message","fixable"}]</c></summary>
    public static void Findings(this Utf8JsonWriter writer, IReadOnlyList<Finding> findings)
    {
        writer.WriteStartArray("findings");
        foreach (var finding in findings)
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

        writer.WriteEndArray();
    }

    /// <summary><c>"notRun":[{"rule"?,"reason"}]</c>; nothing when everything ran.</summary>
    public static void Notes(this Utf8JsonWriter writer, IReadOnlyList<CheckNote> notes)
    {
        if (notes.Count == 0) return;
        writer.WriteStartArray("notRun");
        foreach (var note in notes)
        {
            writer.WriteStartObject();
            if (note.Rule is not null) writer.WriteString("rule", note.Rule);
            writer.WriteString("reason", note.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, string version, AgentReading reading)
    {
        writer.WriteStartObject(version);
        writer.WriteBoolean("accepts", reading.Accepts);
        if (reading.Message is not null) writer.WriteString("message", reading.Message);
        writer.WriteEndObject();
    }
}
