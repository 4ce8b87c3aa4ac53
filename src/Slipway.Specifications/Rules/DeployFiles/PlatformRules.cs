using Slipway.Specifications.Findings;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.DeployFiles;

/// <summary>SLW7003: settings of another compute platform.</summary>
internal static class PlatformRules
{
    private static readonly string[] SelectorKeys = ["ec2TagFilters", "ec2TagSet", "onPremisesInstanceTagFilters", "onPremisesTagSet", "autoScalingGroups"];

    public static void OtherPlatform(RuleContext context, RuleReport report)
    {
        if (context.DeployFile is not { } file || file.KnownPlatform(context) is not { } platform) return;
        if (file.WrittenPlatform is not null && DeployFileView.AppSpecPlatform(context) is { } written && written != platform && context.Claim(file.PlatformEntry!.Value))
        {
            report.Add(file.PlatformEntry.Value.Range, platform, platform, $"{written} by its appspec", $"Write '{written}', or an appspec for {platform}.");
            return;
        }

        foreach (var config in file.Configs) Config(context, report, config, config.Platform ?? platform);
        foreach (var group in file.Groups) Group(context, report, group, platform);
        if (platform != "Server") Key(context, report, file.InstancesEntry, "Server", platform, $"A deployment on {platform} goes to no instances; remove the section.");
    }

    private static void Config(RuleContext context, RuleReport report, ConfigView config, string platform)
    {
        if (platform == "Server") Key(context, report, config.Find("trafficRoutingConfig"), "Lambda and ECS", platform, "Write 'minimumHealthyHosts'.");
        else
        {
            Key(context, report, config.Find("minimumHealthyHosts"), "Server", platform, "Write 'trafficRoutingConfig'.");
            Key(context, report, config.Find("zonalConfig"), "Server", platform, "Write 'trafficRoutingConfig'.");
        }
    }

    private static void Group(RuleContext context, RuleReport report, GroupView group, string platform)
    {
        if (group.ConfigName is { } name && PredefinedConfigs.Has(name.Value) && PredefinedConfigs.PlatformOf(name.Value) is var other && other != platform && context.Claim(name))
        {
            report.Add(name.Range, name.Value, other, platform, $"Write {(platform == "Server" ? "CodeDeployDefault.OneAtATime" : $"CodeDeployDefault.{platform}AllAtOnce")} or another one for {platform}.");
        }

        if (platform == "Server")
        {
            if (group.LoadBalancerEntry?.Value is YamlMapping info && info.Find("targetGroupPairInfoList") is { } pair) Key(context, report, pair, "ECS", platform, "Write 'targetGroupInfoList'.");
            Key(context, report, group.Find("ecsServices"), "ECS", platform, "Remove it, or write 'computePlatform: ECS'.");
            return;
        }

        foreach (var key in SelectorKeys) Key(context, report, group.Find(key), "Server", platform, $"A deployment on {platform} goes to no instances; remove it.");
    }

    private static void Key(RuleContext context, RuleReport report, YamlEntry? entry, string belongsTo, string platform, string advice)
    {
        if (entry is null || AppSpecView.IsNull(entry.Value) || entry.Value is YamlSequence { Items.Count: 0 } || !context.Claim(entry.Key)) return;
        report.Add(entry.Key.Range, entry.Name!, belongsTo, platform, advice);
    }
}
