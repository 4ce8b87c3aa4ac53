using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Slipway.Specifications.Findings;

namespace Slipway.Analyzers;

/// <summary>
/// The severity of a finding: what <c>slipway_diagnostic.SLWnnnn.severity</c> (one rule) or <c>slipway_diagnostic.severity</c> (all rules) says for
/// its file, else for the project, else what the profile makes of it. The compiler keeps its own <c>dotnet_diagnostic</c> keys of an .editorconfig
/// from files that are not C#, so these are ours; those of a .globalconfig it applies itself, afterwards.
/// </summary>
internal static class ConfiguredSeverity
{
    private const string Prefix = "slipway_diagnostic.";

    /// <summary>The severity of a finding in a file; null when it is not to be reported.</summary>
    /// <param name="options">The options of the file, .editorconfig included.</param>
    /// <param name="global">Those of every file: .globalconfig and the profile.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="severity">Its own severity here.</param>
    public static DiagnosticSeverity? Of(AnalyzerConfigOptions options, AnalyzerConfigOptions global, string rule, Severity severity)
    {
        var key = $"{Prefix}{rule}.severity";
        return (Word(options, key) ?? Word(options, Prefix + "severity") ?? Word(global, key) ?? Word(global, Prefix + "severity")) switch
        {
            "error" => DiagnosticSeverity.Error,
            "warning" => DiagnosticSeverity.Warning,
            "suggestion" or "info" => DiagnosticSeverity.Info,
            "silent" or "hidden" => DiagnosticSeverity.Hidden,
            "none" => null,
            _ => RuleDescriptors.Translate(rule == InternalFailure.Code ? severity : RuleProfiles.SeverityOf(Profile(global), rule, severity)),
        };
    }

    private static RuleProfile Profile(AnalyzerConfigOptions global) =>
        global.TryGetValue("slipway_profile", out var name) ? RuleProfiles.Named(name) ?? RuleProfile.Recommended : RuleProfile.Recommended;

    // A word that is none says nothing, as the compiler has it.
    private static string? Word(AnalyzerConfigOptions options, string key)
    {
        if (!options.TryGetValue(key, out var value)) return null;
        var word = value.Trim().ToLowerInvariant();
        return word is "error" or "warning" or "suggestion" or "info" or "silent" or "hidden" or "none" or "default" ? word : null;
    }
}
