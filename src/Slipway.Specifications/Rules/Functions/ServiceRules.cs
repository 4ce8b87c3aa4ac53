using System.Globalization;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Functions;

/// <summary>SLW6009 and SLW6010: the port, the network and the capacity of a service.</summary>
internal static class ServiceRules
{
    private static readonly string[] NetworkKeys = ["Subnets", "SecurityGroups", "AssignPublicIp"];

    public static void ContainerPort(RuleContext context, RuleReport report)
    {
        foreach (var properties in Services(context))
        {
            var entry = ResourcesView.Find(ResourcesView.Find(properties, "LoadBalancerInfo")?.Value as YamlMapping, "ContainerPort");
            if (ResourcesView.Text(entry) is not { } text || entry!.Value is not YamlScalar { Tag: null } scalar || FilledIn.Is(text)) continue;
            var isPort = IsWhole(text, out var port) && port is >= 1 and <= 65535;
            if ((isPort && !scalar.IsQuoted) || !context.Claim(scalar)) continue;
            if (!isPort) report.Add(Severity.Error, scalar.Range, text, IsWhole(text, out _) ? "is not between 1 and 65535" : "is not a number");
            else
            {
                var reported = report.Add(scalar.Range, text, "is a text in quotes; this is the one number of an appspec for ECS");
                if (scalar.Style is YamlScalarStyle.SingleQuoted or YamlScalarStyle.DoubleQuoted) reported.With("Remove the quotes", DocumentEdits.Replace(scalar.Range, text));
            }
        }
    }

    private static bool IsWhole(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    public static void Incomplete(RuleContext context, RuleReport report)
    {
        foreach (var properties in Services(context))
        {
            if (ResourcesView.Find(properties, "LoadBalancerInfo") is { } info) NotAList(context, report, info, "'ContainerName' and 'ContainerPort' below it, without dashes");
            if (ResourcesView.Find(properties, "NetworkConfiguration") is { } network)
            {
                NotAList(context, report, network, "'AwsvpcConfiguration' below it, without a dash");
                if (ResourcesView.Find(network.Value as YamlMapping, "AwsvpcConfiguration") is { } vpc) Network(context, report, vpc);
            }

            if (ResourcesView.Find(properties, "CapacityProviderStrategy") is { Value: YamlSequence providers }) Capacity(context, report, providers);
        }
    }

    private static void NotAList(RuleContext context, RuleReport report, YamlEntry entry, string write)
    {
        if (entry.Value is not (YamlSequence or YamlScalar { IsAbsent: false }) || AppSpecView.IsNull(entry.Value)) return;
        if (entry.Value is YamlScalar scalar && FilledIn.Is(scalar.Value)) return;
        if (context.Claim(entry.Value)) report.Add(ResourcesView.FirstToken(entry.Value), entry.Name!, $"is a {(entry.Value is YamlSequence ? "list" : "text")}, not a mapping", write);
    }

    private static void Network(RuleContext context, RuleReport report, YamlEntry entry)
    {
        NotAList(context, report, entry, "'Subnets', 'SecurityGroups' and 'AssignPublicIp' below it");
        if (entry.Value is not YamlMapping vpc) return;
        var missing = NetworkKeys.Where(key => ResourcesView.Find(vpc, key) is null && !Documents.KeyRules.HasMisspelt(vpc, key, NetworkKeys)).ToList();
        if (missing.Count > 0 && vpc.Find("<<") is null && context.Claim(entry.Key))
        {
            report.Add(entry.Key.Range, entry.Name!, $"lacks {string.Join(" and ", missing)}", "all of Subnets, SecurityGroups and AssignPublicIp, or leave NetworkConfiguration out");
        }

        Names(context, report, vpc, "Subnets", "the ids of the subnets");
        Names(context, report, vpc, "SecurityGroups", "the ids of the security groups");
        if (ResourcesView.Find(vpc, "AssignPublicIp") is { Value: YamlScalar { Tag: null } scalar } assign) PublicIp(context, report, assign, scalar);
    }

    private static void Names(RuleContext context, RuleReport report, YamlMapping vpc, string key, string write)
    {
        if (ResourcesView.Find(vpc, key) is not { } entry) return;
        if (ResourcesView.IsBlank(entry) || entry.Value is YamlSequence { Items.Count: 0 })
        {
            if (context.Claim(entry.Value)) report.Add(AppSpecView.PlaceOf(entry), entry.Name!, "is empty", write);
            return;
        }

        if (entry.Value is not YamlSequence list) return;
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (list.Items[i] is not YamlScalar item || (!AppSpecView.IsNull(item) && item.Value.Trim().Length > 0) || !context.Claim(item)) continue;
            report.Add(item.Range.Length > 0 ? item.Range : list.Dashes[i], entry.Name!, "has a blank item", write);
        }
    }

    private static void PublicIp(RuleContext context, RuleReport report, YamlEntry entry, YamlScalar scalar)
    {
        if (scalar.Value is "ENABLED" or "DISABLED" || FilledIn.Is(scalar.Value) || !context.Claim(scalar)) return;
        var near = scalar.Value.ToLowerInvariant() switch
        {
            "enabled" or "enable" or "yes" or "true" or "on" => "ENABLED",
            "disabled" or "disable" or "no" or "false" or "off" => "DISABLED",
            _ => null,
        };
        var reported = report.Add(AppSpecView.PlaceOf(entry), ResourcesView.IsBlank(entry) ? entry.Name! : scalar.Value, ResourcesView.IsBlank(entry) ? "is empty" : "is no value of AssignPublicIp", near ?? "ENABLED or DISABLED");
        if (near is not null && DocumentEdits.ReplaceText(scalar, near) is { } change) reported.With($"Write {near}", change);
    }

    private static void Capacity(RuleContext context, RuleReport report, YamlSequence providers)
    {
        YamlEntry? firstBase = null;
        YamlEntry? firstWeight = null;
        var anyWeight = false;
        foreach (var provider in providers.Items.OfType<YamlMapping>())
        {
            // A base of 0 asks for nothing, so it may stand beside another one.
            if (Whole(context, report, provider, "Base") is { } given && !(IsWhole(((YamlScalar)given.Value).Value, out var number) && number == 0))
            {
                if (firstBase is null) firstBase = given;
                else if (context.Claim(given.Value)) report.Add(given.Value.Range, "Base", "is set for more than one provider", "it for one of them only").See(context.Inputs.File, firstBase.Value.Range, "The first one");
            }

            if (ResourcesView.Find(provider, "Weight") is null || Whole(context, report, provider, "Weight") is not { } weight)
            {
                anyWeight = true;
                continue;
            }

            firstWeight ??= weight;
            anyWeight |= ((YamlScalar)weight.Value).Value.Trim('0').Length > 0;
        }

        if (firstWeight is not null && !anyWeight && context.Claim(firstWeight.Value)) report.Add(firstWeight.Value.Range, "Weight", "is 0 for every provider", "a weight above 0 for at least one");
    }

    /// <summary>The entry when it holds a whole number; anything else is reported.</summary>
    private static YamlEntry? Whole(RuleContext context, RuleReport report, YamlMapping provider, string key)
    {
        var entry = ResourcesView.Find(provider, key);
        if (ResourcesView.Text(entry) is not { } text || entry!.Value.Tag is not null || FilledIn.Is(text)) return null;
        if (IsWhole(text, out _)) return entry;
        if (context.Claim(entry.Value)) report.Add(entry.Value.Range, text, $"is no whole number for {key}", "a whole number, 0 or more");
        return null;
    }

    private static IEnumerable<YamlMapping> Services(RuleContext context)
    {
        if (context.Resources is not { IsEcs: true } view) yield break;
        foreach (var resource in view.Resources)
        {
            if (resource.Properties is { } properties) yield return properties;
        }
    }
}
