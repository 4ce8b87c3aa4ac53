using Slipway.Git;
using Slipway.Revisions.Provenance;
using Slipway.Specifications.Policies;

namespace Slipway.Checks.Provenance;

/// <summary>What a checkout and a build server say of where a revision comes from. The command line and the build ask alike.</summary>
public static class CheckoutProvenance
{
    /// <summary>What of the checkout a statement tells.</summary>
    public static CheckoutQuestions Questions { get; } = CheckoutQuestions.Commit with { Tree = true };

    /// <summary>Version of Slipway, without what a build adds to it.</summary>
    public static string SlipwayVersion { get; } = typeof(CheckoutProvenance).Assembly.GetName().Version is { } version ? version.ToString(3) : "";

    /// <summary>The facts of a folder's checkout; of the build alone where the folder lies in none. Never throws.</summary>
    public static ProvenanceFacts Read(string folder, string? applicationName, Func<string, string?> environment) =>
        Of(CheckoutReader.Read(folder, Questions, environment), BuildRun.Of(environment), applicationName, sdkVersion: null);

    /// <summary>The facts.</summary>
    /// <param name="checkout">The checkout.</param>
    /// <param name="run">The build; null where no build server runs.</param>
    /// <param name="applicationName">The application; null when nothing names it.</param>
    /// <param name="sdkVersion">Version of the .NET SDK; null when it is not known.</param>
    public static ProvenanceFacts Of(CheckoutFacts checkout, BuildRun? run, string? applicationName, string? sdkVersion) => new()
    {
        ApplicationName = applicationName,
        Repository = checkout.Repository,
        Commit = checkout.Commit,
        Branch = checkout.Branch,
        IsDirty = checkout.DirtyCount is { } dirty ? dirty > 0 : null,
        Builder = run?.Builder,
        BuildId = run?.Id,
        BuildUrl = run?.Url,
        SlipwayVersion = SlipwayVersion,
        SdkVersion = sdkVersion,
    };
}
