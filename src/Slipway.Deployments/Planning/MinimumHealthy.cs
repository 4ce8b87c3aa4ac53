using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Planning;

/// <summary>CodeDeploy's arithmetic of minimum healthy hosts.</summary>
public static class MinimumHealthy
{
    /// <summary>How many of <paramref name="fleetSize"/> instances must stay healthy: a count as it is, a percentage rounded up, N - k for at most k at a time.</summary>
    public static int Of(DeploymentConfiguration configuration, int fleetSize) => configuration switch
    {
        { MostConcurrent: { } most } => Math.Max(0, fleetSize - most),
        { Minimum: { } minimum } => Of(minimum, fleetSize),
        _ => Math.Max(0, fleetSize - 1),
    };

    /// <summary>The same of a zone's or a fleet's minimum.</summary>
    public static int Of(MinimumHealthyHosts minimum, int size) => minimum.Type == MinimumHealthyHostsType.HostCount
        ? minimum.Value
        : (int)(((long)size * minimum.Value + 99) / 100);

    /// <summary>How many instances change at once when all are healthy.</summary>
    public static int BatchOf(int fleetSize, int minimum) => Math.Max(1, fleetSize - minimum);
}
