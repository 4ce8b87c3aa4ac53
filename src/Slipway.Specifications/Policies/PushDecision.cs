namespace Slipway.Specifications.Policies;

/// <summary>Whether somebody may push to a branch: what the checkout is told beforehand, and the central repository decides.</summary>
public static class PushDecision
{
    /// <summary>Whether a branch takes pushes from a few only.</summary>
    public static bool IsProtected(BranchPolicy policy, string branch) => Wildcard.Any(policy.ProtectedBranches, branch);

    /// <summary>
    /// A Deny of the statements wins. A protected branch needs an entry of <c>pushers</c> or an Allow that names the reference; other branches are open
    /// unless <c>pushers</c> name them for others.
    /// </summary>
    /// <param name="policy">The policy.</param>
    /// <param name="names">The names of who pushes; empty when nobody is known.</param>
    /// <param name="branch">The short name of the branch.</param>
    /// <param name="resource">The ARN of the repository, where it is known.</param>
    public static bool MayPush(BranchPolicy policy, IReadOnlyList<string> names, string branch, string? resource = null)
    {
        var request = new AccessRequest(names, CodeCommitActions.GitPush, resource, ["refs/heads/" + branch]);
        var decision = AccessEvaluator.Evaluate(policy.Statements, request);
        if (decision == AccessDecision.Denied) return false;
        var entries = policy.Pushers.Where(rule => Wildcard.Any(rule.Branches, branch)).ToList();
        if (entries.Exists(rule => rule.Allow.Any(pattern => names.Any(name => Wildcard.Matches(pattern, name, ignoreCase: true))))) return true;
        if (!IsProtected(policy, branch)) return entries.Count == 0;
        return names.Count > 0 && AccessEvaluator.Evaluate([.. policy.Statements.Where(statement => statement.Conditions.Any(condition => condition.IsReferences))], request) == AccessDecision.Allowed;
    }

    /// <summary>The names in a git identity <c>Anna &lt;anna@example.com&gt;</c>: the name, the address, and both as written.</summary>
    public static IReadOnlyList<string> NamesOf(string? identity)
    {
        if (identity is null || identity.Trim().Length == 0) return [];
        var open = identity.IndexOf('<');
        var close = identity.IndexOf('>', Math.Max(open, 0));
        if (open < 0 || close < open) return [identity.Trim()];
        var names = new List<string> { identity.Trim(), identity.Substring(0, open).Trim(), identity.Substring(open + 1, close - open - 1).Trim() };
        names.RemoveAll(name => name.Length == 0);
        return names;
    }
}
