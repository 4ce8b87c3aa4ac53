using System.Globalization;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Policies;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Policies;

/// <summary>SLW8011 to SLW8014, SLW8019 and SLW8020: whether this checkout may be deployed.</summary>
internal static class DeployingRules
{
    private const string ItsBranch = "whether this branch may be deployed";

    public static void PolicyFile(RuleContext context, RuleReport report)
    {
        if (context.Policy is null || context.Inputs.Checkout is not { Problem: CheckoutProblem.None } facts) return;
        var name = context.Inputs.File.Substring(context.Inputs.File.LastIndexOfAny(['/', '\\']) + 1);
        var state = facts.PolicyFile
            ?? (facts.Changed?.Contains(name) == true ? PolicyFileState.Changed : facts.Untracked?.Contains(name) == true ? PolicyFileState.Untracked : PolicyFileState.Committed);
        var problem = state switch
        {
            PolicyFileState.Changed => "differs from the one of the commit",
            PolicyFileState.Untracked => "is not tracked",
            PolicyFileState.NotAtRoot => "does not lie at the root of the working tree",
            _ => null,
        };
        if (problem is not null) report.Add(PolicyPlaces.ErrorIfDeploying(context, Severity.Warning), PolicyPlaces.FirstWord(context), problem);
    }

    public static void MayNotDeploy(RuleContext context, RuleReport report)
    {
        if (context.Policy is not { } policy || context.Inputs.Checkout?.Branch is not { } branch) return;
        if (PolicyPlaces.ChosenGroup(context, policy, out _) is not { } group) return;
        var decision = DeployDecision.Of(policy, branch, group);
        if (decision.IsAllowed) return;
        var place = decision.Rule is { } rule ? PolicyPlaces.Of(rule.Node, "branches") : (policy.DeployEntry?.Key ?? policy.Root.Find("default")?.Value ?? policy.Root).Range;
        report.Add(PolicyPlaces.ErrorIfDeploying(context, Severity.Warning), place, branch, group, decision.AllowedBranches.Count == 0 ? "none" : string.Join(", ", decision.AllowedBranches));
    }

    public static void NotClean(RuleContext context, RuleReport report)
    {
        if (!PolicyPlaces.Deploys(context) || context.Policy is not { } policy || context.Inputs.Checkout is not { Branch: { } branch, DirtyCount: > 0 } facts) return;
        if (PolicyPlaces.Demands(context, policy, branch).FirstOrDefault(rule => rule.RequireCleanTree) is not { } rule) return;
        var count = facts.DirtyCount.Value;
        var shown = facts.Changed!.Concat(facts.Untracked ?? []).Take(3).ToList();
        report.Add(rule.Node.Find("requireCleanTree")!.Key.Range,
            count == 1 ? "1 file differs" : $"{count} files differ", string.Join(", ", shown) + (count > shown.Count ? ", ..." : ""));
    }

    public static void NotUpToDate(RuleContext context, RuleReport report)
    {
        if (context.Policy is not { } policy || context.Inputs.Checkout is not { Problem: CheckoutProblem.None, Branch: { } branch } facts) return;
        if (PolicyPlaces.Demands(context, policy, branch).FirstOrDefault(rule => rule.RequireUpToDate) is not { } rule) return;
        var (place, severity) = (rule.Node.Find("requireUpToDate")!.Key.Range, PolicyPlaces.ErrorIfDeploying(context, Severity.Info));
        if (facts.Upstream is not { } upstream)
        {
            report.AddText(severity, place, $"'{branch}' follows no branch of a remote, so it cannot be up to date. Set one: git push -u origin {branch}.");
            return;
        }

        var (ahead, behind) = (facts.Ahead ?? 0, facts.Behind ?? 0);
        if (ahead == 0 && behind == 0) return;
        var state = ahead == 0 ? $"{Commits(behind)} behind" : behind == 0 ? $"{Commits(ahead)} ahead" : $"{Commits(ahead)} ahead and {Commits(behind)} behind";
        report.Add(severity, place, branch, state, upstream, ahead == 0 ? "Pull first." : behind == 0 ? "Push first." : "Pull and push first.");
    }

    private static string Commits(int count) => count == 1 ? "1 commit" : count.ToString(CultureInfo.InvariantCulture) + " commits";

    public static void Unapproved(RuleContext context, RuleReport report)
    {
        if (context.Policy is not { } policy || context.Inputs.Checkout is not { Branch: { } branch, ApprovedBy: { } approvals } facts) return;
        if (PolicyPlaces.Demands(context, policy, branch).Where(rule => !rule.ApprovalsByCodeCommit).OrderByDescending(rule => rule.RequireApprovals).FirstOrDefault() is not { RequireApprovals: > 0 } rule) return;
        var counted = Approvals.Count(facts, rule.Approvers);
        if (counted >= rule.RequireApprovals) return;
        var ignored = approvals.Count > counted ? rule.Approvers.Count > 0 ? " (of the approvers, without the author)" : " (the author's own does not count)" : "";
        report.Add(PolicyPlaces.ErrorIfDeploying(context, Severity.Info), PolicyPlaces.Of(rule.Node, "requireApprovals"),
            facts.Commit is { Length: > 9 } commit ? commit.Substring(0, 9) : "HEAD", counted.ToString(CultureInfo.InvariantCulture), rule.RequireApprovals.ToString(CultureInfo.InvariantCulture), ignored);
    }

    public static void CannotBeChecked(RuleContext context, RuleReport report)
    {
        if (context.Policy is not { } policy || context.Inputs.Checkout is not { } facts || !NeedsCheckout(policy)) return;
        var (reason, what, advice) = facts switch
        {
            { Problem: CheckoutProblem.NoRepository } => ("The folder lies in no git working tree", ItsBranch, "Build in a clone of the repository."),
            { Problem: CheckoutProblem.Bare } => ("The repository has no working tree", ItsBranch, "Build in a clone of the repository."),
            { Problem: CheckoutProblem.NoCommits } => ("The repository has no commit yet", ItsBranch, "Commit first."),
            { Problem: CheckoutProblem.ForeignOwner } => ("The repository belongs to another account and git refuses to read it", ItsBranch, "If you trust it: git config --global --add safe.directory <its folder>."),
            { Problem: CheckoutProblem.Unreadable } => ("Git's files cannot be read" + (facts.ProblemDetail is { } detail ? $" ({detail})" : ""), ItsBranch, "Run git status to see what is wrong."),
            { Branch: null } => ("HEAD is no branch and no build server names one", ItsBranch, "Check out a branch, or set BRANCH_NAME together with CI=true."),
            { IsShallow: true, Ahead: null, Upstream: not null } when policy.Deploy.Any(rule => rule.RequireUpToDate) =>
                ("The clone is shallow", "whether the branch is up to date", "Fetch the history: git fetch --unshallow (fetch-depth: 0 on GitHub)."),
            { IsShallow: true, NewCommits: null } when policy.MessagePattern is not null =>
                ("The clone is shallow", "the messages of the new commits", "Fetch the history: git fetch --unshallow (fetch-depth: 0 on GitHub)."),
            _ => (null, "", ""),
        };
        if (reason is not null) report.Add(PolicyPlaces.ErrorIfDeploying(context, Severity.Warning), PolicyPlaces.FirstWord(context), reason, what, advice);
    }

    /// <summary>Statements and templates are the central repository's matter; the rest is about the checkout.</summary>
    private static bool NeedsCheckout(BranchPolicy policy) =>
        policy.Deploy.Count > 0 || policy.ProtectedBranches.Count > 0 || policy.BranchPattern is not null || policy.MessagePattern is not null || policy.Files.Count > 0;
}
