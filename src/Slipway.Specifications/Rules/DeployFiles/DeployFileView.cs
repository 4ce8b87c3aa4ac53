using System.Globalization;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.DeployFiles;

/// <summary>A deploy.yml as the rules look at it: whatever has the right shape, with its place; what has not is left to the rules about shapes.</summary>
internal sealed class DeployFileView
{
    private readonly Dictionary<string, ConfigView> _configs = new(StringComparer.Ordinal);

    private DeployFileView(YamlMapping root, YamlReferences references)
    {
        Root = root;
        References = references;
        Configs = Mappings("deploymentConfigs").ConvertAll(mapping => new ConfigView(mapping, references));
        foreach (var config in Configs)
        {
            if (config.Name is { } name && !_configs.ContainsKey(name.Value)) _configs.Add(name.Value, config);
        }

        InstancesEntry = references.Find(root, "instances");
        Instances = Mappings("instances").ConvertAll(mapping => new InstanceView(mapping, references));
        Tagged = new TaggedInstances(Instances);
        Groups = Mappings("deploymentGroups").ConvertAll(mapping => new GroupView(mapping, this));
        PlatformEntry = references.Find(root, "computePlatform");
        WrittenPlatform = references.Scalar(PlatformEntry)?.Value is { } written and ("Server" or "Lambda" or "ECS") ? written : null;
    }

    public YamlMapping Root { get; }

    public YamlReferences References { get; }

    public IReadOnlyList<ConfigView> Configs { get; }

    public IReadOnlyList<GroupView> Groups { get; }

    /// <summary>The instances that the file declares.</summary>
    public IReadOnlyList<InstanceView> Instances { get; }

    /// <summary>The same by their tags.</summary>
    public TaggedInstances Tagged { get; }

    /// <summary>The entry <c>instances</c>; null where the file declares none.</summary>
    public YamlEntry? InstancesEntry { get; }

    /// <summary>The entry <c>computePlatform</c>.</summary>
    public YamlEntry? PlatformEntry { get; }

    /// <summary><c>Server</c>, <c>Lambda</c> or <c>ECS</c>; null where the file does not say.</summary>
    public string? WrittenPlatform { get; }

    /// <summary>Whether configurations may be kept elsewhere.</summary>
    public bool HasExternalConfigs => IsTrue(References.Scalar(References.Find(Root, "externalDeploymentConfigs")));

    /// <summary>The view of a file; null where its references cannot be followed.</summary>
    public static DeployFileView? Of(YamlMapping root) => YamlReferences.Of(root) is { } references ? new DeployFileView(root, references) : null;

    /// <summary>A companion that is a deploy.yml.</summary>
    public static DeployFileView? OfCompanion(RuleContext context, out string file)
    {
        var companion = context.Companion(DocumentKind.DeployFile);
        file = companion?.File ?? "";
        return companion?.Document is { Fault: null, Root: YamlMapping root } ? Of(root) : null;
    }

    /// <summary>The platform that the file or the project's appspec names; null where neither does.</summary>
    public string? KnownPlatform(RuleContext context) => WrittenPlatform ?? AppSpecPlatform(context);

    /// <summary>The platform for rules that need one: Server, unless something says otherwise.</summary>
    public string Platform(RuleContext context) => KnownPlatform(context) ?? Implied() ?? "Server";

    /// <summary>The platform of the project's appspec; null where it is not at hand, or where there are several.</summary>
    public static string? AppSpecPlatform(RuleContext context)
    {
        string? found = null;
        foreach (var (kind, platform) in new[] { (DocumentKind.ServerAppSpec, "Server"), (DocumentKind.LambdaAppSpec, "Lambda"), (DocumentKind.EcsAppSpec, "ECS") })
        {
            if (context.Companion(kind)?.Document is not { Fault: null, Root: YamlMapping }) continue;
            if (found is not null) return null;
            found = platform;
        }

        return found;
    }

    /// <summary>The configuration that is declared under a name.</summary>
    public ConfigView? Config(string name) => _configs.TryGetValue(name, out var config) ? config : null;

    /// <summary>Whether a scalar is written as true.</summary>
    public static bool IsTrue(YamlScalar? scalar) => scalar is { IsQuoted: false, Value: "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" };

    /// <summary>Whether a scalar is written as false.</summary>
    public static bool IsFalse(YamlScalar? scalar) => scalar is { IsQuoted: false, Value: "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" };

    /// <summary>A whole number; null for everything else.</summary>
    public static long? Whole(YamlScalar? scalar) =>
        scalar is not null && long.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>What only one platform has gives it away.</summary>
    private string? Implied()
    {
        foreach (var group in Groups)
        {
            if (group.Find("ecsServices") is not null) return "ECS";
            if (group.ConfigName?.Value is { } name && PredefinedConfigs.Has(name) && PredefinedConfigs.PlatformOf(name) is var platform and not "Server") return platform;
        }

        return null;
    }

    private List<YamlMapping> Mappings(string key) => References.Items(References.Find(Root, key)).OfType<YamlMapping>().ToList();
}

/// <summary>An item of <c>deploymentConfigs</c>.</summary>
internal sealed class ConfigView(YamlMapping mapping, YamlReferences references)
{
    public YamlMapping Mapping => mapping;

    public YamlScalar? Name { get; } = references.Scalar(references.Find(mapping, "deploymentConfigName"));

    /// <summary>Its own <c>computePlatform</c>.</summary>
    public string? Platform { get; } = references.Text(mapping, "computePlatform");

    public HealthyHosts? MinimumHealthyHosts { get; } = HealthyHosts.Of(references.Mapping(references.Find(mapping, "minimumHealthyHosts")), references);

    public YamlEntry? Find(string key) => references.Find(mapping, key);
}

/// <summary>A minimum of healthy hosts.</summary>
/// <param name="IsPercent">Whether it is a share of the fleet.</param>
/// <param name="Value">The number.</param>
/// <param name="Place">Where the number stands.</param>
internal sealed record HealthyHosts(bool IsPercent, long Value, YamlScalar Place)
{
    /// <summary>The number of hosts that must stay in service; CodeDeploy rounds up.</summary>
    public long Of(long hosts) => IsPercent ? ((hosts * Value) + 99) / 100 : Value;

    /// <summary>The minimum that a mapping describes; null where it is not complete or out of its range.</summary>
    public static HealthyHosts? Of(YamlMapping? mapping, YamlReferences references)
    {
        var type = references.Text(mapping, "type");
        if (type is not ("FLEET_PERCENT" or "HOST_COUNT") || references.Scalar(references.Find(mapping, "value")) is not { } scalar) return null;
        if (DeployFileView.Whole(scalar) is not { } value || value < 0 || (type == "FLEET_PERCENT" && value > 99)) return null;
        return new HealthyHosts(type == "FLEET_PERCENT", value, scalar);
    }
}

/// <summary>An item of <c>instances</c>.</summary>
internal sealed class InstanceView
{
    public InstanceView(YamlMapping mapping, YamlReferences references)
    {
        Mapping = mapping;
        Name = references.Scalar(references.Find(mapping, "instanceName"));
        if (references.Mapping(references.Find(mapping, "tags")) is not { } tags) return;
        foreach (var entry in references.Entries(tags))
        {
            if (entry.Name is { } key && references.Resolve(entry.Value) is YamlScalar value) Tags[key] = value.Value;
        }
    }

    public YamlMapping Mapping { get; }

    public YamlScalar? Name { get; }

    public Dictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);
}
