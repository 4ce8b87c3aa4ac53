namespace Slipway.Specifications.Policies;

/// <summary>Whether a branch may deploy to a group.</summary>
/// <param name="IsAllowed">The answer.</param>
/// <param name="Rule">The entry that says so, or that names the group for other branches; null where no entry names it.</param>
/// <param name="AllowedBranches">The branches that may.</param>
public sealed record DeployDecision(bool IsAllowed, DeployRule? Rule, IReadOnlyList<string> AllowedBranches)
{
    /// <summary>Decides. The entries are a union; <c>default</c> speaks for groups that none of them names, and without it nobody may.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="branch">The short name of the branch.</param>
    /// <param name="group">The group.</param>
    public static DeployDecision Of(BranchPolicy policy, string branch, string group)
    {
        var naming = policy.Deploy.Where(rule => rule.CoversGroup(group)).ToList();
        var branches = naming.SelectMany(rule => rule.Branches).Select(text => text.Value).Distinct().ToList();
        if (naming.Find(rule => rule.CoversBranch(branch)) is { } allowing) return new DeployDecision(true, allowing, branches);
        // A policy that says nothing at all of deployments does not refuse them.
        var open = naming.Count == 0 && (policy.Default == "allow" || (policy.Default is null && policy.DeployEntry is null));
        return new DeployDecision(open, naming.FirstOrDefault(), branches);
    }

    /// <summary>The entries whose demands a deployment must meet; all that name the branch where no group is known.</summary>
    public static IEnumerable<DeployRule> Demands(BranchPolicy policy, string branch, string? group) =>
        policy.Deploy.Where(rule => rule.CoversBranch(branch) && (group is null || rule.CoversGroup(group)));
}
