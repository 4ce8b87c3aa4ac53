using System.Globalization;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Functions;

/// <summary>SLW6001, SLW6002 and SLW6011: the resource of a deployment, its type, and sections of another platform.</summary>
internal static class ResourceRules
{
    private const string LambdaType = "AWS::Lambda::Function";
    private const string EcsType = "AWS::ECS::Service";

    public static void ExactlyOne(RuleContext context, RuleReport report)
    {
        if (context.Resources is not { } view) return;
        if (view.Section is not { } section)
        {
            if (Documents.KeyRules.HasMisspelt(view.Root, "Resources", ["version", "Resources", "Hooks"])) return;
            var place = view.Root.Find("version")?.Key.Range ?? AppSpecView.FirstKey(view.Root);
            report.Add(place, "is missing", $"Add 'Resources:' with the {(view.IsEcs ? "service" : "function")} to deploy.");
            return;
        }

        if (AppSpecView.IsNull(section.Value) || section.Value is YamlSequence { Items.Count: 0 } or YamlMapping { Entries.Count: 0 })
        {
            report.Add(section.Key.Range, "is empty", $"Write the {(view.IsEcs ? "service" : "function")} to deploy as its only item.");
            return;
        }

        if (section.Value is YamlSequence { Items.Count: > 1 } list)
        {
            var second = list.Items[1];
            var name = second is YamlMapping { Entries.Count: > 0 } item ? item.Entries[0].Key.Range : second.Range.Length > 0 ? second.Range : list.Dashes[1];
            report.Add(name, $"has {list.Items.Count.ToString(CultureInfo.InvariantCulture)}", "Deploy each of them with an appspec of its own.");
        }

        foreach (var resource in view.Resources)
        {
            if (resource.Item.Entries.Count < 2) continue;
            var key = resource.Item.Entries[1].Key;
            var beside = ReferenceEquals(resource.Body, resource.Item);
            if (context.Claim(key))
            {
                // All below it stands in the wrong place too, which is said once.
                foreach (var property in beside && resource.Properties is { } properties ? properties.Entries : []) context.Claim(property.Key);
                report.Add(key.Range, beside ? $"has an item in which '{resource.Item.Entries[1].Name}' stands beside the resource's name" : "has an item with several",
                    beside ? $"Indent it below '{resource.Name.Name}'." : "Deploy each of them with an appspec of its own.");
            }
        }
    }

    public static void Type(RuleContext context, RuleReport report)
    {
        if (context.Resources is not { } view) return;
        foreach (var resource in view.Resources)
        {
            if (resource.Name.Value is YamlAlias) continue;
            var usual = view.IsEcs ? EcsType : LambdaType;
            if (resource.Type is not { } type || AppSpecView.IsNull(type.Value))
            {
                if (resource.Body is not null && resource.Type is null && Documents.KeyRules.HasMisspelt(resource.Body, "Type", ["Type", "Properties"])) continue;
                report.Add(resource.Name.Key.Range, resource.Name.Name ?? "A resource without a type", $"'Type: {usual}'");
                continue;
            }

            if (type.Value is not YamlScalar scalar || scalar.Tag is not null || FilledIn.Is(scalar.Value) || context.IsClaimed(scalar)) continue;
            if (scalar.Value is not (LambdaType or EcsType))
            {
                context.Claim(scalar);
                var near = Near(scalar.Value);
                var reported = report.Add(AppSpecView.PlaceOf(type), scalar.Value, near ?? $"{LambdaType} or {EcsType}");
                if (near is not null && DocumentEdits.ReplaceText(scalar, near) is { } change) reported.With($"Write {near}", change);
            }
            else if (scalar.Value == EcsType && resource.Name is { Key: YamlScalar { Value: not "TargetService" } name } && !FilledIn.Is(name.Value))
            {
                var reported = report.AddText(Severity.Error, name.Range,
                    $"The resource of an ECS deployment is called TargetService, not '{name.Value}'; the deployment would be refused. Rename it.");
                if (DocumentEdits.ReplaceText(name, "TargetService") is { } change) reported.With("Rename the resource to TargetService", change);
            }
        }
    }

    /// <summary>The type that is meant: other case, a colon too few, the end left out, a slip of the finger.</summary>
    private static string? Near(string text)
    {
        var letters = new string(text.Where(char.IsLetter).ToArray()).ToLowerInvariant();
        if (letters is "awslambda" or "lambda" or "lambdafunction") return LambdaType;
        if (letters is "awsecs" or "ecs" or "ecsservice") return EcsType;
        return NearestName.Of(letters, ["awslambdafunction", "awsecsservice"]) switch { "awslambdafunction" => LambdaType, "awsecsservice" => EcsType, _ => null };
    }

    public static void OtherPlatform(RuleContext context, RuleReport report)
    {
        if (context.Resources is { } view)
        {
            foreach (var entry in view.Root.Entries)
            {
                var foreign = entry.Name is "os" or "files" or "permissions" || (entry.Name == "hooks" && !ReferenceEquals(entry, view.HooksSection));
                if (!foreign || !context.Claim(entry.Key)) continue;
                var hint = entry.Name == "hooks" ? $", or write 'Hooks' with a function for each event of {view.Platform}" : "";
                report.Add(entry.Key.Range, entry.Name!, "EC2 and on-premises instances", view.Platform, hint);
            }
        }
        else if (context.AppSpec is { } spec)
        {
            if (spec.Root.Find("Resources") is { } resources && context.Claim(resources.Key)) report.Add(resources.Key.Range, "Resources", "AWS Lambda and Amazon ECS", "EC2 or on-premises", "");
            if (spec.Root.Find("Hooks") is { } hooks && context.Claim(hooks.Key)) Hooks(spec.Root, hooks, report);
        }
    }

    /// <summary>Hooks that are all lost because of one capital letter stop a deployment; beside others they are only of no use.</summary>
    private static void Hooks(YamlMapping root, YamlEntry hooks, RuleReport report)
    {
        var alone = root.Find("hooks") is null;
        var reported = report.Add(alone ? Severity.Error : report.DefaultSeverity, hooks.Key.Range, "Hooks", "AWS Lambda and Amazon ECS", "EC2 or on-premises",
            alone ? ", or write 'hooks' for the scripts to run" : "");
        if (alone) reported.With("Rename the key to 'hooks'", DocumentEdits.Replace(hooks.Key.Range, "hooks"));
    }
}
