using Slipway.Specifications.Findings;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Functions;

/// <summary>SLW6003, SLW6004, SLW6005 and SLW6008: what a function or a service must say of itself.</summary>
internal static class PropertyRules
{
    private static readonly string[] LambdaProperties = ["Name", "Alias", "CurrentVersion", "TargetVersion"];
    private static readonly string[] EcsProperties = ["TaskDefinition", "LoadBalancerInfo", "PlatformVersion", "NetworkConfiguration", "CapacityProviderStrategy"];
    private static readonly string[] ContainerProperties = ["ContainerName", "ContainerPort"];

    public static void Required(RuleContext context, RuleReport report)
    {
        if (context.Resources is not { } view) return;
        foreach (var resource in view.Resources)
        {
            if (resource.Body is null) continue;
            if (resource.PropertiesEntry is not { } entry)
            {
                if (!Documents.KeyRules.HasMisspelt(resource.Body, "Properties", ["Type", "Properties"])) report.Add(resource.Name.Key.Range, "Properties", "is missing", "what is to be deployed below it");
                continue;
            }

            if (AppSpecView.IsNull(entry.Value)) report.Add(entry.Key.Range, "Properties", "is empty", "what is to be deployed below it");
            if (resource.Properties is not { } properties) continue;
            if (view.IsEcs) Service(context, report, entry, properties);
            else Function(context, report, entry, properties);
        }
    }

    private static void Function(RuleContext context, RuleReport report, YamlEntry place, YamlMapping properties)
    {
        foreach (var (key, write) in new[] { ("Name", "the name of the function"), ("Alias", "the alias that gets the traffic"), ("CurrentVersion", "the version that the alias points to"), ("TargetVersion", "the version to deploy") })
        {
            MustBeThere(context, report, place, properties, key, key, LambdaProperties, write);
        }

        if (ResourcesView.Find(properties, "Alias") is { } alias && IsMalformed(alias, AwsNames.Alias)) Malformed(context, report, alias, "Alias", "1 to 128 letters, digits, '_' and '-', not digits alone");
        if (ResourcesView.Find(properties, "Name") is { } name && IsMalformed(name, AwsNames.FunctionName) && IsMalformed(name, AwsNames.FunctionArn))
        {
            Malformed(context, report, name, "Name", "the function's name (1 to 64 letters, digits, '_' and '-') or its ARN");
        }
    }

    private static void Service(RuleContext context, RuleReport report, YamlEntry place, YamlMapping properties)
    {
        MustBeThere(context, report, place, properties, "TaskDefinition", "TaskDefinition", EcsProperties, "the ARN of the task definition with its revision");
        if (ResourcesView.Find(properties, "LoadBalancerInfo") is not { } info || AppSpecView.IsNull(info.Value))
        {
            MustBeThere(context, report, place, properties, "LoadBalancerInfo", "LoadBalancerInfo", EcsProperties, "'ContainerName' and 'ContainerPort' below it");
            return;
        }

        if (info.Value is not YamlMapping container) return;
        MustBeThere(context, report, place, container, "ContainerName", "LoadBalancerInfo.ContainerName", ContainerProperties, "the container that gets the traffic");
        MustBeThere(context, report, place, container, "ContainerPort", "LoadBalancerInfo.ContainerPort", ContainerProperties, "the port that the container listens on");
    }

    private static void MustBeThere(RuleContext context, RuleReport report, YamlEntry place, YamlMapping mapping, string key, string shown, string[] known, string write)
    {
        if (ResourcesView.Find(mapping, key) is not { } entry)
        {
            if (mapping.Find("<<") is null && !Documents.KeyRules.HasMisspelt(mapping, key, known)) report.Add(place.Key.Range, shown, "is missing", write);
        }
        else if (ResourcesView.IsBlank(entry) && context.Claim(entry.Value))
        {
            report.Add(entry.Key.Range, shown, "is empty", write);
        }
    }

    private static bool IsMalformed(YamlEntry entry, string form) =>
        ResourcesView.Text(entry) is { } text && entry.Value.Tag is null && !FilledIn.Is(text) && !AwsNames.Has(text, form);

    private static void Malformed(RuleContext context, RuleReport report, YamlEntry entry, string key, string write)
    {
        if (context.Claim(entry.Value)) report.Add(entry.Value.Range, key, $"is '{((YamlScalar)entry.Value).Value}', which is not valid", write);
    }

    public static void PublishedVersion(RuleContext context, RuleReport report)
    {
        foreach (var (_, properties) in Functions(context))
        {
            foreach (var key in new[] { "CurrentVersion", "TargetVersion" })
            {
                if (ResourcesView.Find(properties, key) is not { Value: YamlScalar { Tag: null } scalar } entry || ResourcesView.Text(entry) is not { } text) continue;
                if (FilledIn.Is(text) || Number(text) is not null || !context.Claim(scalar)) continue;
                report.Add(scalar.Range, text);
            }
        }
    }

    public static void SameVersion(RuleContext context, RuleReport report)
    {
        foreach (var (_, properties) in Functions(context))
        {
            var current = ResourcesView.Find(properties, "CurrentVersion");
            var target = ResourcesView.Find(properties, "TargetVersion");
            if (ResourcesView.Text(current) is not { } from || ResourcesView.Text(target) is not { } to) continue;
            if (Number(from) is not { } number || number != Number(to) || !context.Claim(target!.Value)) continue;
            report.Add(target.Value.Range, number).See(context.Inputs.File, current!.Value.Range, "The version in service");
        }
    }

    /// <summary>The digits of a positive whole number without leading zeros; null for everything else.</summary>
    private static string? Number(string text)
    {
        foreach (var c in text)
        {
            if (c is < '0' or > '9') return null;
        }

        var digits = text.TrimStart('0');
        return digits.Length == 0 ? null : digits;
    }

    private static IEnumerable<(ResourceView Resource, YamlMapping Properties)> Functions(RuleContext context)
    {
        if (context.Resources is not { IsEcs: false } view) yield break;
        foreach (var resource in view.Resources)
        {
            if (resource.Properties is { } properties) yield return (resource, properties);
        }
    }

    public static void TaskDefinition(RuleContext context, RuleReport report)
    {
        if (context.Resources is not { IsEcs: true } view) return;
        foreach (var resource in view.Resources)
        {
            var entry = ResourcesView.Find(resource.Properties, "TaskDefinition");
            if (ResourcesView.Text(entry) is not { } text || entry!.Value.Tag is not null || FilledIn.Is(text) || AwsNames.Has(text, AwsNames.TaskDefinitionArn)) continue;
            if (!context.Claim(entry.Value)) continue;
            report.Add(entry.Value.Range, text, ProblemOf(text), FamilyOf(text));
        }
    }

    private static string ProblemOf(string text)
    {
        if (!text.StartsWith("arn:", StringComparison.Ordinal)) return "is not an ARN";
        var slash = text.IndexOf("task-definition/", StringComparison.Ordinal);
        if (slash < 0 || text.IndexOf(":ecs:", StringComparison.Ordinal) < 0) return "is not the ARN of a task definition";
        var colon = text.IndexOf(':', slash);
        if (colon < 0) return "names no revision";
        return text.EndsWith(":*", StringComparison.Ordinal) ? "names every revision" : "is not a complete ARN of a task definition";
    }

    private static string FamilyOf(string text)
    {
        var family = text.Substring(text.LastIndexOf('/') + 1);
        if (family.StartsWith("arn:", StringComparison.Ordinal)) return "<family>";
        var colon = family.IndexOf(':');
        return colon < 0 ? family : colon == 0 ? "<family>" : family.Substring(0, colon);
    }
}
