using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Slipway.Analyzers;

/// <summary>
/// The severities that <c>slipway_diagnostic.SLWnnnn.severity</c> (one rule) and <c>slipway_diagnostic.severity</c> (all rules) give. The compiler
/// keeps its own <c>dotnet_diagnostic</c> keys of an .editorconfig from files that are not C#, so these are ours.
/// </summary>
internal static class ConfiguredSeverity
{
    private const string Prefix = "slipway_diagnostic.";

    /// <summary>The severity of a finding in a file; null when it is not to be reported.</summary>
    /// <param name="options">The options of the file, .editorconfig included.</param>
    /// <param name="global">Those of every file: .globalconfig and the profile.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="severity">Its own severity here.</param>
    public static DiagnosticSeverity? Of(AnalyzerConfigOptions options, AnalyzerConfigOptions global, string rule, DiagnosticSeverity severity)
    {
        var key = $"{Prefix}{rule}.severity";
        var configured = Value(options, key) ?? Value(options, Prefix + "severity") ?? Value(global, key) ?? Value(global, Prefix + "severity");
        return configured is { } setting ? setting.Read(severity) : severity;
    }

    private static Setting? Value(AnalyzerConfigOptions options, string key) =>
        options.TryGetValue(key, out var value) && Setting.Parse(value) is { } setting ? setting : null;

    private readonly record struct Setting(bool IsDefault, DiagnosticSeverity? Severity)
    {
        public static Setting? Parse(string value) => value.Trim().ToLowerInvariant() switch
        {
            "error" => new Setting(false, DiagnosticSeverity.Error),
            "warning" => new Setting(false, DiagnosticSeverity.Warning),
            "suggestion" or "info" => new Setting(false, DiagnosticSeverity.Info),
            "silent" or "hidden" => new Setting(false, DiagnosticSeverity.Hidden),
            "none" => new Setting(false, null),
            "default" => new Setting(true, null),
            _ => null,
        };

        public DiagnosticSeverity? Read(DiagnosticSeverity own) => IsDefault ? own : Severity;
    }
}
