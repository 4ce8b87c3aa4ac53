using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Rules.Contents;

/// <summary>SLW9018: what only developers need.</summary>
internal static class DevelopmentRules
{
    public static void DebugOrDevelopment(RuleContext context, RuleReport report)
    {
        if (context.Kind != DocumentKind.ServerAppSpec || IsForDevelopers(context.Property("DeploymentGroup"))) return;
        if (Is(context, "Configuration", "Debug") && Is(context, "Deploy", "true"))
        {
            report.Add(SourceRange.Start, "a Debug build", "it is slow and shows details of errors");
        }

        if (context.MappedPaths is not { } mappings || context.Listing is not { } listing) return;
        var program = Is(context, "SlipwayIncludeSymbols", "true") ? null : (context.Property("AssemblyName") ?? context.Property("MSBuildProjectName")) + ".pdb";
        var findings = new MappingFindings(report);
        foreach (var path in listing.Files)
        {
            var name = path.Substring(path.LastIndexOf('/') + 1);
            if (IsSettings(name))
            {
                if (mappings.Of(path) is { } mapping) findings.Add(mapping, report.DefaultSeverity, name, $"'{ShownName.Of(path)}'", "a host reads it when its environment says so, and it often holds passwords");
            }
            else if (program is { Length: > 4 } && name.Equals(program, StringComparison.OrdinalIgnoreCase) && mappings.Of(path) is { } symbols)
            {
                findings.Add(symbols, Severity.Info, name, $"'{ShownName.Of(path)}'", "line numbers in stack traces need it, nothing else does");
            }
        }

        findings.Report();
    }

    private static bool Is(RuleContext context, string property, string value) => value.Equals(context.Property(property), StringComparison.OrdinalIgnoreCase);

    /// <summary>A group whose hosts are a developer's own, or a test's.</summary>
    private static bool IsForDevelopers(string? group) =>
        group is not null && (group.Equals("local", StringComparison.OrdinalIgnoreCase) || group.Equals("dev", StringComparison.OrdinalIgnoreCase)
            || group.Equals("development", StringComparison.OrdinalIgnoreCase) || group.Equals("test", StringComparison.OrdinalIgnoreCase));

    private static bool IsSettings(string name)
    {
        if (name.Equals("launchSettings.json", StringComparison.OrdinalIgnoreCase) || name.Equals("appsettings.Local.json", StringComparison.OrdinalIgnoreCase)
            || name.Equals("web.Debug.config", StringComparison.OrdinalIgnoreCase)) return true;
        var dot = name.LastIndexOf('.');
        return dot > 0 && name.Substring(0, dot).EndsWith(".Development", StringComparison.OrdinalIgnoreCase)
            && name.Substring(dot).ToLowerInvariant() is ".json" or ".config" or ".xml" or ".yml" or ".yaml" or ".ini";
    }
}
