using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.DeployFiles;

/// <summary>SLW7011, SLW7012 and SLW7014: load balancers, traffic control and blue/green.</summary>
internal static class TrafficRules
{
    private const string With = "WITH_TRAFFIC_CONTROL";
    private const string Without = "WITHOUT_TRAFFIC_CONTROL";

    public static void BlueGreen(RuleContext context, RuleReport report)
    {
        if (context.DeployFile is not { } file || file.Platform(context) != "Server") return;
        foreach (var group in file.Groups)
        {
            var settings = group.Find("blueGreenDeploymentConfiguration");
            if (group.IsBlueGreen) Replacement(context, report, group, settings);
            else if (group.Type?.Value == "IN_PLACE" && settings is not null && !AppSpecView.IsNull(settings.Value) && context.Claim(settings.Key))
            {
                report.AddText(Severity.Warning, settings.Key.Range, $"Group '{group.Title}' is deployed in place, so these settings have no effect. Remove them, or write 'deploymentType: BLUE_GREEN'.");
            }
        }
    }

    private static void Replacement(RuleContext context, RuleReport report, GroupView group, YamlEntry? settings)
    {
        if (group.Option is { Value: Without } option && context.Claim(option))
        {
            var reported = report.Add(option.Range, group.Title, "has no traffic control", $"Write {With}.");
            if (group.HasLoadBalancer && DocumentEdits.ReplaceText(option, With) is { } change) reported.With($"Write {With}", change);
        }

        if (!group.HasLoadBalancer && context.Claim(group.Type!)) report.Add(group.Type!.Range, group.Title, "names no load balancer or target group", "Add loadBalancerInfo.");
        var onPremises = group.Find("onPremisesInstanceTagFilters") ?? group.Find("onPremisesTagSet");
        if (group.IsCodeDeploy && group.SelectsOnPremises && onPremises is not null && context.Claim(onPremises.Key))
        {
            report.Add(onPremises.Key.Range, group.Title, "selects on-premises instances, which CodeDeploy only deploys to in place", "Select EC2 instances, or write 'deploymentService: Slipway'.");
        }

        if (settings is null || AppSpecView.IsNull(settings.Value))
        {
            if (group.IsCodeDeploy && context.Claim(group.Type!)) report.Add(group.Type!.Range, group.Title, "has no blueGreenDeploymentConfiguration", "Add it.");
            return;
        }

        if (Action(group) is { Value: "COPY_AUTO_SCALING_GROUP" } copy && group.Items("autoScalingGroups").Count != 1 && context.Claim(copy))
        {
            report.Add(copy.Range, group.Title, $"copies an Auto Scaling group and names {group.Items("autoScalingGroups").Count}", "Name exactly one in autoScalingGroups.");
        }
    }

    private static YamlScalar? Action(GroupView group) => group.BlueGreenText("greenFleetProvisioningOption", "action");

    public static void Contradiction(RuleContext context, RuleReport report)
    {
        if (context.DeployFile is not { } file || file.Platform(context) != "Server") return;
        foreach (var group in file.Groups)
        {
            if (group.Type is { Value: not "IN_PLACE" }) continue;
            if (group.Option is { Value: With } option && !group.HasLoadBalancer)
            {
                if (context.Claim(option)) report.Add(option.Range, group.Title, "no load balancer or target group is named", group.IsCodeDeploy ? "the API would refuse the group" : "no deployment would begin", $"Add loadBalancerInfo, or write {Without}.");
            }
            else if (group.HasLoadBalancer && (group.Option is null or { Value: Without }) && context.Claim(group.LoadBalancerEntry!.Key))
            {
                var reported = report.Add(Severity.Warning, group.LoadBalancerEntry.Key.Range, group.Title, group.Option is null ? "without deploymentOption there is no traffic control" : "the option says there is no traffic control", "instances get traffic while they are being changed", $"Write 'deploymentOption: {With}'.");
                if (TrafficOn(context, group) is { } change) reported.With($"Set deploymentOption to {With}", change);
            }
        }
    }

    private static TextChange? TrafficOn(RuleContext context, GroupView group)
    {
        if (group.Option is not null) return DocumentEdits.ReplaceText(group.Option, With);
        if (group.Style is { Entries.Count: > 0 } style) return context.Edits.InsertAfter(style, style.Entries[style.Entries.Count - 1], "deploymentOption", With);
        // Merged in from elsewhere, the load balancer may belong to other groups too.
        if (group.Find("deploymentStyle") is not null || !group.Mapping.Entries.Contains(group.LoadBalancerEntry!)) return null;
        return context.Edits.InsertAfter(group.Mapping, group.LoadBalancerEntry!, "deploymentStyle", $"{{ deploymentType: IN_PLACE, deploymentOption: {With} }}");
    }

    public static void EventsWithoutTraffic(RuleContext context, RuleReport report)
    {
        if (context.AppSpec is not { } spec || DeployFileView.OfCompanion(context, out var file) is not { Groups.Count: > 0 } deploy) return;
        if (deploy.Groups.Any(group => group.HasLoadBalancer)) return;
        foreach (var hook in spec.Events)
        {
            var instead = hook.Name switch
            {
                "BeforeBlockTraffic" or "AfterBlockTraffic" => "ApplicationStop",
                "BeforeAllowTraffic" or "AfterAllowTraffic" => "ValidateService",
                _ => null,
            };
            if (instead is null || hook.Scripts.Count == 0 || !context.Claim(hook.Entry.Key)) continue;
            var reported = deploy.Groups.Count == 1 ? report.Add(hook.Entry.Key.Range, hook.Name, $"group '{deploy.Groups[0].Title}'", instead)
                : report.AddText(report.DefaultSeverity, hook.Entry.Key.Range, $"'{hook.Name}' runs only for groups with a load balancer, and no group of deploy.yml has one. Use {instead}, or add loadBalancerInfo.");
            foreach (var group in deploy.Groups.Take(10)) reported.See(file, group.Place, "A group without a load balancer");
        }
    }
}
