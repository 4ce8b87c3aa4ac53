using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;

namespace Slipway.Analyzers;

/// <summary>The rules of the catalogue as the compiler knows them.</summary>
internal static class RuleDescriptors
{
    private static readonly string[] Families =
        ["Documents", "Files", "Permissions", "Hooks", "Scripts", "Serverless", "Deployments", "Policies", "Revisions"];

    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
        [.. RuleCatalogue.All.OrderBy(rule => rule.Id, StringComparer.Ordinal).Select(Describe), InternalFailure.Descriptor];

    private static readonly Dictionary<string, DiagnosticDescriptor> ById = All.ToDictionary(descriptor => descriptor.Id, StringComparer.Ordinal);

    /// <summary>The descriptor of a finding's rule.</summary>
    public static DiagnosticDescriptor Of(string id) => ById[id];

    /// <summary>A severity in the compiler's words; a finding without one is not reported.</summary>
    public static DiagnosticSeverity? Translate(Severity severity) => severity switch
    {
        Severity.Error => DiagnosticSeverity.Error,
        Severity.Warning => DiagnosticSeverity.Warning,
        Severity.Info => DiagnosticSeverity.Info,
        _ => null,
    };

    // The message is whole when it comes here: what is configured by its text must not be formatted twice.
    private static DiagnosticDescriptor Describe(Rule rule) => new(
        rule.Id, rule.Title, "{0}", "Slipway." + Families[rule.Id[3] - '1'], Translate(rule.DefaultSeverity) ?? DiagnosticSeverity.Hidden,
        isEnabledByDefault: true, description: rule.Title + ".", helpLinkUri: rule.HelpLink);
}
