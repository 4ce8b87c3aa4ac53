namespace Slipway.Specifications.DeployFiles;

/// <summary>How a minimum of healthy hosts is counted (CodeDeploy's <c>MinimumHealthyHostsType</c>).</summary>
public enum MinimumHealthyHostsType
{
    /// <summary>HOST_COUNT: a number of instances.</summary>
    HostCount,

    /// <summary>FLEET_PERCENT: a share of the fleet, rounded up.</summary>
    FleetPercent,
}

/// <summary>How many instances must stay healthy while a deployment runs.</summary>
/// <param name="Type">What <paramref name="Value"/> counts.</param>
/// <param name="Value">A number from 0, or a percentage from 0 to 99.</param>
public sealed record MinimumHealthyHosts(MinimumHealthyHostsType Type, int Value);
