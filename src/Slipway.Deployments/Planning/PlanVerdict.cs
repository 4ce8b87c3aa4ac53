using Slipway.Instances;
using Slipway.Specifications.AppSpecs;

namespace Slipway.Deployments.Planning;

/// <summary>Which conflicts of a plan are final.</summary>
public static class PlanVerdict
{
    /// <summary>
    /// A conflict that a hook could clear is a prediction; when no script runs before Install, nothing can clear it and the deployment will fail.
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="events">The deployment's lifecycle events, in order.</param>
    public static InstancePlan Settle(InstancePlan plan, IReadOnlyList<string> events)
    {
        var before = events.TakeWhile(e => e != LifecycleEvents.Install).ToHashSet();
        return plan.Scripts.Any(s => before.Contains(s.Event)) ? plan
            : plan with { Conflicts = [.. plan.Conflicts.Select(c => c with { IsPrediction = false })] };
    }
}
