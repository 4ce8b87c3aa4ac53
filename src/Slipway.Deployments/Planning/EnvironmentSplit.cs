namespace Slipway.Deployments.Planning;

/// <summary>Which instances of a blue/green group are the original environment and which the replacement.</summary>
internal static class EnvironmentSplit
{
    /// <summary>
    /// Those in service are the original, the others the replacement, or those that are named. When nobody is in service yet, the first half of the group is the replacement: the other half
    /// is that of the next deployment.
    /// </summary>
    /// <param name="members">The group.</param>
    /// <param name="targets">Those that may be deployed to.</param>
    /// <param name="named">Names of the replacement; null to tell by service.</param>
    public static (IReadOnlyList<FleetMember> Originals, IReadOnlyList<FleetMember> Replacements) Of(
        IReadOnlyList<FleetMember> members, IReadOnlyList<FleetMember> targets, IReadOnlyCollection<string>? named)
    {
        if (named is not null) return ([.. members.Where(m => m.IsHealthy && !named.Contains(m.Name))], [.. targets.Where(m => named.Contains(m.Name))]);
        var originals = members.Where(m => m.IsHealthy).ToList();
        var replacements = targets.Where(m => !m.IsHealthy).ToList();
        return originals.Count > 0 || replacements.Count < 2 ? (originals, replacements) : ([], replacements[..((replacements.Count + 1) / 2)]);
    }
}
