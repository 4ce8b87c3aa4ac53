using Slipway.Specifications;
using Slipway.Specifications.AppSpecs;

namespace Slipway.Deployments.Planning;

/// <summary>Which lifecycle events a deployment has, and in which order (CodeDeploy guide, "Order of hooks in a deployment").</summary>
public static class LifecycleOrder
{
    private static readonly string[] BeforeDownloadBundle =
        [LifecycleEvents.BeforeBlockTraffic, LifecycleEvents.BlockTraffic, LifecycleEvents.AfterBlockTraffic, LifecycleEvents.ApplicationStop];

    private static readonly string[] BeforeInstall = [.. BeforeDownloadBundle, LifecycleEvents.DownloadBundle, LifecycleEvents.BeforeInstall];

    private static readonly string[] Installing =
        [LifecycleEvents.DownloadBundle, LifecycleEvents.BeforeInstall, LifecycleEvents.Install, LifecycleEvents.AfterInstall];

    /// <summary>All events of an in-place deployment.</summary>
    /// <param name="hasTrafficControl">Whether the six events around blocking and allowing traffic belong to it.</param>
    public static IReadOnlyList<string> InPlace(bool hasTrafficControl) =>
        hasTrafficControl ? LifecycleEvents.InOrder : [.. LifecycleEvents.InOrder.Where(e => !IsTraffic(e))];

    /// <summary>The events that start the revision in place again: nothing is fetched or installed (CodeDeploy's RESTART mode).</summary>
    public static IReadOnlyList<string> Restart(bool hasTrafficControl) => [.. InPlace(hasTrafficControl).Where(e => !Installing.Contains(e))];

    /// <summary>Blue/green: the replacement environment up to where it is ready for traffic.</summary>
    public static IReadOnlyList<string> Replacement { get; } = [.. InPlace(hasTrafficControl: false)];

    /// <summary>An environment that gets traffic: the replacement in a deployment, the original when it is rolled back.</summary>
    public static IReadOnlyList<string> Allowing { get; } =
        [LifecycleEvents.BeforeAllowTraffic, LifecycleEvents.AllowTraffic, LifecycleEvents.AfterAllowTraffic];

    /// <summary>An environment that loses traffic: the original in a deployment, the replacement when it is rolled back.</summary>
    public static IReadOnlyList<string> Blocking { get; } =
        [LifecycleEvents.BeforeBlockTraffic, LifecycleEvents.BlockTraffic, LifecycleEvents.AfterBlockTraffic];

    /// <summary>The original environment of a blue/green deployment.</summary>
    /// <param name="isTerminated">Whether its application is stopped at the end.</param>
    public static IReadOnlyList<string> Original(bool isTerminated) => isTerminated ? [.. Blocking, LifecycleEvents.ApplicationStop] : Blocking;

    /// <summary>
    /// Events that somebody asked for by name, as the agent's local command takes them: in the given order, repeated ones run again, and
    /// DownloadBundle and Install are put first when they are missing. Here Install never comes before DownloadBundle, and blanks around names are ignored.
    /// </summary>
    /// <exception cref="SlipwayException">SLW0408 to SLW0410: an empty list or name, or an event before DownloadBundle or Install that cannot run
    /// there.</exception>
    public static IReadOnlyList<string> Requested(IReadOnlyList<string> names)
    {
        var events = names.Select(n => n.Trim()).ToList();
        if (events.Count == 0 || events.Contains(""))
            throw Refused(
                "SLW0408",
                "A name in the list of lifecycle events is empty; write names separated by commas, such as BeforeInstall,ApplicationStart.");
        CheckBefore(events, LifecycleEvents.DownloadBundle, BeforeDownloadBundle, "SLW0409");
        CheckBefore(events, LifecycleEvents.Install, BeforeInstall, "SLW0410");
        if (!events.Contains(LifecycleEvents.DownloadBundle)) events.Insert(0, LifecycleEvents.DownloadBundle);
        if (!events.Contains(LifecycleEvents.Install)) events.Insert(events.IndexOf(LifecycleEvents.DownloadBundle) + 1, LifecycleEvents.Install);
        return events;
    }

    private static bool IsTraffic(string name) => name.EndsWith("Traffic", StringComparison.Ordinal);

    private static void CheckBefore(List<string> events, string fixedPoint, string[] allowed, string code)
    {
        var early = events.TakeWhile(e => e != fixedPoint).ToList();
        if (early.Count == events.Count) return;
        if (early.Find(e => !allowed.Contains(e)) is { } wrong)
            throw Refused(code,
                $"{wrong} cannot run before {fixedPoint}: only {string.Join(", ", allowed)} can. Move {wrong} behind {fixedPoint}, or leave {fixedPoint} out of the list to have it put first.");
    }

    private static SlipwayException Refused(string code, string message) => new(new(code, message));
}
