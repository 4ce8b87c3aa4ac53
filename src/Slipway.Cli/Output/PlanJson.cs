using System.Text.Json;
using Slipway.Instances;

namespace Slipway.Cli.Output;

/// <summary>A plan for programs: <c>{"changes":[…],"scripts":[…],"conflicts":[…],"totals":{…}}</c>. Unchanged files are counted in the totals and not listed.</summary>
internal static class PlanJson
{
    public static void Print(InstancePlan plan, TextWriter output) => Json.Write(output, writer =>
    {
        writer.WriteStartObject();
        writer.PlanMembers(plan);
        writer.WriteEndObject();
    });

    /// <summary>The members of a plan.</summary>
    public static void PlanMembers(this Utf8JsonWriter writer, InstancePlan plan)
    {
        var totals = new SortedDictionary<ChangeKind, (long Number, long Bytes)>();
        writer.WriteStartArray("changes");
        foreach (var change in plan.Changes)
        {
            var (number, bytes) = totals.GetValueOrDefault(change.Kind);
            totals[change.Kind] = (number + 1, bytes + change.Size);
            if (change.Kind != ChangeKind.Unchanged) Change(writer, change);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("scripts");
        foreach (var script in plan.Scripts) Script(writer, script);
        writer.WriteEndArray();
        writer.WriteStartArray("conflicts");
        foreach (var conflict in plan.Conflicts)
        {
            writer.WriteStartObject();
            writer.WriteBoolean("prediction", conflict.IsPrediction);
            writer.WritePropertyName("error");
            writer.Error(conflict.Error);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("totals");
        foreach (var (kind, (number, bytes)) in totals)
        {
            writer.WriteStartObject(Name(kind));
            writer.WriteNumber("count", number);
            writer.WriteNumber("bytes", bytes);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void Change(Utf8JsonWriter writer, PlannedChange change)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", Name(change.Kind));
        writer.WriteString("path", change.Path);
        if (change.Kind is ChangeKind.Create or ChangeKind.Replace) writer.WriteNumber("size", change.Size);
        if (change.Mode is { } mode) writer.WriteString("mode", Convert.ToString(mode, 8).PadLeft(4, '0'));
        if (change.Owner is not null) writer.WriteString("owner", change.Owner);
        if (change.Group is not null) writer.WriteString("group", change.Group);
        if (change.Source is not null) writer.WriteString("source", change.Source);
        writer.WriteEndObject();
    }

    private static void Script(Utf8JsonWriter writer, PlannedScript script)
    {
        writer.WriteStartObject();
        writer.WriteString("event", script.Event);
        writer.WriteString("location", script.Script.Location.Text);
        writer.WriteNumber("timeout", script.Script.Timeout);
        if (script.Script.RunAs is { } runAs) writer.WriteString("runas", runAs.Text);
        if (script.Script.Sudo) writer.WriteBoolean("sudo", true);
        if (script.FromDeployment is not null) writer.WriteString("fromDeployment", script.FromDeployment);
        writer.WriteEndObject();
    }

    private static string Name(ChangeKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
}
