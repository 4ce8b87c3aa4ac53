using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules.Functions;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.DeployFiles;

/// <summary>An item of <c>deploymentGroups</c>.</summary>
internal sealed class GroupView
{
    private static readonly string[] AwsKeys = ["autoScalingGroups", "ec2TagFilters", "ec2TagSet", "serviceRoleArn"];

    private readonly DeployFileView _file;
    private IReadOnlyList<InstanceView>? _declared;
    private bool _isCounted;

    public GroupView(YamlMapping mapping, DeployFileView file)
    {
        _file = file;
        Mapping = mapping;
        Name = Scalar("deploymentGroupName");
        ConfigName = Scalar("deploymentConfigName");
        Style = file.References.Mapping(Find("deploymentStyle"));
        Type = file.References.Scalar(file.References.Find(Style, "deploymentType"));
        Option = file.References.Scalar(file.References.Find(Style, "deploymentOption"));
        var service = Scalar("deploymentService")?.Value;
        IsCodeDeploy = service is null ? AwsKeys.Any(key => Find(key) is { } entry && !AppSpecView.IsNull(entry.Value)) : service == "CodeDeploy";
        LoadBalancerEntry = Find("loadBalancerInfo");
        HasLoadBalancer = LoadBalancerEntry is not null && NamesLoadBalancer(file.References.Mapping(LoadBalancerEntry));
    }

    public YamlMapping Mapping { get; }

    /// <summary>Whether AWS runs its deployments; otherwise Slipway does.</summary>
    public bool IsCodeDeploy { get; }

    public YamlScalar? Name { get; }

    /// <summary>How messages call it.</summary>
    public string Title => Name?.Value ?? "without a name";

    public YamlScalar? ConfigName { get; }

    public YamlMapping? Style { get; }

    /// <summary>Its <c>deploymentType</c>.</summary>
    public YamlScalar? Type { get; }

    /// <summary>Its <c>deploymentOption</c>.</summary>
    public YamlScalar? Option { get; }

    public bool IsBlueGreen => Type?.Value == "BLUE_GREEN";

    public YamlEntry? LoadBalancerEntry { get; }

    /// <summary>Whether at least one load balancer or target group is named.</summary>
    public bool HasLoadBalancer { get; }

    public YamlEntry? Find(string key) => _file.References.Find(Mapping, key);

    public YamlScalar? Scalar(string key) => _file.References.Scalar(Find(key));

    /// <summary>The mapping behind a key.</summary>
    public YamlMapping? Section(string key) => _file.References.Mapping(Find(key));

    /// <summary>A setting of <c>blueGreenDeploymentConfiguration</c>.</summary>
    public YamlScalar? BlueGreenText(string section, string key) =>
        _file.References.Scalar(_file.References.Find(_file.References.Mapping(_file.References.Find(Section("blueGreenDeploymentConfiguration"), section)), key));

    /// <summary>The items of the list behind a key.</summary>
    public IReadOnlyList<YamlNode> Items(string key) => _file.References.Items(Find(key));

    /// <summary>Where the group is named, else its first key.</summary>
    public SourceRange Place => Name?.Range ?? AppSpecView.FirstKey(Mapping);

    /// <summary>The tag filters behind a key, of which any may match.</summary>
    public IReadOnlyList<TagFilter> Filters(string key) => FiltersOf(Items(key));

    /// <summary>The lists of a tag set, of which all must match.</summary>
    public IReadOnlyList<IReadOnlyList<TagFilter>> TagSet(string key) =>
        _file.References.Items(_file.References.Find(Section(key), key + "List")).Select(list => FiltersOf(_file.References.Items(list))).ToList();

    /// <summary>Whether Auto Scaling groups or EC2 tags select instances that are not known here.</summary>
    public bool SelectsUnknownInstances => Items("autoScalingGroups").Count > 0 || Items("ec2TagFilters").Count > 0 || TagSet("ec2TagSet").Any(list => list.Count > 0);

    /// <summary>Whether the group has filters for on-premises instances.</summary>
    public bool SelectsOnPremises => Items("onPremisesInstanceTagFilters").Count > 0 || TagSet("onPremisesTagSet").Any(list => list.Count > 0);

    /// <summary>The declared instances that the group selects; null where that is not known.</summary>
    public IReadOnlyList<InstanceView>? Declared()
    {
        if (!_isCounted) _declared = FindDeclared();
        _isCounted = true;
        return _declared;
    }

    private IReadOnlyList<InstanceView>? FindDeclared()
    {
        if (_file.InstancesEntry is null || !SelectsOnPremises) return null;
        var filters = Filters("onPremisesInstanceTagFilters");
        var set = TagSet("onPremisesTagSet");
        if (filters.Concat(set.SelectMany(list => list)).Any(filter => filter.IsOpen)) return null;
        if (filters.Count > 0) return _file.Tagged.Any(filters);
        IReadOnlyList<InstanceView>? matched = null;
        foreach (var list in set.Where(list => list.Count > 0))
        {
            var one = _file.Tagged.Any(list);
            if (matched is null)
            {
                matched = one;
                continue;
            }

            var both = new HashSet<InstanceView>(one);
            matched = matched.Where(both.Contains).ToList();
        }

        return matched;
    }

    /// <summary>The number of its instances; null where it is not known.</summary>
    public long? HostCount()
    {
        if (DeployFileView.Whole(Scalar("expectedInstances")) is { } expected) return expected;
        return SelectsUnknownInstances ? null : Declared()?.Count;
    }

    private List<TagFilter> FiltersOf(IReadOnlyList<YamlNode> items) => items.OfType<YamlMapping>().Select(item => new TagFilter(item, _file.References)).ToList();

    private bool NamesLoadBalancer(YamlMapping? info)
    {
        if (info is null) return false;
        var references = _file.References;
        foreach (var entry in references.Entries(info))
        {
            var named = entry.Name switch
            {
                "elbInfoList" or "targetGroupInfoList" => references.Items(entry).Any(IsNamed),
                "targetGroupPairInfoList" => references.Items(entry).OfType<YamlMapping>().Any(pair => references.Items(references.Find(pair, "targetGroups")).Any(IsNamed)),
                "drainTimeoutInSeconds" or "healthTimeoutInSeconds" => false,
                { } name when name.StartsWith("x-", StringComparison.Ordinal) => false,
                // A load balancer that is not AWS's: its settings are its own.
                _ => !AppSpecView.IsNull(entry.Value),
            };
            if (named) return true;
        }

        return false;

        bool IsNamed(YamlNode item) => item is YamlMapping mapping && references.Text(mapping, "name") is { Length: > 0 };
    }
}

/// <summary>A tag filter.</summary>
internal sealed class TagFilter(YamlMapping mapping, YamlReferences references)
{
    public YamlMapping Mapping => mapping;

    public YamlScalar? Key { get; } = references.Scalar(references.Find(mapping, "Key"));

    public YamlScalar? Value { get; } = references.Scalar(references.Find(mapping, "Value"));

    public YamlScalar? Type { get; } = references.Scalar(references.Find(mapping, "Type"));

    /// <summary>Whether something else fills it in later.</summary>
    public bool IsOpen => (Key is not null && FilledIn.Is(Key.Value)) || (Value is not null && FilledIn.Is(Value.Value)) || (Type is not null && FilledIn.Is(Type.Value));
}
