using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Functions;

/// <summary>SLW6006 and SLW6007: the events of Lambda and ECS and the functions that they call.</summary>
internal static class EventRules
{
    public static string[] Lambda { get; } = ["BeforeAllowTraffic", "AfterAllowTraffic"];

    public static string[] Ecs { get; } = ["BeforeInstall", "AfterInstall", "AfterAllowTestTraffic", "BeforeAllowTraffic", "AfterAllowTraffic"];

    public static void Unknown(RuleContext context, RuleReport report)
    {
        if (context.Resources is not { } view) return;
        var known = view.IsEcs ? Ecs : Lambda;
        var written = new HashSet<string?>(view.Hooks.Select(entry => entry.Name), StringComparer.Ordinal);
        foreach (var entry in view.Hooks)
        {
            if (Array.IndexOf(known, entry.Name) >= 0 || FilledIn.Is(entry.Name!) || entry.Name == "<<" || entry.Name!.StartsWith("x-", StringComparison.Ordinal)) continue;
            if (!context.Claim(entry.Key)) continue;
            var reported = report.Add(entry.Key.Range, entry.Name, view.Platform, string.Join(", ", known));
            if (NearestName.Of(entry.Name, known) is not { } near || written.Contains(near)) continue;
            if (entry.Key is YamlScalar key && DocumentEdits.ReplaceText(key, near) is { } change) reported.With($"Rename the event to {near}", change);
        }
    }

    public static void Shape(RuleContext context, RuleReport report)
    {
        if (context.Resources is not { HooksSection: { } section } view) return;
        if (section.Value is YamlMapping { Entries.Count: > 0 } mapping && context.Claim(mapping))
        {
            var reported = report.Add(ResourcesView.FirstToken(mapping), "must be a list, not a mapping", mapping.Entries[0].Name ?? "BeforeAllowTraffic");
            if (!mapping.IsFlow && mapping.Entries.All(entry => entry is { Key: YamlScalar { IsQuoted: false }, Value: YamlScalar { IsAbsent: false } value } && value.Range.Line == value.Range.EndLine))
            {
                reported.With("Make it a list", [.. mapping.Entries.Select(entry => new TextChange(entry.Key.Range.Offset, 0, "- "))]);
            }
        }

        if (section.Value is YamlSequence list)
        {
            foreach (var item in list.Items)
            {
                if (item is not YamlMapping { Entries.Count: > 1 } several || !context.Claim(several.Entries[1].Key)) continue;
                report.Add(several.Entries[1].Key.Range, "has an item with several events", several.Entries[1].Name ?? "BeforeAllowTraffic");
            }
        }

        var seen = new Dictionary<string, YamlEntry>(StringComparer.Ordinal);
        foreach (var entry in view.Hooks)
        {
            if (entry.Name == "<<") continue;
            Function(context, report, entry);
            if (!seen.TryGetValue(entry.Name!, out var first)) seen.Add(entry.Name!, entry);
            else if (section.Value is YamlSequence && context.Claim(entry.Key))
            {
                report.Add(entry.Key.Range, $"names '{entry.Name}' twice", entry.Name!).See(context.Inputs.File, first.Key.Range, "The first one");
            }
        }
    }

    private static void Function(RuleContext context, RuleReport report, YamlEntry entry)
    {
        var what = entry.Value switch
        {
            YamlAlias => null,
            YamlSequence => $"has a list behind '{entry.Name}', as a Server appspec has",
            YamlMapping => $"has a mapping behind '{entry.Name}', as a Server appspec has",
            YamlScalar when ResourcesView.IsBlank(entry) => $"names no function for '{entry.Name}'",
            YamlScalar { Tag: null } scalar when !IsFunction(scalar.Value) => $"names '{scalar.Value}' for '{entry.Name}', which is neither the name nor the ARN of a function",
            _ => null,
        };
        if (what is null || !context.Claim(entry.Value)) return;
        var place = entry.Value.Range.Length > 0 ? ResourcesView.FirstToken(entry.Value) : entry.Key.Range;
        report.Add(place, what, entry.Name!);
    }

    private static bool IsFunction(string text)
    {
        if (FilledIn.Is(text) || AwsNames.Has(text, AwsNames.FunctionArn)) return true;
        // A version or alias may follow the name.
        var colon = text.IndexOf(':');
        return AwsNames.Has(colon > 0 && colon < text.Length - 1 ? text.Substring(0, colon) : text, AwsNames.FunctionName);
    }
}
