using Slipway.Specifications.Rules.DeployFiles;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.DeployFiles;

/// <summary>Which declared instances a group means: filters are alternatives, every list of a tag set must match.</summary>
internal sealed class InstanceSelection(DeployFileSource source)
{
    /// <summary>The instances of a group, in the file's order.</summary>
    /// <exception cref="SlipwayException">SLW0414: it selects none, or says so in two ways.</exception>
    public IReadOnlyList<InstanceView> Of(GroupView group, DeployFileView file)
    {
        var (filters, set) = (group.Filters("onPremisesInstanceTagFilters"), Lists(group.TagSet("onPremisesTagSet")));
        if (filters.Count > 0 && set.Count > 0)
            throw source.Refused(group.Find("onPremisesTagSet")!.Key, "'onPremisesInstanceTagFilters' and 'onPremisesTagSet' cannot be combined. Keep the set (all of its lists must match) or the filters (any may match).");
        if (filters.Count == 0 && set.Count == 0)
            throw source.Refused(group.Mapping, $"Group '{group.Title}' names no instances; its deployments would fail with NO_INSTANCES. Add onPremisesInstanceTagFilters.");
        var selected = Select(file.Instances, filters, set);
        return selected.Count > 0 ? selected : throw source.Refused(
            (group.Find("onPremisesInstanceTagFilters") ?? group.Find("onPremisesTagSet"))!.Key,
            $"Group '{group.Title}' matches none of the instances that this file declares; its deployments would fail with NO_INSTANCES. Give one of them a tag that its filters ask for.");
    }

    /// <summary>Those of some instances that <c>targetInstances</c> selects.</summary>
    /// <exception cref="SlipwayException">SLW0414: it selects none.</exception>
    public IReadOnlyList<InstanceView> Targets(Section section, IReadOnlyList<InstanceView> instances)
    {
        var filters = section.List("tagFilters").Select(filter => new TagFilter(filter.Mapping, source.References)).ToList();
        var set = Lists([.. source.References.Items(section.Child("ec2TagSet")?.Find("ec2TagSetList") ?? section.Mapping)
            .Select(list => source.References.Items(list).OfType<YamlMapping>().Select(filter => new TagFilter(filter, source.References)).ToList())]);
        if (section.Has("autoScalingGroups")) throw section.RefusedKey("autoScalingGroups", "Auto Scaling groups are a matter of CodeDeploy. Select the replacement environment with tagFilters.");
        if (filters.Count > 0 && set.Count > 0) throw section.RefusedKey("ec2TagSet", "'tagFilters' and 'ec2TagSet' cannot be combined. Keep one.");
        var selected = filters.Count + set.Count == 0 ? [] : Select(instances, filters, set);
        return selected.Count > 0 ? selected : throw source.Refused(section.Mapping, "targetInstances selects none of the group's instances, so there is no replacement environment. Give its instances a tag that the filters ask for.");
    }

    private List<InstanceView> Select(IReadOnlyList<InstanceView> instances, IReadOnlyList<TagFilter> filters, IReadOnlyList<IReadOnlyList<TagFilter>> set)
    {
        foreach (var filter in filters.Concat(set.SelectMany(list => list))) Check(filter);
        var tagged = new TaggedInstances(instances);
        if (filters.Count > 0) set = [filters];
        var matches = set.Select(list => new HashSet<InstanceView>(tagged.Any(list))).ToList();
        return [.. instances.Where(instance => matches.TrueForAll(match => match.Contains(instance)))];
    }

    private void Check(TagFilter filter)
    {
        var type = filter.Type?.Value ?? "KEY_AND_VALUE";
        var (needsKey, needsValue) = (type != "VALUE_ONLY", type != "KEY_ONLY");
        if (needsKey != (filter.Key is not null) || needsValue != (filter.Value is not null))
        {
            throw source.Refused(filter.Mapping, $"A filter of Type {type} needs {(needsKey ? needsValue ? "Key and Value" : "Key alone" : "Value alone")}. "
                + "Write { Key: k, Value: v, Type: KEY_AND_VALUE }, { Key: k, Type: KEY_ONLY } or { Value: v, Type: VALUE_ONLY }.");
        }
    }

    private static IReadOnlyList<IReadOnlyList<TagFilter>> Lists(IReadOnlyList<IReadOnlyList<TagFilter>> set) => [.. set.Where(list => list.Count > 0)];
}
