using Slipway.Specifications;
using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.Findings;

namespace Slipway.Tasks;

/// <summary>The rule profiles: <c>recommended</c> takes the rules' severities, <c>strict</c> stops at warnings too, <c>none</c> only at what an agent refuses.</summary>
internal static class RuleProfile
{
    /// <summary>The findings as the profile has them.</summary>
    /// <param name="profile">Its name, in any case.</param>
    /// <param name="findings">What the rules found.</param>
    /// <param name="appSpec">The undecoded appspec; null when there is none.</param>
    /// <exception cref="SlipwayException">SLW0066: there is no such profile.</exception>
    public static IReadOnlyList<Finding> Apply(string profile, IReadOnlyList<Finding> findings, byte[]? appSpec) => profile.ToUpperInvariant() switch
    {
        "" or "RECOMMENDED" => findings,
        "STRICT" => [.. findings.Select(finding => finding.Severity == Severity.Warning ? finding with { Severity = Severity.Error } : finding)],
        "NONE" => appSpec is null || IsRefused(appSpec) ? [.. findings.Where(finding => finding.Severity == Severity.Error)] : [],
        _ => throw new SlipwayException(BuildErrors.UnknownProfile(profile)),
    };

    private static bool IsRefused(byte[] appSpec) =>
        Enum.GetValues<AgentVersion>().Any(agent => !AppSpecReader.Read(appSpec, agent, HostPlatform.Linux).Accepts && !AppSpecReader.Read(appSpec, agent, HostPlatform.Windows).Accepts);
}
