namespace Slipway.Specifications.Rules.DeployFiles;

/// <summary>Instances by their tags, so that a filter need not ask each of them.</summary>
internal sealed class TaggedInstances
{
    private readonly Dictionary<(string? Key, string? Value), List<InstanceView>> _byTag = [];

    public TaggedInstances(IReadOnlyList<InstanceView> instances)
    {
        foreach (var instance in instances)
        {
            foreach (var tag in instance.Tags)
            {
                Add((tag.Key, tag.Value), instance);
                Add((tag.Key, null), instance);
                Add((null, tag.Value), instance);
            }
        }
    }

    /// <summary>The instances that one of some filters matches.</summary>
    public IReadOnlyList<InstanceView> Any(IReadOnlyList<TagFilter> filters)
    {
        if (filters.Count == 1) return Matching(filters[0]);
        var found = new List<InstanceView>();
        var seen = new HashSet<InstanceView>();
        foreach (var filter in filters)
        {
            foreach (var instance in Matching(filter))
            {
                if (seen.Add(instance)) found.Add(instance);
            }
        }

        return found;
    }

    /// <summary>A filter without a type is one for key and value.</summary>
    private List<InstanceView> Matching(TagFilter filter)
    {
        var (key, value) = (filter.Key?.Value, filter.Value?.Value);
        (string? Key, string? Value) tag = filter.Type?.Value switch
        {
            "KEY_ONLY" => (key, null),
            "VALUE_ONLY" => (null, value),
            _ => key is null || value is null ? (null, null) : (key, value),
        };
        return tag != (null, null) && _byTag.TryGetValue(tag, out var instances) ? instances : [];
    }

    private void Add((string? Key, string? Value) tag, InstanceView instance)
    {
        if (!_byTag.TryGetValue(tag, out var instances)) _byTag.Add(tag, instances = []);
        // Two tags of one instance may have the same value.
        if (instances.Count == 0 || !ReferenceEquals(instances[instances.Count - 1], instance)) instances.Add(instance);
    }
}
