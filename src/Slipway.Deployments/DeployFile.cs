using Slipway.Revisions.Signing;
using Slipway.Specifications;
using Slipway.Specifications.Yaml;

namespace Slipway.Deployments;

/// <summary>
/// A deploy.yml, as far as this version takes it: <c>applicationName</c>, <c>instances</c> with <c>connection: local</c>, and groups whose tag filters
/// select one of them. What a group asks for beyond that is refused by name, never left out silently.
/// </summary>
public sealed class DeployFile
{
    private const long LargestBytes = 1 << 20;

    private static readonly string[] KnownKeys =
    [
        "deploymentGroupName", "deploymentService", "onPremisesInstanceTagFilters", "deploymentConfigName", "deploymentStyle", "autoRollbackConfiguration",
        AllowedSignersReader.Key,
    ];

    private readonly string path;
    private readonly YamlMapping root;

    private DeployFile(string path, YamlMapping root)
    {
        this.path = path;
        this.root = root;
        ApplicationName = Text(root, "applicationName");
    }

    /// <summary>Its <c>applicationName</c>.</summary>
    public string? ApplicationName { get; }

    private IEnumerable<YamlMapping> Groups => Items(root, "deploymentGroups");

    /// <summary>Reads a file.</summary>
    /// <exception cref="SlipwayException">SLW0414: it cannot be opened or is not a mapping in YAML.</exception>
    public static DeployFile Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > LargestBytes) throw new SlipwayException(new("SLW0414", "A deploy.yml of more than 1 MiB is not read.", path));
            var document = YamlDocument.Parse(File.ReadAllBytes(path));
            if (document.Fault is { } fault)
                throw new SlipwayException(new("SLW0414", $"This is not YAML: {fault.Message}.", path, fault.Range.Line, fault.Range.Column));
            return document.Root is YamlMapping root ? new(path, root)
                : throw new SlipwayException(new("SLW0414", "A deploy.yml is a mapping with applicationName, instances and deploymentGroups.", path, 1, 1));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SlipwayException(new("SLW0414", $"The file cannot be read: {e.Message}", path), e);
        }
    }

    /// <summary>A group by its name.</summary>
    /// <exception cref="SlipwayException">SLW0413: there is none. SLW0414: it is not one that this version can deploy to; the error names the line.</exception>
    public DeploymentGroup FindGroup(string name)
    {
        var group = Named(name);
        if (group.Entries.FirstOrDefault(e => !KnownKeys.Contains(e.Name)) is { } unknown)
            throw Refused(unknown.Key,
                $"{unknown.Name ?? "This key"} is not available in this version; groups of one local instance without a load balancer are.");
        if (Text(group, "deploymentService") is { } service and not "Slipway")
            throw Refused(group.Find("deploymentService")!.Value,
                $"deploymentService: {service} is not available in this version; write Slipway or leave it out.");
        if (group.Find("deploymentStyle")?.Value is YamlMapping style)
        {
            if (Text(style, "deploymentType") is { } type and not "IN_PLACE")
                throw Refused(style.Find("deploymentType")!.Value, $"deploymentType: {type} is not available in this version; IN_PLACE is.");
            if (Text(style, "deploymentOption") is { } option and not "WITHOUT_TRAFFIC_CONTROL")
                throw Refused(style.Find("deploymentOption")!.Value,
                    $"deploymentOption: {option} is not available in this version; WITHOUT_TRAFFIC_CONTROL is.");
        }

        var filters = Items(group, "onPremisesInstanceTagFilters").ToList();
        var instances = Items(root, "instances").Where(i => filters.Exists(f => Selects(f, i.Find("tags")?.Value as YamlMapping))).ToList();
        if (instances.Count != 1)
            throw Refused(group,
                $"The tag filters of group {name} select {instances.Count} instances ({Listed(instances.Select(i => Text(i, "instanceName")))}); this version deploys to groups of exactly one.");
        return Group(name, instances[0], RollsBack(group.Find("autoRollbackConfiguration")?.Value as YamlMapping)) with { AllowedSigners = Signers(group) };
    }

    /// <summary>Whose signatures count: those of a group, or of the whole file where the group (or nobody, when it is null) says nothing of its own.</summary>
    /// <exception cref="SlipwayException">SLW0413: there is no such group. SLW0148: an entry cannot be used.</exception>
    public AllowedSigners? FindSigners(string? groupName) => groupName is null ? new AllowedSignersReader(path).Read(root) : Signers(Named(groupName));

    /// <summary>Whether the file describes a group of that name.</summary>
    public bool HasGroup(string name) => Groups.Any(g => Text(g, "deploymentGroupName") == name);

    private YamlMapping Named(string name) => Groups.FirstOrDefault(g => Text(g, "deploymentGroupName") == name)
        ?? throw new SlipwayException(new(
            "SLW0413",
            $"There is no deployment group {name} in this file; it has {Listed(Groups.Select(g => Text(g, "deploymentGroupName")))}.", path));

    private AllowedSigners? Signers(YamlMapping group)
    {
        var reader = new AllowedSignersReader(path);
        return reader.Read(group) ?? reader.Read(root);
    }

    private DeploymentGroup Group(string name, YamlMapping instance, bool rollsBack)
    {
        if (Text(instance, "connection") is not "local")
            throw Refused(
                instance.Find("connection")?.Value ?? instance,
                $"Only `connection: local` is available in this version, not {Text(instance, "connection") ?? "none"}.");
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        if (instance.Find("environment")?.Value is YamlMapping variables)
        {
            foreach (var entry in variables.Entries)
                environment[entry.Name ?? throw Refused(entry.Key, "The name of a variable is text.")] = entry.Value is YamlScalar value ? value.Value
                    : throw Refused(entry.Value, "The value of a variable is text.");
        }

        var folder = Path.GetDirectoryName(path)!;
        var instanceRoot = Text(instance, "root") is { Length: > 0 } given ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(given, folder)) : "";
        return new(name, instanceRoot, rollsBack) { Environment = environment };
    }

    // CodeDeploy's filter: KEY_ONLY, VALUE_ONLY or KEY_AND_VALUE, by default the last; filters of a list are alternatives.
    private static bool Selects(YamlMapping filter, YamlMapping? tags)
    {
        var (key, value) = (Text(filter, "Key"), Text(filter, "Value"));
        return tags is not null && tags.Entries.Any(t => Text(filter, "Type") switch
        {
            "KEY_ONLY" => t.Name == key,
            "VALUE_ONLY" => (t.Value as YamlScalar)?.Value == value,
            _ => t.Name == key && (t.Value as YamlScalar)?.Value == value,
        });
    }

    private static bool RollsBack(YamlMapping? configuration) => configuration is not null
        && Text(configuration, "enabled") is "true" or "True" or "TRUE"
        && configuration?.Find("events")?.Value is YamlSequence events && events.Items.Any(i => i is YamlScalar { Value: "DEPLOYMENT_FAILURE" });

    private static IEnumerable<YamlMapping> Items(YamlMapping mapping, string key) =>
        (mapping.Find(key)?.Value as YamlSequence)?.Items.OfType<YamlMapping>() ?? [];

    private static string? Text(YamlMapping mapping, string key) => mapping.Find(key)?.Value is YamlScalar { IsAbsent: false } scalar ? scalar.Value : null;

    private static string Listed(IEnumerable<string?> names) => string.Join(", ", names) is { Length: > 0 } list ? list : "none";

    private SlipwayException Refused(YamlNode node, string message) => new(new("SLW0414", message, path, node.Range.Line, node.Range.Column));
}
