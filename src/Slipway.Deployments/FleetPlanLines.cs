using System.Globalization;
using Slipway.Deployments.Planning;
using Slipway.Instances;
using Slipway.Specifications;

namespace Slipway.Deployments;

/// <summary>A plan of a fleet in lines that a person reads. Pure.</summary>
public static class FleetPlanLines
{
    /// <summary>The lines: batches with the capacity meanwhile, who is left out, and what is done where. What is the same on several instances is told once.</summary>
    /// <param name="fleet">The plan.</param>
    /// <param name="group">The group's name.</param>
    /// <param name="changes">The lines of an instance's changes and scripts.</param>
    public static IEnumerable<string> Of(FleetPlan fleet, string group, Func<InstancePlan, IEnumerable<string>> changes)
    {
        var plan = fleet.Plan;
        yield return $"A deployment to group {group} would do this now ({plan.Configuration.Name}): {plan.BatchSize} of {plan.FleetSize} instances change at once, at least {plan.MinimumHealthy} stay healthy.";
        if (fleet.Refusal is { } refusal) yield return $"  FAILS: {refusal}";
        foreach (var line in Batches(fleet)) yield return line;
        foreach (var left in plan.LeftOut) yield return $"  left out: {left.Name}: {left.Reason}";
        foreach (var events in plan.Instances.GroupBy(i => string.Join(", ", i.Events)))
            yield return $"  events of {Names([.. events.Select(i => i.Name)], plan.Instances.Count)}: {events.Key}";
        foreach (var same in fleet.Instances.GroupBy(instance => string.Join('\n', Instance(instance, changes)), StringComparer.Ordinal))
        {
            if (same.Key.Length == 0) continue;
            yield return "";
            yield return $"{Names([.. same.Select(i => i.Planned.Name)], fleet.Instances.Count)}:";
            foreach (var line in same.Key.Split('\n')) yield return line;
        }
    }

    /// <summary>What would make the deployment fail, each with the instance that it is about; null is the whole deployment.</summary>
    public static IEnumerable<(string? Instance, SlipwayError Error)> Failures(FleetPlan fleet)
    {
        if (fleet.Refusal is { } refusal) yield return (null, refusal);
        foreach (var instance in fleet.Instances)
        {
            var errors = new[] { instance.Error }.OfType<SlipwayError>()
                .Concat(instance.Findings.Where(f => !f.IsPrediction).Select(f => f.Error)).Concat(instance.Plan?.Conflicts.Where(c => !c.IsPrediction).Select(c => c.Error) ?? []);
            foreach (var error in errors.Distinct()) yield return (instance.Planned.Name, error);
        }
    }

    private static IEnumerable<string> Batches(FleetPlan fleet)
    {
        if (fleet.Plan.Instances.Count == 0) yield break;
        var capacity = fleet.Capacity.GroupBy(step => step.Batch).ToDictionary(steps => steps.Key, steps => steps.Min(step => step.InService));
        yield return $"  {"batch",5}  {"in service",10}  instances{(capacity.TryGetValue(0, out var before) ? $" ({before} in service before)" : "")}";
        foreach (var batch in fleet.Plan.Instances.GroupBy(i => i.Batch).OrderBy(b => b.Key))
        {
            var service = capacity.TryGetValue(batch.Key, out var count) ? string.Create(CultureInfo.InvariantCulture, $"{count} of {fleet.Plan.FleetSize}") : "";
            yield return $"  {batch.Key,5}  {service,10}  {string.Join(", ", batch.Select(Shown))}";
        }
    }

    private static string Shown(PlannedInstance instance) => (instance.Zone, instance.Label) switch
    {
        (null, null) => instance.Name,
        (var zone, null) => $"{instance.Name} ({zone})",
        (null, var label) => $"{instance.Name} ({Environment(label.Value)})",
        (var zone, var label) => $"{instance.Name} ({Environment(label.Value)}, {zone})",
    };

    private static string Environment(TargetLabel label) => label == TargetLabel.Blue ? "original" : "replacement";

    private static IEnumerable<string> Instance(FleetInstancePlan instance, Func<InstancePlan, IEnumerable<string>> changes)
    {
        if (instance.Error is { } error) yield return $"  FAILS: {error}";
        foreach (var finding in instance.Findings) yield return $"  {(finding.IsPrediction ? "may fail" : "FAILS")}: {finding.Error}";
        if (instance.Plan is not { } plan) yield break;
        foreach (var line in changes(plan)) yield return line;
    }

    private static string Names(IReadOnlyList<string> names, int all) => names.Count == all && all > 1 ? $"all {all} instances"
        : names.Count <= 8 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(8))} and {names.Count - 8} more";
}
