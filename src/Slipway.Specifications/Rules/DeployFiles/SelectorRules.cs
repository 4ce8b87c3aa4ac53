using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.DeployFiles;

/// <summary>SLW7008, SLW7009 and SLW7010: how a group selects its instances.</summary>
internal static class SelectorRules
{
    /// <summary>Among more instances than these no misspelt tag is looked for.</summary>
    private const int MostCompared = 1000;

    private static readonly string[] FilterKeys = ["ec2TagFilters", "onPremisesInstanceTagFilters"];
    private static readonly string[] SetKeys = ["ec2TagSet", "onPremisesTagSet"];

    public static void SelectsNothing(RuleContext context, RuleReport report)
    {
        if (context.DeployFile is not { } file || file.Platform(context) != "Server") return;
        foreach (var group in file.Groups)
        {
            if (group.SelectsUnknownInstances) continue;
            if (!group.SelectsOnPremises)
            {
                if (HasMisspelt(group)) continue;
                var key = FilterKeys.Concat(SetKeys).Append("autoScalingGroups").Select(group.Find).FirstOrDefault(entry => entry is not null);
                if (key is not null && key.Value is not (YamlSequence or YamlMapping) && !AppSpecView.IsNull(key.Value)) continue;
                if (group.Name is not null && !context.Claim(group.Name)) continue;
                report.Add(key?.Key.Range ?? group.Place, group.Title, key is null ? "names no instances" : $"has nothing in '{key.Name}'",
                    "Add onPremisesInstanceTagFilters, ec2TagFilters or autoScalingGroups.");
            }
            else if (group.Declared() is { Count: 0 })
            {
                NoMatch(context, report, file, group);
            }
        }
    }

    /// <summary>A misspelt selector is reported as that.</summary>
    private static bool HasMisspelt(GroupView group) =>
        group.Mapping.Entries.Any(entry => entry.Name is { } name && Array.IndexOf(FilterKeys, name) < 0 && Array.IndexOf(SetKeys, name) < 0 && name != "autoScalingGroups"
            && NearestName.Of(name, [.. FilterKeys, .. SetKeys, "autoScalingGroups"]) is not null);

    private static void NoMatch(RuleContext context, RuleReport report, DeployFileView file, GroupView group)
    {
        var entry = group.Find("onPremisesInstanceTagFilters") ?? group.Find("onPremisesTagSet");
        if (entry is null || !context.Claim(entry.Key)) return;
        var near = Nearest(file, group);
        var reported = report.Add(entry.Key.Range, group.Title, "matches none of the instances that this file declares",
            near is { } found ? $"Did you mean '{found.Name}' for '{found.Scalar.Value}'?" : "Give one of them a tag that its filters ask for.");
        if (near is { } pair && DocumentEdits.ReplaceText(pair.Scalar, pair.Name) is { } change) reported.With($"Write '{pair.Name}'", change);
    }

    /// <summary>A value or a key of a filter that is a slip away from a declared one.</summary>
    private static (YamlScalar Scalar, string Name)? Nearest(DeployFileView file, GroupView group)
    {
        if (file.Instances.Count > MostCompared) return null;
        foreach (var filter in group.Filters("onPremisesInstanceTagFilters").Concat(group.TagSet("onPremisesTagSet").SelectMany(list => list)))
        {
            var values = file.Instances.SelectMany(instance => instance.Tags.Where(tag => filter.Key is null || tag.Key == filter.Key.Value)).Select(tag => tag.Value).Distinct().ToList();
            if (filter.Value is { } value && !values.Contains(value.Value) && NearestName.Of(value.Value, values) is { } near) return (value, near);
            var keys = file.Instances.SelectMany(instance => instance.Tags.Keys).Distinct().ToList();
            if (filter.Key is { } key && !keys.Contains(key.Value) && NearestName.Of(key.Value, keys) is { } nearKey) return (key, nearKey);
        }

        return null;
    }

    public static void FiltersAndSets(RuleContext context, RuleReport report)
    {
        if (context.DeployFile is not { } file) return;
        foreach (var group in file.Groups)
        {
            Both(context, report, group.Find(FilterKeys[0]), group.Find(SetKeys[0]));
            Both(context, report, group.Find(FilterKeys[1]), group.Find(SetKeys[1]));
            var target = group.Section("targetInstances");
            Both(context, report, file.References.Find(target, "tagFilters"), file.References.Find(target, "ec2TagSet"));
        }
    }

    private static void Both(RuleContext context, RuleReport report, YamlEntry? filters, YamlEntry? set)
    {
        if (filters is null || set is null || IsEmpty(filters) || IsEmpty(set)) return;
        var (first, second) = filters.Key.Range.Offset < set.Key.Range.Offset ? (filters, set) : (set, filters);
        if (context.Claim(second.Key)) report.Add(second.Key.Range, filters.Name!, set.Name!).See(context.Inputs.File, first.Key.Range, "The other one");
    }

    private static bool IsEmpty(YamlEntry entry) => AppSpecView.IsNull(entry.Value) || entry.Value is YamlSequence { Items.Count: 0 } or YamlMapping { Entries.Count: 0 };

    public static void FilterAndType(RuleContext context, RuleReport report)
    {
        if (context.DeployFile is not { } file) return;
        foreach (var group in file.Groups)
        {
            foreach (var filter in FilterKeys.SelectMany(group.Filters).Concat(SetKeys.SelectMany(group.TagSet).SelectMany(list => list))) Check(context, report, group, filter);
            foreach (var item in file.References.Items(file.References.Find(group.Section("targetInstances"), "tagFilters")).OfType<YamlMapping>()) Check(context, report, group, new TagFilter(item, file.References));
        }
    }

    private static void Check(RuleContext context, RuleReport report, GroupView group, TagFilter filter)
    {
        if (filter.IsOpen) return;
        if (filter.Type is null)
        {
            Untyped(context, report, group, filter);
            return;
        }

        var (problem, write) = (filter.Type.Value, filter.Key is not null, filter.Value is not null) switch
        {
            ("KEY_AND_VALUE", false, true) => ("has no Key", "VALUE_ONLY, or add a Key"),
            ("KEY_AND_VALUE", true, false) => ("has no Value", "KEY_ONLY, or add a Value"),
            ("KEY_AND_VALUE", false, false) or ("KEY_ONLY", false, false) or ("VALUE_ONLY", false, false) => ("has neither Key nor Value", "what the tags are to be"),
            ("KEY_ONLY", true, true) or ("VALUE_ONLY", true, true) => ($"has a {(filter.Type.Value == "KEY_ONLY" ? "Value" : "Key")}", "KEY_AND_VALUE, or remove it"),
            ("KEY_ONLY", false, true) => ("has no Key but a Value", "VALUE_ONLY"),
            ("VALUE_ONLY", true, false) => ("has no Value but a Key", "KEY_ONLY"),
            _ => (null, ""),
        };
        if (problem is not null && context.Claim(filter.Type))
        {
            var reported = report.Add(filter.Type.Range, filter.Type.Value, problem, write);
            if (Fitting(filter) is { } fitting && DocumentEdits.ReplaceText(filter.Type, fitting) is { } change) reported.With($"Write {fitting}", change);
        }

        if (!group.IsCodeDeploy) return;
        TooLong(context, report, filter.Key, "Key", 128);
        TooLong(context, report, filter.Value, "Value", 256);
    }

    /// <summary>Slipway takes a filter without a type for KEY_AND_VALUE; the API takes none.</summary>
    private static void Untyped(RuleContext context, RuleReport report, GroupView group, TagFilter filter)
    {
        if (filter.Mapping.Entries.Count == 0 || !context.Claim(filter.Mapping) || Documents.KeyRules.HasMisspelt(filter.Mapping, "Type", ["Key", "Value", "Type"])) return;
        var fitting = Fitting(filter);
        var place = AppSpecView.FirstKey(filter.Mapping);
        var works = !group.IsCodeDeploy && fitting is null or "KEY_AND_VALUE";
        var reported = works ? report.AddText(Severity.Info, place, $"A filter without Type is taken for KEY_AND_VALUE by Slipway only; CodeDeploy would refuse the group. Write 'Type: {fitting ?? "KEY_AND_VALUE"}'.")
            : report.AddText(Severity.Error, place, $"A filter without Type {(group.IsCodeDeploy ? "is refused by the API" : "matches nothing, because it is taken for KEY_AND_VALUE")}. Write 'Type: {fitting ?? "KEY_AND_VALUE"}'.");
        if (fitting is null || filter.Mapping.Find("Type") is not null) return;
        var last = filter.Mapping.Entries[filter.Mapping.Entries.Count - 1];
        if (context.Edits.InsertAfter(filter.Mapping, last, "Type", fitting) is { } change) reported.With($"Add Type: {fitting}", change);
    }

    private static string? Fitting(TagFilter filter) => (filter.Key is not null, filter.Value is not null) switch
    {
        (true, true) => "KEY_AND_VALUE",
        (true, false) => "KEY_ONLY",
        (false, true) => "VALUE_ONLY",
        _ => null,
    };

    private static void TooLong(RuleContext context, RuleReport report, YamlScalar? scalar, string what, int most)
    {
        if (scalar is null || scalar.Value.Length <= most || !context.Claim(scalar)) return;
        report.AddText(report.DefaultSeverity, scalar.Range, $"The {what} of a filter has {scalar.Value.Length} characters, but a tag has at most {most}; the API would refuse the group.");
    }
}
