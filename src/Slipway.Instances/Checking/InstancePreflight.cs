using Slipway.Instances.Delivery;
using Slipway.Instances.Planning;
using Slipway.Specifications;
using Slipway.Specifications.AppSpecs;

namespace Slipway.Instances.Checking;

/// <summary>Looks at a real instance for what would make a deployment fail. Each kind of look is a class of its own.</summary>
internal static class InstancePreflight
{
    internal static IReadOnlyList<PreflightFinding> Make(InstanceSettings settings, InstanceDeployment deployment, RevisionDelivery? delivery, CancellationToken cancellation) =>
        PlanReport.Preview(settings, deployment, delivery, preview => All(settings, deployment, preview, isDelivered: delivery is not null), cancellation);

    internal static PreflightFinding Finding(PreflightCheck check, bool isPrediction, string code, string message, string? file = null, int line = 0) =>
        new(check, new SlipwayError(code, message, file, line), isPrediction);

    private static IReadOnlyList<PreflightFinding> All(InstanceSettings settings, InstanceDeployment deployment, RevisionPreview preview, bool isDelivered)
    {
        var isHooked = preview.Scripts.Any(s => RunsBeforeInstall(s.Event));
        return
        [
            .. preview.Conflicts.Select(c => new PreflightFinding(CheckOf(c.Error.Code), c.Error, c.IsPrediction && isHooked)),
            .. RightsCheck.Of(settings, preview, isHooked),
            .. ScriptsCheck.Of(settings, deployment, preview),
            .. SpaceCheck.Of(settings, preview, isDelivered),
            .. PortsCheck.Of(settings, preview.Group),
        ];
    }

    private static bool RunsBeforeInstall(string lifecycleEvent)
    {
        var order = LifecycleEvents.InOrder.ToList();
        return order.IndexOf(lifecycleEvent) < order.IndexOf(LifecycleEvents.Install);
    }

    private static PreflightCheck CheckOf(string code) => code switch
    {
        "SLW0223" or "SLW0224" => PreflightCheck.Accounts,
        "SLW0213" or "SLW0214" or "SLW0215" or "SLW0219" => PreflightCheck.ForeignFiles,
        "SLW0226" or "SLW0227" => PreflightCheck.Rights,
        _ => PreflightCheck.Revision,
    };
}
