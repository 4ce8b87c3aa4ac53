using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Scripts;

/// <summary>The variables that instances of deploy.yml give to hook scripts.</summary>
internal static class InstanceVariables
{
    /// <summary>Their names; empty when there are none.</summary>
    public static HashSet<string> Of(RuleContext context)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (context.Companion(DocumentKind.DeployFile)?.Document.Root is not YamlMapping root || root.Find("instances")?.Value is not YamlSequence instances) return names;
        foreach (var item in instances.Items)
        {
            if (item is not YamlMapping instance || instance.Find("environment")?.Value is not YamlMapping environment) continue;
            foreach (var entry in environment.Entries)
            {
                if (entry.Name is { } name) names.Add(name);
            }
        }

        return names;
    }
}
