using System.Globalization;
using Slipway.Instances;

namespace Slipway.Tasks;

/// <summary>A plan in lines that a person reads: what would be created, replaced, removed and run.</summary>
internal static class PlanReport
{
    /// <summary>The lines, one at a time: a plan may be long.</summary>
    public static IEnumerable<string> Lines(InstancePlan plan)
    {
        var counts = new Dictionary<ChangeKind, int>();
        foreach (var change in plan.Changes)
        {
            counts[change.Kind] = counts.GetValueOrDefault(change.Kind) + 1;
            if (change.Kind != ChangeKind.Unchanged) yield return $"  {Verb(change.Kind),-10} {change.Path}{Details(change)}";
        }

        foreach (var script in plan.Scripts)
        {
            yield return $"  {"run",-10} {script.Event}: {script.Script.Location.Raw}{(script.FromDeployment is { } id ? $" (of the revision in place, {id})" : "")}";
        }

        yield return $"  {Count(counts, ChangeKind.Create)} to create, {Count(counts, ChangeKind.Replace)} to replace, {Count(counts, ChangeKind.Remove)} to remove, "
            + $"{Count(counts, ChangeKind.Retain)} to retain, {Count(counts, ChangeKind.Restore)} to restore, {Count(counts, ChangeKind.Unchanged)} unchanged, {plan.Scripts.Count} scripts to run";
    }

    private static int Count(Dictionary<ChangeKind, int> counts, ChangeKind kind) => counts.GetValueOrDefault(kind);

    private static string Verb(ChangeKind kind) => kind switch
    {
        ChangeKind.Create => "create",
        ChangeKind.Replace => "replace",
        ChangeKind.Remove => "remove",
        ChangeKind.Retain => "retain",
        ChangeKind.Restore => "restore",
        ChangeKind.MakeDirectory => "mkdir",
        ChangeKind.RemoveDirectory => "rmdir",
        _ => kind.ToString(),
    };

    private static string Details(PlannedChange change)
    {
        var details = new List<string>();
        if (change.Kind is ChangeKind.Create or ChangeKind.Replace) details.Add(string.Create(CultureInfo.InvariantCulture, $"{change.Size} bytes"));
        if (change.Mode is { } mode) details.Add("mode " + Convert.ToString(mode, 8).PadLeft(4, '0'));
        if (change.Owner is { } owner) details.Add("owner " + owner);
        if (change.Group is { } group) details.Add("group " + group);
        return details.Count == 0 ? "" : $"  ({string.Join(", ", details)})";
    }
}
