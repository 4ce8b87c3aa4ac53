using System.Text.Json;
using Slipway.Checks;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Rules;

namespace Slipway.Cli.Output.Sarif;

/// <summary>Findings as SARIF 2.1.0, which code hosts and editors read; with what GitHub's code scanning asks for beyond the standard.</summary>
internal static class SarifLog
{
    public static void Print(CheckResult result, SarifPlaces places, TextWriter output) => Json.Write(output, writer =>
    {
        var rules = RuleCatalogue.All.Where(rule => result.Findings.Any(finding => finding.Rule == rule.Id)).OrderBy(rule => rule.Id, StringComparer.Ordinal).ToList();
        writer.WriteStartObject();
        writer.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        writer.WriteString("version", "2.1.0");
        writer.WriteStartArray("runs");
        writer.WriteStartObject();
        writer.Tool(rules);
        WriteInvocation(writer, result.Notes);
        places.WriteBase(writer);
        // Findings count columns as .NET does.
        writer.WriteString("columnKind", "utf16CodeUnits");
        writer.WriteStartArray("results");
        var fingerprints = new Fingerprints();
        foreach (var finding in result.Findings)
        {
            var text = result.TextOf(finding.File);
            WriteResult(writer, finding, rules.FindIndex(rule => rule.Id == finding.Rule), text, fingerprints.Of(finding, places.UriOf(finding.File), text), places);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static void WriteInvocation(Utf8JsonWriter writer, IReadOnlyList<CheckNote> notes)
    {
        writer.WriteStartArray("invocations");
        writer.WriteStartObject();
        writer.WriteBoolean("executionSuccessful", true);
        if (notes.Count > 0)
        {
            writer.WriteStartArray("toolExecutionNotifications");
            foreach (var note in notes)
            {
                writer.WriteStartObject();
                writer.Text("message", note.Rule is null ? note.Reason : $"{note.Rule} did not run: {note.Reason}");
                writer.WriteString("level", "note");
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void WriteResult(Utf8JsonWriter writer, Finding finding, int rule, string? text, string fingerprint, SarifPlaces places)
    {
        writer.WriteStartObject();
        writer.WriteString("ruleId", finding.Rule);
        if (rule >= 0) writer.WriteNumber("ruleIndex", rule);
        writer.WriteString("level", SarifRules.Level(finding.Severity));
        writer.Text("message", finding.Message);
        writer.WriteStartArray("locations");
        places.WriteLocation(writer, finding.File, finding.Range, null);
        writer.WriteEndArray();
        if (finding.Related.Count > 0)
        {
            writer.WriteStartArray("relatedLocations");
            foreach (var place in finding.Related) places.WriteLocation(writer, place.File, place.Range, place.Message);
            writer.WriteEndArray();
        }

        writer.WriteStartObject("partialFingerprints");
        writer.WriteString("primaryLocationLineHash", fingerprint);
        writer.WriteEndObject();
        // What only changes the encoding of a file cannot be written as replacements.
        if (finding.Fix is { Changes.Count: > 0 } fix && text is not null) WriteFix(writer, finding.File, fix, text, places);
        writer.WriteEndObject();
    }

    private static void WriteFix(Utf8JsonWriter writer, string file, Fix fix, string text, SarifPlaces places)
    {
        writer.WriteStartArray("fixes");
        writer.WriteStartObject();
        writer.Text("description", fix.Title);
        writer.WriteStartArray("artifactChanges");
        writer.WriteStartObject();
        places.WriteArtifact(writer, file);
        writer.WriteStartArray("replacements");
        var lines = new LineStarts(text);
        foreach (var change in fix.Changes)
        {
            writer.WriteStartObject();
            var (line, column) = lines.Of(change.Offset);
            var (endLine, endColumn) = lines.Of(change.End);
            SarifPlaces.WriteRegion(writer, "deletedRegion", line, column, endLine, endColumn);
            writer.Text("insertedContent", change.NewText);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }
}
