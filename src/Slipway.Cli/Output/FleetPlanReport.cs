using System.Text.Json;
using Slipway.Deployments;

namespace Slipway.Cli.Output;

/// <summary>A plan of a fleet: for people, and for programs as <c>{"plan":{…},"capacity":[…],"instances":[{"name","batch","events","changes"?,…,"findings","error"?}],"error"?}</c>.</summary>
internal static class FleetPlanReport
{
    /// <summary>Prints; exit code 1 when the deployment would fail somewhere.</summary>
    public static int Print(FleetPlan fleet, string group, bool json, Surroundings surroundings)
    {
        if (json) PrintJson(fleet, surroundings.Output);
        else foreach (var line in FleetPlanLines.Of(fleet, group, Changes)) surroundings.Output.WriteLine(string.Join('\t', line.Split('\t').Select(TerminalText.Line)));
        var failures = FleetPlanLines.Failures(fleet).ToList();
        foreach (var (instance, error) in failures) surroundings.Error.WriteLine(instance is null ? error : error with { Message = $"{instance}: {error.Message}" });
        return failures.Count > 0 ? ExitCode.Failed : ExitCode.Done;
    }

    private static IEnumerable<string> Changes(Instances.InstancePlan plan)
    {
        using var text = new StringWriter { NewLine = "\n" };
        PlanText.Print(plan, text);
        return text.ToString().TrimEnd('\n').Split('\n');
    }

    private static void PrintJson(FleetPlan fleet, TextWriter output) => Json.Write(output, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("deploymentConfigName", fleet.Plan.Configuration.Name);
        writer.WriteNumber("fleetSize", fleet.Plan.FleetSize);
        writer.WriteNumber("minimumHealthyHosts", fleet.Plan.MinimumHealthy);
        writer.WriteNumber("batchSize", fleet.Plan.BatchSize);
        if (fleet.Refusal is { } refusal)
        {
            writer.WritePropertyName("error");
            writer.Error(refusal);
        }

        writer.WriteStartArray("capacity");
        foreach (var step in fleet.Capacity)
        {
            writer.WriteStartObject();
            writer.WriteNumber("batch", step.Batch);
            writer.WriteNumber("inService", step.InService);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("leftOut");
        foreach (var left in fleet.Plan.LeftOut)
        {
            writer.WriteStartObject();
            writer.WriteString("name", left.Name);
            writer.WriteString("reason", left.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("conflicts");
        foreach (var (instance, error) in FleetPlanLines.Failures(fleet))
        {
            writer.WriteStartObject();
            if (instance is not null) writer.WriteString("instance", instance);
            writer.WriteBoolean("prediction", false);
            writer.WritePropertyName("error");
            writer.Error(error);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("instances");
        foreach (var instance in fleet.Instances) Instance(writer, instance);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static void Instance(Utf8JsonWriter writer, FleetInstancePlan instance)
    {
        writer.WriteStartObject();
        writer.WriteString("name", instance.Planned.Name);
        writer.WriteNumber("batch", instance.Planned.Batch);
        if (instance.Planned.Zone is { } zone) writer.WriteString("zone", zone);
        if (instance.Planned.Label is { } label) writer.WriteString("label", label.ToString());
        writer.WriteStartArray("events");
        foreach (var name in instance.Planned.Events) writer.WriteStringValue(name);
        writer.WriteEndArray();
        if (instance.Error is { } error)
        {
            writer.WritePropertyName("error");
            writer.Error(error);
        }

        writer.WriteStartArray("findings");
        foreach (var finding in instance.Findings)
        {
            writer.WriteStartObject();
            writer.WriteString("check", JsonNamingPolicy.CamelCase.ConvertName(finding.Check.ToString()));
            writer.WriteBoolean("prediction", finding.IsPrediction);
            writer.WritePropertyName("error");
            writer.Error(finding.Error);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (instance.Plan is { } plan) writer.PlanMembers(plan);
        writer.WriteEndObject();
    }
}
