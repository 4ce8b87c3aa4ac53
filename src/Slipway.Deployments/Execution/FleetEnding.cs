using Slipway.Specifications;

namespace Slipway.Deployments.Execution;

/// <summary>How a deployment to a fleet ends.</summary>
internal sealed record FleetEnding(DeploymentStatus Status, SlipwayError? Error, string? ErrorCode)
{
    public static FleetEnding Succeeded { get; } = new(DeploymentStatus.Succeeded, null, null);

    public static FleetEnding Failed(SlipwayError error, string errorCode) => new(DeploymentStatus.Failed, error, errorCode);

    public static FleetEnding Stopped(StopCause cause) => new(cause.IsStop ? DeploymentStatus.Stopped : DeploymentStatus.Failed, cause.Error, cause.ErrorCode);

    /// <summary>Too many instances have failed; the first reasons are quoted.</summary>
    public static FleetEnding TooManyFailed(FleetContext fleet, int minimum, int size)
    {
        var failed = fleet.Instances.Where(i => i.Status == TargetStatus.Failed).ToList();
        var first = failed.FirstOrDefault(i => i.Error is not null);

        // With one instance its own words say all.
        if (fleet.Instances.Count == 1 && first is not null) return Failed(first.Error!, DeploymentErrorCode.HealthConstraints);
        var why = first is null ? "" : $" {first.Name}: {first.Error!.Code}: {first.Error.Message}";
        var code = failed.Count == 0 ? $"{minimum} of {size} instances must stay healthy, and too few are" : $"{failed.Count} of {size} instances failed, and {minimum} must stay healthy";
        return Failed(
            new("SLW0455",
                $"{code}, so the deployment ended.{why}{(why.Contains('\n') ? '\n' : ' ')}`slipway show {fleet.Record.DeploymentId}` tells of each instance; mend the cause and deploy again, or only where it failed with --retry {fleet.Record.DeploymentId}.",
                first?.Error?.File, first?.Error?.Line ?? 0, first?.Error?.Column ?? 0),
            DeploymentErrorCode.HealthConstraints);
    }
}
