using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Rules.Documents;
using Slipway.Specifications.Rules.Functions;
using Slipway.Specifications.Schemas;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.DeployFiles;

/// <summary>SLW7001, SLW7017 and SLW7018: values that must be one of a few, and values that do not go with the appspec.</summary>
internal static class ValueRules
{
    public static void Enumerations(RuleContext context, RuleReport report)
    {
        if (context.Kind != DocumentKind.DeployFile) return;
        foreach (var (mapping, shape) in DescribedRules.Mappings(context))
        {
            foreach (var entry in mapping.Entries)
            {
                if (entry.Name is not { } name || shape.ValueOf(name) is not { } wanted) continue;
                if (wanted is ScalarShape { Values.Count: > 0 } one) Check(context, report, entry.Value, one, name);
                if (wanted is not ListShape { Item: ScalarShape { Values.Count: > 0 } each } || entry.Value is not YamlSequence list) continue;
                foreach (var item in list.Items) Check(context, report, item, each, name);
            }
        }
    }

    private static void Check(RuleContext context, RuleReport report, YamlNode node, ScalarShape shape, string key)
    {
        if (node is not YamlScalar scalar || AppSpecView.IsNull(scalar) || shape.Values.Contains(scalar.Value) || FilledIn.Is(scalar.Value) || !context.Claim(scalar)) return;
        var near = Near(scalar.Value, shape.Values);
        var reported = report.Add(scalar.Range, scalar.Value, key, near is null ? $"Possible: {string.Join(", ", shape.Values)}." : $"Did you mean '{near}'?");
        if (near is not null && DocumentEdits.ReplaceText(scalar, near) is { } change) reported.With($"Write {near}", change);
    }

    private static string? Near(string text, IReadOnlyList<string> values)
    {
        var letters = Letters(text);
        foreach (var value in values)
        {
            if (Letters(value) == letters) return value;
        }

        return letters switch
        {
            "ec2" or "ec2onpremises" or "onpremises" when values.Contains("Server") => "Server",
            _ => NearestName.Of(text.Replace(" ", "_"), values),
        };
    }

    private static string Letters(string text) => new string(text.Where(char.IsLetterOrDigit).ToArray()).ToLowerInvariant();

    public static void ArchiveType(RuleContext context, RuleReport report)
    {
        if (context.DeployFile is not { } file || file.References.Mapping(file.References.Find(file.Root, "revision")) is not { } revision) return;
        if (file.KnownPlatform(context) is not { } platform) return;
        var references = file.References;
        var location = references.Mapping(references.Find(revision, "s3Location"));
        foreach (var type in new[] { references.Scalar(references.Find(revision, "bundleType")), references.Scalar(references.Find(location, "bundleType")) })
        {
            if (type is not null) Bundle(context, report, type, platform);
        }

        if (platform == "Server") return;
        var github = references.Scalar(references.Find(revision, "revisionType")) is { Value: "GitHub" } named ? named : references.Find(revision, "gitHubLocation")?.Key;
        if (github is not null && context.Claim(github)) report.Add(github.Range, "GitHub", Called(platform), "a revision of type YAML or JSON in S3");
    }

    private static void Bundle(RuleContext context, RuleReport report, YamlScalar type, string platform)
    {
        var windows = platform == "Server" && context.Companion(DocumentKind.ServerAppSpec)?.Document.Root is YamlMapping root && root.Find("os")?.Value is YamlScalar { Value: "windows" };
        var archive = type.Value is "zip" or "tar" or "tgz";
        var (target, use) = (platform, type.Value) switch
        {
            ("Server", "tar" or "tgz") when windows => ("Windows", "zip"),
            ("Server", "YAML" or "JSON") => (Called(platform), "zip, tar or tgz"),
            ("Lambda" or "ECS", _) when archive => (Called(platform), "YAML or JSON"),
            _ => (null, null),
        };
        if (target is null || !context.Claim(type)) return;
        var reported = report.Add(type.Range, type.Value, target, use!);
        var write = platform != "Server" ? "YAML" : windows && archive ? "zip" : null;
        if (write is not null && DocumentEdits.ReplaceText(type, write) is { } change) reported.With($"Write {write}", change);
    }

    private static string Called(string platform) => platform switch { "Lambda" => "AWS Lambda", "ECS" => "Amazon ECS", _ => "EC2 and on-premises instances" };

    public static void OverruledByAppSpec(RuleContext context, RuleReport report)
    {
        if (context.DeployFile is not { } file || context.Companion(DocumentKind.ServerAppSpec) is not { Document: { Fault: null, Root: YamlMapping spec } } companion) return;
        if (spec.Find("file_exists_behavior")?.Value is not YamlScalar { Value: "DISALLOW" or "OVERWRITE" or "RETAIN" } wins) return;
        foreach (var mapping in new[] { file.Root }.Concat(file.Groups.Select(group => group.Mapping)))
        {
            if (mapping.Find("fileExistsBehavior") is not { } entry || file.References.Scalar(entry) is not { } given) continue;
            if (given.Value is not ("DISALLOW" or "OVERWRITE" or "RETAIN") || given.Value == wins.Value || !context.Claim(entry.Value)) continue;
            var reported = report.Add(entry.Value.Range, given.Value, wins.Value).See(companion.File, wins.Range, "The value that counts");
            if (context.Edits.Delete(mapping, entry) is { } change) reported.With("Delete the key", change);
        }
    }
}
