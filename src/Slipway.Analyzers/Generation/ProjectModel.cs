using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Slipway.Analyzers.Generation;

/// <summary>Everything that is generated from.</summary>
/// <param name="IsOn">Whether anything is generated.</param>
/// <param name="IsNullable">Whether the project's language knows nullable references.</param>
/// <param name="ApplicationName">The application where deploy.yml names none.</param>
internal sealed record ProjectModel(bool IsOn, bool IsNullable, string ApplicationName)
{
    /// <summary>The first appspec; null without one.</summary>
    public AppSpecModel? AppSpec { get; private init; }

    /// <summary>The first deploy.yml; null without one.</summary>
    public DeployFileModel? DeployFile { get; private init; }

    /// <summary>The checkout; null where it is not known.</summary>
    public CheckoutModel? Checkout { get; private init; }

    /// <summary>A project without documents.</summary>
    public static ProjectModel Of(AnalyzerConfigOptions options) =>
        new(!string.Equals(Value(options, "SlipwayGenerateSource"), "false", StringComparison.OrdinalIgnoreCase), IsNullableIn(Value(options, "LangVersion")), Value(options, "SlipwayApplicationName") ?? "application");

    /// <summary>The project with a document, unless it has one of that kind.</summary>
    public ProjectModel With(DocumentModel document) => document switch
    {
        AppSpecModel spec => this with { AppSpec = AppSpec ?? spec },
        DeployFileModel deploy => this with { DeployFile = DeployFile ?? deploy },
        CheckoutModel checkout => this with { Checkout = Checkout ?? checkout },
        _ => this,
    };

    // From the build's property, not from the parse options: those would be one step more at every key.
    private static bool IsNullableIn(string? language) =>
        LanguageVersionFacts.TryParse(language, out var version) && language is not null && version.MapSpecifiedToEffectiveVersion() >= LanguageVersion.CSharp8;

    private static string? Value(AnalyzerConfigOptions options, string name) => options.TryGetValue("build_property." + name, out var value) && value.Length > 0 ? value : null;
}
