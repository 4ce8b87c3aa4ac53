using System.Globalization;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules.Functions;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.DeployFiles;

/// <summary>SLW7006: numbers out of their range, waits that do not go with their action, and more of something than the service takes.</summary>
internal static class NumberRules
{
    private const int TwoDays = 2880;
    private const int OneDay = 86400;
    private const int OneHour = 3600;
    private const int MostOfOneKind = 10;
    private const int MostInstances = 1000;

    public static void OutOfRange(RuleContext context, RuleReport report)
    {
        if (context.DeployFile is not { } file) return;
        foreach (var config in file.Configs) Config(context, report, config, file.References);
        foreach (var group in file.Groups)
        {
            Waits(context, report, group, file.References);
            Number(context, report, group.Find("expectedInstances"), file.References, "expectedInstances", 0, int.MaxValue, "0 or more");
            Number(context, report, group.Find("bakeTimeInMinutes"), file.References, "bakeTimeInMinutes", 0, TwoDays, $"0 to {TwoDays} minutes");
            Seconds(context, report, file.References.Mapping(group.LoadBalancerEntry), file.References, "drainTimeoutInSeconds", 0, OneDay);
            Seconds(context, report, file.References.Mapping(group.LoadBalancerEntry), file.References, "healthTimeoutInSeconds", 1, OneDay);
            foreach (var alarm in file.References.Items(file.References.Find(group.Section("alarmConfiguration"), "alarms")).OfType<YamlMapping>())
            {
                Number(context, report, file.References.Find(alarm, "threshold"), file.References, "threshold", 1, int.MaxValue, "1 or more");
                Seconds(context, report, alarm, file.References, "intervalInSeconds", 1, OneHour);
                Seconds(context, report, alarm, file.References, "timeoutInSeconds", 1, OneHour);
            }

            Counts(context, report, group, file.References);
        }
    }

    private static void Config(RuleContext context, RuleReport report, ConfigView config, YamlReferences references)
    {
        Hosts(context, report, references.Mapping(config.Find("minimumHealthyHosts")), references, "minimumHealthyHosts");
        if (references.Mapping(config.Find("zonalConfig")) is { } zonal)
        {
            Hosts(context, report, references.Mapping(references.Find(zonal, "minimumHealthyHostsPerZone")), references, "minimumHealthyHostsPerZone");
            foreach (var key in new[] { "firstZoneMonitorDurationInSeconds", "monitorDurationInSeconds" })
            {
                Number(context, report, references.Find(zonal, key), references, key, 0, int.MaxValue, "0 or more");
            }
        }

        var routing = references.Mapping(config.Find("trafficRoutingConfig"));
        foreach (var (kind, prefix) in new[] { ("timeBasedCanary", "canary"), ("timeBasedLinear", "linear") })
        {
            if (references.Mapping(references.Find(routing, kind)) is not { } time) continue;
            Number(context, report, references.Find(time, prefix + "Percentage"), references, prefix + "Percentage", 1, 99, "1 to 99");
            Number(context, report, references.Find(time, prefix + "Interval"), references, prefix + "Interval", 1, TwoDays, $"1 to {TwoDays} minutes");
        }
    }

    private static void Hosts(RuleContext context, RuleReport report, YamlMapping? hosts, YamlReferences references, string what)
    {
        if (hosts is null) return;
        var percent = references.Text(hosts, "type") == "FLEET_PERCENT";
        Number(context, report, references.Find(hosts, "value"), references, what, 0, percent ? 99 : int.MaxValue, percent ? "0 to 99 percent" : "0 or more");
    }

    private static void Waits(RuleContext context, RuleReport report, GroupView group, YamlReferences references)
    {
        if (group.Section("blueGreenDeploymentConfiguration") is not { } blueGreen) return;
        if (references.Mapping(references.Find(blueGreen, "deploymentReadyOption")) is { } ready)
        {
            var wait = references.Find(ready, "waitTimeInMinutes");
            var action = references.Find(ready, "actionOnTimeout");
            Number(context, report, wait, references, "waitTimeInMinutes", 0, TwoDays, $"0 to {TwoDays} minutes");
            var does = references.Scalar(action)?.Value;
            if (does == "STOP_DEPLOYMENT" && references.Scalar(wait) is null && context.Claim(action!.Key))
            {
                report.Add(action.Key.Range, "The wait before STOP_DEPLOYMENT", "not given", $"'waitTimeInMinutes' of up to {TwoDays} minutes");
            }

            if (does == "CONTINUE_DEPLOYMENT") NoWait(context, report, wait, references, "waitTimeInMinutes", does);
        }

        if (references.Mapping(references.Find(blueGreen, "terminateBlueInstancesOnDeploymentSuccess")) is { } terminate)
        {
            var wait = references.Find(terminate, "terminationWaitTimeInMinutes");
            Number(context, report, wait, references, "terminationWaitTimeInMinutes", 0, TwoDays, $"0 to {TwoDays} minutes");
            if (references.Text(terminate, "action") == "KEEP_ALIVE") NoWait(context, report, wait, references, "terminationWaitTimeInMinutes", "KEEP_ALIVE");
        }
    }

    private static void NoWait(RuleContext context, RuleReport report, YamlEntry? wait, YamlReferences references, string what, string action)
    {
        if (references.Scalar(wait) is not { } scalar || DeployFileView.Whole(scalar) is not { } number || number == 0 || !context.Claim(scalar)) return;
        report.Add(scalar.Range, what, Text(number), $"no wait with {action}");
    }

    private static void Number(RuleContext context, RuleReport report, YamlEntry? entry, YamlReferences references, string what, long least, long most, string accepts)
    {
        if (references.Scalar(entry) is not { } scalar || FilledIn.Is(scalar.Value)) return;
        var number = DeployFileView.Whole(scalar);
        if (number is not null && number >= least && number <= most) return;
        if (context.Claim(scalar)) report.Add(scalar.Range, what, number is null ? $"'{scalar.Value}'" : Text(number.Value), number is null ? $"a whole number, {accepts}" : accepts);
    }

    private static void Seconds(RuleContext context, RuleReport report, YamlMapping? mapping, YamlReferences references, string key, int least, int most) =>
        Number(context, report, references.Find(mapping, key), references, key, least, most, $"{Text(least)} to {Text(most)} seconds");

    private static void Counts(RuleContext context, RuleReport report, GroupView group, YamlReferences references)
    {
        // These are quotas of the service: Slipway has none.
        if (!group.IsCodeDeploy) return;
        foreach (var key in new[] { "ec2TagFilters", "onPremisesInstanceTagFilters", "autoScalingGroups", "triggerConfigurations" })
        {
            Count(context, report, group.Find(key), references, key, MostOfOneKind);
        }

        foreach (var key in new[] { "ec2TagSet", "onPremisesTagSet" })
        {
            var lists = references.Find(group.Section(key), key + "List");
            Count(context, report, lists, references, key + "List", 3);
            Tags(context, report, references.Items(lists).SelectMany(references.Items).ToList(), key);
        }

        if (references.Mapping(group.LoadBalancerEntry) is { } info)
        {
            Count(context, report, references.Find(info, "elbInfoList"), references, "elbInfoList", MostOfOneKind);
            Count(context, report, references.Find(info, "targetGroupInfoList"), references, "targetGroupInfoList", MostOfOneKind);
            Count(context, report, references.Find(info, "targetGroupPairInfoList"), references, "targetGroupPairInfoList", 1);
        }

        if (group.Declared() is { Count: > MostInstances } instances && instances[MostInstances].Name is { } name && context.Claim(name))
        {
            report.Add(name.Range, $"The number of instances of group '{group.Title}'", Text(instances.Count), $"{MostInstances} in a deployment");
        }

        var alarms = references.Items(references.Find(group.Section("alarmConfiguration"), "alarms"));
        if (alarms.Count > MostOfOneKind && context.Claim(alarms[MostOfOneKind]))
        {
            report.AddText(Severity.Warning, ResourcesView.FirstToken(alarms[MostOfOneKind]), $"The number of alarms is {Text(alarms.Count)}, but accounts that were not raised to 50 take {MostOfOneKind}; there the request would be refused.");
        }
    }

    private static void Tags(RuleContext context, RuleReport report, List<YamlNode> tags, string key)
    {
        if (tags.Count > MostOfOneKind && context.Claim(tags[MostOfOneKind])) report.Add(ResourcesView.FirstToken(tags[MostOfOneKind]), $"The number of tags in {key}", Text(tags.Count), $"{MostOfOneKind} in a group");
    }

    private static void Count(RuleContext context, RuleReport report, YamlEntry? entry, YamlReferences references, string what, int most)
    {
        var items = references.Items(entry);
        if (items.Count > most && context.Claim(items[most])) report.Add(ResourcesView.FirstToken(items[most]), $"The number of items in {what}", Text(items.Count), $"at most {Text(most)}");
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
