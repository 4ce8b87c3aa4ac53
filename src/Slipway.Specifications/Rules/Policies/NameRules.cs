using System.Text.RegularExpressions;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Policies;

namespace Slipway.Specifications.Rules.Policies;

/// <summary>SLW8001 to SLW8003: the branches and groups that the policy names.</summary>
internal static class NameRules
{
    private static readonly (string, string)[] Renamed = [("master", "main"), ("main", "master"), ("dev", "develop"), ("develop", "dev")];

    private static readonly HashSet<string> LiveNames = new(StringComparer.OrdinalIgnoreCase) { "prod", "production", "live" };

    public static void Impossible(RuleContext context, RuleReport report)
    {
        if (context.Policy is not { } policy) return;
        foreach (var branch in Branches(policy))
        {
            if (BranchName.Fault(branch.Value, isPattern: true) is not var (index, problem) || !context.Claim(branch.Node)) continue;
            report.Add(PolicyPlaces.Narrow(context, branch.Node, index, index < branch.Value.Length ? 1 : 0), branch.Value, problem);
        }

        Pattern(context, report, policy.BranchPattern, "branches");
        Pattern(context, report, policy.MessagePattern, "commit messages");
    }

    private static void Pattern(RuleContext context, RuleReport report, PolicyText? pattern, string what)
    {
        if (pattern is null || PolicyPattern.Parse(pattern.Value) is not null || !context.Claim(pattern.Node)) return;
        report.AddText(Severity.Error, pattern.Node.Range, $"'{pattern.Value}' is no regular expression, so {what} could not be compared with it. Write one, for example '^[a-z0-9/-]+$'.");
    }

    public static void Missing(RuleContext context, RuleReport report)
    {
        if (context.Policy is not { } policy) return;
        MissingBranches(context, report, policy);
        if (context.Companion(DocumentKind.DeployFile) is null) return;
        var groups = PolicyPlaces.Groups(context).Select(group => group.Value).ToList();
        var missing = 0;
        foreach (var named in policy.Deploy.SelectMany(rule => rule.Groups))
        {
            // "local" is a group of every project.
            if (named.Value == "local" || IsOpenEnded(named.Value) || groups.Exists(group => Wildcard.Matches(named.Value, group)) || !context.Claim(named.Node)) continue;
            var near = ++missing > NearestName.MostCompared ? null : NearestName.Of(named.Value, groups);
            var advice = near is not null ? $"Did you mean '{near}'?" : groups.Count == 0 ? "deploy.yml has no group." : $"deploy.yml has {string.Join(", ", groups)}.";
            report.Add(Severity.Error, named.Node.Range, "deployment group", named.Value, "decides nothing", advice).With(Replaced(named, near));
        }
    }

    private static void MissingBranches(RuleContext context, RuleReport report, BranchPolicy policy)
    {
        if (context.Inputs.Checkout is not { Problem: CheckoutProblem.None, IsShallow: false, Branches: { } known } facts || (facts.RemoteBranchCount ?? known.Count) < 2) return;
        var missing = 0;
        var protects = policy.ProtectedBranches.Select(branch => (branch, "protects nothing"));
        foreach (var (named, effect) in protects.Concat(policy.Deploy.SelectMany(rule => rule.Branches).Select(branch => (branch, "lets nobody deploy"))))
        {
            if (IsOpenEnded(named.Value) || named.Value == facts.Branch || known.Any(branch => Wildcard.Matches(named.Value, branch)) || !context.Claim(named.Node)) continue;
            var near = Renamed.Where(pair => pair.Item1 == named.Value && known.Contains(pair.Item2)).Select(pair => pair.Item2).FirstOrDefault()
                ?? (++missing > NearestName.MostCompared ? null : NearestName.Of(named.Value, known));
            report.Add(named.Node.Range, "branch", named.Value, effect, near is not null ? $"Did you mean '{near}'?" : "Name a branch that exists, or remove it.").With(Replaced(named, near));
        }
    }

    /// <summary>A prefix and a wildcard: branches and groups that come and go.</summary>
    private static bool IsOpenEnded(string pattern) => pattern == "*" || pattern.IndexOf('*') > 0;

    private static Fix? Replaced(PolicyText named, string? near) =>
        near is not null && DocumentEdits.ReplaceText(named.Node, near) is { } change ? new Fix($"Write '{near}'", [change]) : null;

    public static void Undecided(RuleContext context, RuleReport report)
    {
        if (context.Policy is not { Default: null, DeployEntry: { } entry } policy || context.Companion(DocumentKind.DeployFile) is not { } file) return;
        foreach (var group in PolicyPlaces.Groups(context))
        {
            var naming = policy.Deploy.Where(rule => rule.CoversGroup(group.Value)).ToList();
            var open = naming.Exists(rule => rule.Branches.Any(branch => branch.Value == "*"));
            var problem = naming.Count == 0 ? "is named by no entry, so nothing decides which branches may deploy to it"
                : open && Regex.Split(group.Value, "[^A-Za-z]+").Any(LiveNames.Contains) ? "is open to every branch" : null;
            if (problem is not null) report.Add(entry.Key.Range, group.Value, problem).See(file.File, group.Range, "the group");
        }
    }

    /// <summary>All places where the name of a branch or a pattern for it stands.</summary>
    private static IEnumerable<PolicyText> Branches(BranchPolicy policy) => policy.ProtectedBranches
        .Concat(policy.Files.SelectMany(rule => rule.Branches)).Concat(policy.Deploy.SelectMany(rule => rule.Branches)).Concat(policy.Pushers.SelectMany(rule => rule.Branches));
}
