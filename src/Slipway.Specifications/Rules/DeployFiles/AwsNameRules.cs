using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Rules.Functions;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.DeployFiles;

/// <summary>SLW7013: names where the API takes names, ARNs where it takes ARNs.</summary>
internal static class AwsNameRules
{
    public static void WrongForm(RuleContext context, RuleReport report)
    {
        if (context.DeployFile is not { } file) return;
        var references = file.References;
        foreach (var group in file.Groups)
        {
            if (references.Mapping(group.LoadBalancerEntry) is { } info)
            {
                foreach (var (scalar, what) in LoadBalancers(references, info)) Name(context, report, group, scalar, what, AwsNames.LoadBalancerName, "1 to 32 letters, digits and hyphens, none at an end");
                foreach (var listener in Listeners(references, info)) Arn(context, report, group, listener, "listener ARN", AwsNames.ListenerArn, "arn:aws:elasticloadbalancing:<region>:<account>:listener/...");
            }

            foreach (var item in group.Items("autoScalingGroups")) Name(context, report, group, references.Scalar(item), "name of an Auto Scaling group", null, "its name");
            foreach (var alarm in references.Items(references.Find(group.Section("alarmConfiguration"), "alarms")).OfType<YamlMapping>())
            {
                Name(context, report, group, references.Scalar(references.Find(alarm, "name")), "name of an alarm", null, "its name");
            }

            foreach (var trigger in group.Items("triggerConfigurations").OfType<YamlMapping>())
            {
                Arn(context, report, group, references.Scalar(references.Find(trigger, "triggerTargetArn")), "topic ARN", AwsNames.TopicArn, "arn:aws:sns:<region>:<account>:<topic>");
            }

            Arn(context, report, group, group.Scalar("serviceRoleArn"), "role ARN", AwsNames.RoleArn, "arn:aws:iam::<account>:role/<name>");
        }
    }

    private static IEnumerable<(YamlScalar? Scalar, string What)> LoadBalancers(YamlReferences references, YamlMapping info)
    {
        foreach (var item in references.Items(references.Find(info, "elbInfoList")).OfType<YamlMapping>()) yield return (references.Scalar(references.Find(item, "name")), "name of a load balancer");
        foreach (var item in references.Items(references.Find(info, "targetGroupInfoList")).OfType<YamlMapping>()) yield return (references.Scalar(references.Find(item, "name")), "name of a target group");
        foreach (var pair in references.Items(references.Find(info, "targetGroupPairInfoList")).OfType<YamlMapping>())
        {
            foreach (var item in references.Items(references.Find(pair, "targetGroups")).OfType<YamlMapping>()) yield return (references.Scalar(references.Find(item, "name")), "name of a target group");
        }
    }

    private static IEnumerable<YamlScalar?> Listeners(YamlReferences references, YamlMapping info)
    {
        foreach (var pair in references.Items(references.Find(info, "targetGroupPairInfoList")).OfType<YamlMapping>())
        {
            foreach (var route in new[] { "prodTrafficRoute", "testTrafficRoute" })
            {
                foreach (var listener in references.Items(references.Find(references.Mapping(references.Find(pair, route)), "listenerArns"))) yield return references.Scalar(listener);
            }
        }
    }

    private static void Name(RuleContext context, RuleReport report, GroupView group, YamlScalar? scalar, string what, string? form, string write)
    {
        if (scalar is null || FilledIn.Is(scalar.Value)) return;
        var isArn = scalar.Value.StartsWith("arn:", StringComparison.Ordinal);
        if ((!isArn && (form is null || AwsNames.Has(scalar.Value, form))) || !context.Claim(scalar)) return;
        var name = isArn ? NameIn(scalar.Value) : null;
        var reported = Add(report, group, scalar, what, name is null ? write : $"its name, '{name}'");
        if (name is not null && DocumentEdits.ReplaceText(scalar, name) is { } change) reported.With($"Write the name, '{name}'", change);
    }

    private static void Arn(RuleContext context, RuleReport report, GroupView group, YamlScalar? scalar, string what, string form, string write)
    {
        if (scalar is null || FilledIn.Is(scalar.Value) || AwsNames.Has(scalar.Value, form) || !context.Claim(scalar)) return;
        Add(report, group, scalar, what, write);
    }

    private static Reported Add(RuleReport report, GroupView group, YamlScalar scalar, string what, string write) =>
        group.IsCodeDeploy ? report.Add(scalar.Range, scalar.Value, what, write)
            : report.AddText(Severity.Info, scalar.Range, $"'{scalar.Value}' is not a {what}, so this group cannot be handed to CodeDeploy. Write {write}.");

    /// <summary>The name in the ARN of a target group, a load balancer, an alarm or an Auto Scaling group; null where there is none.</summary>
    private static string? NameIn(string arn)
    {
        const string auto = "autoScalingGroupName/";
        var at = arn.IndexOf(auto, StringComparison.Ordinal);
        if (at >= 0) return NonEmpty(arn.Substring(at + auto.Length));
        at = arn.IndexOf(":alarm:", StringComparison.Ordinal);
        if (at >= 0) return NonEmpty(arn.Substring(at + ":alarm:".Length));
        var parts = arn.Substring(arn.LastIndexOf(':') + 1).Split('/');
        var name = parts[0] switch
        {
            "targetgroup" when parts.Length > 1 => parts[1],
            "loadbalancer" when parts.Length > 2 && parts[1] is "app" or "net" or "gwy" => parts[2],
            "loadbalancer" when parts.Length == 2 => parts[1],
            _ => null,
        };
        return name is not null && AwsNames.Has(name, AwsNames.LoadBalancerName) ? name : null;
    }

    private static string? NonEmpty(string text) => text.Length == 0 ? null : text;
}
