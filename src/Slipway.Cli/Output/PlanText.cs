using Slipway.Instances;

namespace Slipway.Cli.Output;

/// <summary>A plan for people.</summary>
internal static class PlanText
{
    public static void Print(InstancePlan plan, string group, TextWriter output)
    {
        output.WriteLine($"A deployment to group {group} would do this now:");
        Print(plan, output);
    }

    /// <summary>The changes, scripts, conflicts and totals.</summary>
    public static void Print(InstancePlan plan, TextWriter output)
    {
        var totals = new SortedDictionary<ChangeKind, (long Number, long Bytes)>();
        foreach (var change in plan.Changes)
        {
            var (number, bytes) = totals.GetValueOrDefault(change.Kind);
            totals[change.Kind] = (number + 1, bytes + change.Size);
            if (change.Kind != ChangeKind.Unchanged) output.WriteLine(Line(change));
        }

        foreach (var script in plan.Scripts)
            output.WriteLine(
                $"  run      {script.Event}: {script.Script.Location.Text}{(script.FromDeployment is { } from ? $" of deployment {from}" : "")} (timeout {script.Script.Timeout} s{(script.Script.RunAs?.Text is { Length: > 0 } user ? $", as {user}" : "")})");
        foreach (var conflict in plan.Conflicts)
            output.WriteLine($"  {(conflict.IsPrediction ? "may fail" : "FAILS")}: {conflict.Error}");
        output.WriteLine(totals.Count == 0 ? "  No file changes."
            : "  Total: " + string.Join(", ", totals.Select(t => Total(t.Key, t.Value.Number, t.Value.Bytes))) + ".");
    }

    private static string Line(PlannedChange change)
    {
        var details = new List<string>();
        if (change.Kind is ChangeKind.Create or ChangeKind.Replace) details.Add(Amounts.Bytes(change.Size));
        if (change.Mode is { } mode) details.Add("mode " + Convert.ToString(mode, 8).PadLeft(4, '0'));
        if (change.Owner is not null || change.Group is not null) details.Add($"owner {change.Owner}:{change.Group}");
        return $"  {Verb(change.Kind),-8} {change.Path}{(change.Kind is ChangeKind.MakeDirectory or ChangeKind.RemoveDirectory ? "/" : "")}{(details.Count == 0 ? "" : $" ({string.Join(", ", details)})")}";
    }

    private static string Verb(ChangeKind kind) => kind switch
    {
        ChangeKind.Create => "create",
        ChangeKind.Replace => "replace",
        ChangeKind.Remove or ChangeKind.RemoveDirectory => "remove",
        ChangeKind.Retain => "keep",
        ChangeKind.Restore => "restore",
        _ => "make",
    };

    private static string Total(ChangeKind kind, long number, long bytes) => kind switch
    {
        ChangeKind.Create => $"{Amounts.Count(number, "file")} created ({Amounts.Bytes(bytes)})",
        ChangeKind.Replace => $"{Amounts.Count(number, "file")} replaced ({Amounts.Bytes(bytes)})",
        ChangeKind.Remove => $"{Amounts.Count(number, "file")} removed",
        ChangeKind.Retain => $"{Amounts.Count(number, "file")} kept",
        ChangeKind.Restore => $"{Amounts.Count(number, "file")} restored",
        ChangeKind.Unchanged => $"{Amounts.Count(number, "file")} unchanged ({Amounts.Bytes(bytes)})",
        ChangeKind.MakeDirectory => $"{Amounts.Count(number, "directory", "directories")} made",
        _ => $"{Amounts.Count(number, "directory", "directories")} removed",
    };
}
