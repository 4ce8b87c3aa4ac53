using System.Globalization;
using Slipway.Deployments.Planning;
using Slipway.Instances.Events;
using Slipway.Specifications;

namespace Slipway.Deployments;

/// <summary>
/// What a log says of a deployment to a fleet: a line an event, each with its subject first (<c>web-1: Install Succeeded in 0.6 s</c>), so that <c>grep web-1:</c> tells an instance's story. The
/// forms are stable. Pure.
/// </summary>
public static class ProgressLines
{
    /// <summary>Something on an instance; nothing for what moves too fast for a log.</summary>
    public static IEnumerable<ProgressLine> Of(string instanceName, InstanceEvent instanceEvent)
    {
        switch (instanceEvent)
        {
            case LifecycleEventEnded { Result: { Status: not EventStatus.Skipped } result }:
                yield return new($"{instanceName}: {result.Event} {result.Status} in {Seconds(result.EndedAt - result.StartedAt)}", result.Status == EventStatus.Failed ? LineImportance.High : LineImportance.Normal);
                break;
            case ScriptOutput output:
                yield return new($"{instanceName}: {output.Event}: {output.Location}: {OneLine(output.Line)}", LineImportance.Detail);
                break;
            case InstanceWarning warning:
                yield return new($"{instanceName}: warning: {OneLine(warning.Message)}", LineImportance.High);
                break;
        }
    }

    /// <summary>Something that happened to the deployment as a whole.</summary>
    public static IEnumerable<ProgressLine> Of(string deploymentId, FleetEvent fleetEvent)
    {
        switch (fleetEvent)
        {
            case FleetPlanned { Plan: var plan }:
                foreach (var line in Of(plan)) yield return line;
                break;
            case InstanceStatusChanged { Status: TargetStatus.InProgress or TargetStatus.Pending }:
                // The events that follow say as much.
                break;
            case InstanceStatusChanged changed:
                yield return new($"{changed.InstanceName}: {changed.Status}{(changed.Error is { } error ? ": " + Short(error) : "")}",
                    changed.Status is TargetStatus.Succeeded or TargetStatus.Ready ? LineImportance.Normal : LineImportance.High);
                break;
            case CapacityChanged capacity:
                yield return new($"capacity: {capacity.InService} of {capacity.Total} in service, minimum {capacity.Minimum}", LineImportance.Normal);
                break;
            case WaitStarted wait:
                yield return new($"wait: {What(wait.Kind, deploymentId)}, until {wait.Until.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC", LineImportance.High);
                break;
            case WaitEnded wait:
                yield return new($"wait: over{(wait.IsContinued ? ", continued" : "")}", LineImportance.Normal);
                break;
            case AlarmChanged alarm:
                yield return new($"alarm: {alarm.AlarmName} {(alarm.IsFiring ? "fires" : "is over")}: {OneLine(alarm.Reason)}", LineImportance.High);
                break;
            case FleetWarning warning:
                yield return new($"warning: {OneLine(warning.Message)}", LineImportance.High);
                break;
        }
    }

    /// <summary>How it ended: <c>Deployment d-… succeeded: 4 Succeeded, 1 Skipped.</c></summary>
    public static string Summary(DeploymentResult result)
    {
        var counts = result.Instances.Where(i => i.Target is not null).GroupBy(i => i.Target!.Value).OrderBy(g => g.Key).Select(g => $"{g.Count()} {g.Key}");
        var list = string.Join(", ", counts);
        var how = result.Status switch { DeploymentStatus.Succeeded => "succeeded", DeploymentStatus.Stopped => "was stopped", DeploymentStatus.Failed => "failed", var other => $"is {other}" };
        return $"Deployment {result.DeploymentId} {how}{(list.Length == 0 ? "" : ": " + list)}.";
    }

    /// <summary>What is waited for.</summary>
    public static string What(WaitKind kind, string deploymentId) => kind switch
    {
        WaitKind.Ready => $"traffic moves on `slipway continue {deploymentId}`",
        WaitKind.Termination => $"the original environment stays warm; `slipway continue {deploymentId} --termination` ends it now",
        WaitKind.ZoneMonitor => "the zone is watched before the next one begins",
        _ => "the deployment is watched before it counts as successful",
    };

    /// <summary>An error's code and first line.</summary>
    public static string Short(SlipwayError error)
    {
        var first = error.Message.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end ? error.Message[..end] : error.Message;
        return OneLine(error.Code.Length == 0 ? first : $"{error.Code}: {first}");
    }

    private static IEnumerable<ProgressLine> Of(DeploymentPlan plan)
    {
        var zones = plan.Instances.Select(i => i.Zone).OfType<string>().Distinct().Count();
        yield return new($"plan: {plan.Instances.Count} {(plan.Instances.Count == 1 ? "instance" : "instances")} in {(plan.Instances.Select(i => i.Batch).DefaultIfEmpty(0).Max() is var batches and not 1 ? $"{batches} batches" : "1 batch")}"
            + $"{(zones > 0 ? $" and {zones} zones" : "")}, {plan.BatchSize} at once, at least {plan.MinimumHealthy} of {plan.FleetSize} healthy ({plan.Configuration.Name})", LineImportance.Normal);
        foreach (var left in plan.LeftOut.Where(l => l.Reason != FleetPlanner.NotAsked)) yield return new($"{left.Name}: left out: {OneLine(left.Reason)}", LineImportance.High);
    }

    private static string OneLine(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(c => c == '\t' ? ' ' : char.IsControl(c) ? '\ufffd' : c)) : text;

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";
}
