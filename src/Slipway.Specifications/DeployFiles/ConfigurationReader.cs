using Slipway.Specifications.Rules.DeployFiles;
using Slipway.Specifications.Schemas;

namespace Slipway.Specifications.DeployFiles;

/// <summary>Finds the deployment configuration of a group: a predefined one, or one of the file.</summary>
internal static class ConfigurationReader
{
    private const string Default = "CodeDeployDefault.OneAtATime";

    /// <exception cref="SlipwayException">SLW0414: there is none of that name, or it is for another platform or not complete.</exception>
    public static DeploymentConfiguration Read(Section group, DeployFileView file, DeployFileSource source)
    {
        var name = group.Text("deploymentConfigName") ?? Default;
        if (Predefined(name) is { } predefined) return predefined;
        if (PredefinedConfigs.Has(name))
            throw group.Refused("deploymentConfigName", $"'{name}' is for {PredefinedConfigs.PlatformOf(name)}, this application is Server. Write {Default} or another one for Server.");
        if (file.Config(name) is not { } config)
        {
            var near = PredefinedConfigs.Nearest(name, [.. file.Configs.Where(c => c.Name is not null).Select(c => c.Name!.Value).Take(200)], out _);
            throw group.Refused("deploymentConfigName", $"'{name}' does not exist (DeploymentConfigDoesNotExist). "
                + (near is null ? $"Declare it under deploymentConfigs, or write a predefined one such as {Default}." : $"Did you mean '{near}'?"));
        }

        return Own(name, new Section(config.Mapping, source), source);
    }

    private static DeploymentConfiguration? Predefined(string name) => name switch
    {
        Default => new(name) { MostConcurrent = 1 },
        "CodeDeployDefault.HalfAtATime" => new(name) { Minimum = new(MinimumHealthyHostsType.FleetPercent, 50) },
        "CodeDeployDefault.AllAtOnce" => new(name) { Minimum = new(MinimumHealthyHostsType.HostCount, 0) },
        _ => null,
    };

    private static DeploymentConfiguration Own(string name, Section config, DeployFileSource source)
    {
        new ShapeCheck(source).Check(config.Mapping, DeployFileShapes.Config, "a deployment configuration");
        if (config.Text("computePlatform") is { } platform and not "Server")
            throw config.Refused("computePlatform", $"Configuration {name} is for {platform}, this application is Server. Name another one in the group.");
        if (config.Has("trafficRoutingConfig")) throw config.RefusedKey("trafficRoutingConfig", "'trafficRoutingConfig' is for Lambda and ECS, this application is Server. Write 'minimumHealthyHosts'.");
        var minimum = Hosts(config, "minimumHealthyHosts") ?? throw config.Refused("deploymentConfigName", $"Configuration {name} needs minimumHealthyHosts: {{ type: FLEET_PERCENT, value: 75 }}.");
        return new(name)
        {
            Minimum = minimum,
            Zonal = config.Child("zonalConfig") is { } zonal
                ? new(zonal.Seconds("firstZoneMonitorDurationInSeconds"), zonal.Seconds("monitorDurationInSeconds"), Hosts(zonal, "minimumHealthyHostsPerZone")) : null,
        };
    }

    private static MinimumHealthyHosts? Hosts(Section section, string key)
    {
        if (section.Child(key) is not { } hosts) return null;
        var percent = hosts.Text("type") == "FLEET_PERCENT";
        var value = hosts.Number("value") ?? throw hosts.Refused("value", $"{key} needs a value.");
        if (!hosts.Has("type")) throw hosts.Refused("type", $"{key} needs a type: HOST_COUNT or FLEET_PERCENT.");
        if (percent && value > 99) throw hosts.Refused("value", $"{key} is {value}, but the service accepts 0 to 99 percent: with more no instance may be taken out.");
        return new(percent ? MinimumHealthyHostsType.FleetPercent : MinimumHealthyHostsType.HostCount, value);
    }
}
