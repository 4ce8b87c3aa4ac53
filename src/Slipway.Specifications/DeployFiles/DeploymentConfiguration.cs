namespace Slipway.Specifications.DeployFiles;

/// <summary>A deployment configuration: how many instances change at once (CodeDeploy's <c>DeploymentConfigInfo</c> of the platform Server).</summary>
/// <param name="Name">Its name, <c>CodeDeployDefault.OneAtATime</c> or one of the file's own.</param>
public sealed record DeploymentConfiguration(string Name)
{
    /// <summary>The most instances that change at once; null when <see cref="Minimum"/> decides. Only OneAtATime has it (the API's MOST_CONCURRENCY).</summary>
    public int? MostConcurrent { get; init; }

    /// <summary>How many instances must stay healthy; null with <see cref="MostConcurrent"/>.</summary>
    public MinimumHealthyHosts? Minimum { get; init; }

    /// <summary>One availability zone after the other; null to mix them.</summary>
    public ZonalConfiguration? Zonal { get; init; }
}

/// <summary>CodeDeploy's <c>zonalConfig</c>.</summary>
/// <param name="FirstZoneMonitor">The wait after the first zone; null takes <paramref name="Monitor"/>.</param>
/// <param name="Monitor">The wait after each other zone but the last; null does not wait.</param>
/// <param name="MinimumPerZone">How many instances of a zone must stay healthy; null means 0 percent.</param>
public sealed record ZonalConfiguration(TimeSpan? FirstZoneMonitor, TimeSpan? Monitor, MinimumHealthyHosts? MinimumPerZone);
