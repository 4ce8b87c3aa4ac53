using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Schemas;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Documents;

/// <summary>SLW1011 and SLW1012 for documents that have a description: keys that it does not know, and values of another shape.</summary>
internal static class DescribedRules
{
    private const int MostShown = 12;

    /// <summary>Who writes more keys that do not exist did not misspell one.</summary>
    private const int MostCompared = 100;

    public static void UnknownKeys(RuleContext context, RuleReport report)
    {
        foreach (var (mapping, shape) in Mappings(context))
        {
            if (shape.Others is not null) continue;
            var known = shape.Keys.Select(key => key.Name).ToArray();
            var unknown = 0;
            foreach (var entry in mapping.Entries)
            {
                if (entry.Name is not { } name || name.StartsWith("x-", StringComparison.Ordinal) || name == "<<" || shape.Find(name) is not null) continue;
                if (!context.Claim(entry.Key)) continue;
                if (shape.FindLowerCase(name) is { } spelt)
                {
                    LowerCase(report, mapping, entry.Key.Range, name, spelt.Name);
                    continue;
                }

                var near = ++unknown > MostCompared ? null : NearestName.Of(name, known);
                var elsewhere = near is null ? KeyPlaces.Of(context.Kind, name) : null;
                if (elsewhere is not null) report.AddText(Severity.Error, entry.Key.Range, $"'{name}' is not a key of {shape.Place} and has no effect. It belongs to {elsewhere}.");
                else if (near is null) report.AddText(Severity.Warning, entry.Key.Range, $"'{name}' is not a key of {shape.Place} and has no effect. Known here: {Some(known)}.");
                else if (mapping.Find(near) is not null) report.AddText(Severity.Error, entry.Key.Range, $"'{name}' is not a key of {shape.Place} and has no effect. '{near}' is already there; remove this one.");
                else
                {
                    report.AddText(Severity.Error, entry.Key.Range, $"'{name}' is not a key of {shape.Place} and has no effect. Did you mean '{near}'?")
                        .With($"Rename the key to '{near}'", DocumentEdits.Replace(entry.Key.Range, near));
                }
            }
        }
    }

    /// <summary>AWS's reference writes the keys with small letters, its templates and tools do not: whether the service takes both is not documented.</summary>
    private static void LowerCase(RuleReport report, YamlMapping mapping, SourceRange range, string name, string usual)
    {
        var reported = report.AddText(Severity.Info, range, $"'{name}' is how AWS's reference writes this key; its templates and tools write '{usual}'.");
        if (mapping.Find(usual) is null) reported.With($"Rename the key to '{usual}'", DocumentEdits.Replace(range, usual));
    }

    public static void WrongShapes(RuleContext context, RuleReport report)
    {
        foreach (var (mapping, shape) in Mappings(context))
        {
            foreach (var entry in mapping.Entries)
            {
                if (entry.Name is { } name && shape.ValueOf(name) is { } wanted) Check(context, report, entry.Value, wanted, $"'{name}'");
            }
        }
    }

    private static void Check(RuleContext context, RuleReport report, YamlNode node, Shape wanted, string what)
    {
        // An alias is written out elsewhere, and nothing at all is a matter of rules about missing values.
        if (node is YamlAlias || (node is YamlScalar && AppSpecView.IsNull(node))) return;
        var must = wanted switch
        {
            MappingShape when node is not YamlMapping => "a mapping",
            ListShape { OrSingle: true } list when node is not YamlSequence => NotOf(node, list.Item),
            ListShape when node is not YamlSequence => "a list",
            ScalarShape when node is not YamlScalar => "a single value",
            _ => null,
        };
        if (must is not null)
        {
            if (wanted.HasOwnRule) return;

            if (!context.Claim(node)) return;
            var reported = report.AddText(Severity.Error, FirstToken(node), $"{what} must be {must}, but is {Called(node)}.");
            if (wanted is ListShape { Item: ScalarShape } && node is YamlScalar scalar) reported.With("Write it as a list", context.Edits.AsList(scalar));
            else if (wanted is ListShape { Item: MappingShape } && node is YamlMapping only) reported.With("Make it the item of a list", context.Edits.AsItem(only));
            return;
        }

        if (wanted is not ListShape { Item: var item } || node is not YamlSequence items) return;
        foreach (var child in items.Items) Check(context, report, child, item, $"an item of {what}");
    }

    private static string? NotOf(YamlNode node, Shape item) => item switch
    {
        ScalarShape when node is not YamlScalar => "a single value or a list",
        MappingShape when node is not YamlMapping => "a mapping or a list",
        _ => null,
    };

    private static SourceRange FirstToken(YamlNode node) => node is YamlMapping { IsFlow: false, Entries.Count: > 0 } mapping ? mapping.Entries[0].Key.Range
        : node is YamlSequence { IsFlow: false, Dashes.Count: > 0 } list ? list.Dashes[0]
        : node.Range;

    /// <summary>The usual ones of many names.</summary>
    private static string Some(string[] names) => names.Length <= MostShown ? string.Join(", ", names) : string.Join(", ", names.Take(MostShown)) + " and others";

    private static string Called(YamlNode node) => node switch { YamlMapping => "a mapping", YamlSequence => "a list", _ => "a single value" };

    /// <summary>The mappings of the document that the description covers, from the root down.</summary>
    public static IEnumerable<(YamlMapping Mapping, MappingShape Shape)> Mappings(RuleContext context)
    {
        if (context.Document is not { Fault: null, Root: YamlMapping root } || DocumentShapes.Of(context.Kind) is not { } described) yield break;
        var open = new Stack<(YamlNode Node, Shape Shape)>();
        open.Push((root, described));
        while (open.Count > 0)
        {
            switch (open.Pop())
            {
                case (YamlMapping mapping, MappingShape shape):
                    yield return (mapping, shape);
                    foreach (var entry in mapping.Entries)
                    {
                        if (entry.Name is { } name && shape.ValueOf(name) is { } below) open.Push((entry.Value, below));
                    }

                    break;
                case (YamlSequence list, ListShape shape):
                    foreach (var item in list.Items) open.Push((item, shape.Item));
                    break;
                case (YamlMapping mapping, ListShape { OrSingle: true, Item: MappingShape single }):
                    open.Push((mapping, single));
                    break;
            }
        }
    }
}
