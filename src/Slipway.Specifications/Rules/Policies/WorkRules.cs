using System.Globalization;
using System.Text;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Policies;

namespace Slipway.Specifications.Rules.Policies;

/// <summary>SLW8015 to SLW8018: what the work in progress will meet when it is pushed.</summary>
internal static class WorkRules
{
    private const int ReportedFiles = 20;

    public static void OnProtected(RuleContext context, RuleReport report)
    {
        if (context.Policy is not { } policy || context.Inputs.Checkout is not { Problem: CheckoutProblem.None, IsDetached: false, IsBuildServer: false, Branch: { } branch } facts) return;
        var (ahead, changed) = (facts.Ahead ?? 0, facts.Changed is null ? 0 : facts.ChangedCount);
        if (ahead == 0 && changed == 0) return;
        if (policy.ProtectedBranches.FirstOrDefault(pattern => Wildcard.Matches(pattern.Value, branch)) is not { } item) return;
        if (PushDecision.MayPush(policy, PushDecision.NamesOf(facts.Identity), branch)) return;
        var commits = ahead == 0 ? null : ahead == 1 ? "1 commit" : $"{ahead} commits";
        var files = changed == 0 ? null : changed == 1 ? "1 changed file" : $"{changed} changed files";
        report.Add(item.Node.Range, branch, commits is not null && files is not null ? $"{commits} and {files}" : commits ?? files!);
    }

    public static void BranchName(RuleContext context, RuleReport report)
    {
        if (context.Policy is not { } policy || context.Inputs.Checkout is not { IsDetached: false, Branch: { } branch } facts || PushDecision.IsProtected(policy, branch)) return;
        var severity = facts.Upstream is not null ? Severity.Info : Severity.Warning;
        if (policy.BranchPattern is { } pattern && PolicyPattern.Parse(pattern.Value) is { } expression && !context.IsClaimed(pattern.Node))
        {
            if (!expression.Fits(branch)) report.Add(severity, pattern.Node.Range, branch, pattern.Value, Proposal(expression, branch));
            else if (Specifications.Policies.BranchName.Fault(branch) is var (_, problem)) Impossible(pattern.Node.Range, problem);
        }
        else if (policy.BranchPattern is null && Specifications.Policies.BranchName.Fault(branch) is var (_, other))
        {
            Impossible(AppSpecView.FirstKey(policy.Root), other);
        }

        void Impossible(SourceRange place, string problem) =>
            report.AddText(severity, place, $"CodeCommit would refuse the branch '{branch}': {problem}. Rename it: git branch -m <name>.");
    }

    /// <summary>A name like the present one that fits; only ones that were tried are proposed.</summary>
    private static string Proposal(PolicyPattern pattern, string branch)
    {
        var plain = new StringBuilder();
        for (var i = 0; i < branch.Length; i++)
        {
            if (i > 0 && char.IsUpper(branch[i]) && char.IsLower(branch[i - 1])) plain.Append('-');
            plain.Append(branch[i] is '_' or ' ' ? '-' : char.ToLowerInvariant(branch[i]));
        }

        var name = plain.ToString();
        var last = name.Substring(name.LastIndexOf('/') + 1);
        foreach (var candidate in new[] { name, "feature/" + last, "fix/" + last, "feature/" + name })
        {
            if (pattern.Fits(candidate) && Specifications.Policies.BranchName.Fault(candidate) is null) return candidate;
        }

        return "<name>";
    }

    public static void Messages(RuleContext context, RuleReport report)
    {
        if (context.Policy?.MessagePattern is not { } pattern || context.Inputs.Checkout?.NewCommits is not { } all || context.IsClaimed(pattern.Node) || PolicyPattern.Parse(pattern.Value) is not { } expression) return;
        var commits = all.Where(commit => !IsPassedOver(commit.Subject)).ToList();
        var wrong = commits.Where(commit => !expression.Fits(commit.Subject)).ToList();
        if (wrong.Count == 0) return;
        report.Add(pattern.Node.Range, wrong.Count.ToString(CultureInfo.InvariantCulture), commits.Count.ToString(CultureInfo.InvariantCulture), pattern.Value,
            wrong[0].Id.Length == 0 ? "commit" : wrong[0].Id, wrong[0].Subject);
    }

    /// <summary>What git writes by itself, or takes away again.</summary>
    private static bool IsPassedOver(string subject)
    {
        foreach (var start in new[] { "fixup! ", "squash! ", "amend! ", "Revert \"", "Reapply \"", "Merge " })
        {
            if (subject.StartsWith(start, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    public static void Files(RuleContext context, RuleReport report)
    {
        if (context.Policy is not { } policy || context.Inputs.Checkout is not { Branch: { } branch, Files: { } files }) return;
        var byApi = policy.Statements.Any(statement => statement.OpensApi);
        foreach (var rule in policy.Files.Where(rule => Wildcard.Any(rule.Branches, branch)))
        {
            var size = PolicyPlaces.Of(rule.Node, "maxSize");
            var reported = 0;
            foreach (var file in files)
            {
                if (IsExcepted(rule, file.Path)) continue;
                var shown = FileSize.Show(file.Size);
                if (rule.MaxSize is { } most && file.Size > most) report.Add(size, file.Path, shown, $"is larger than {FileSize.Show(most)}", branch);
                else if (file.Size > FileRule.GitLimit) report.Add(size, file.Path, shown, "is larger than the 2 GB that CodeCommit takes", branch);
                else if (file.IsBinary == true && rule.AllowBinary == false) report.Add(PolicyPlaces.Of(rule.Node, "allowBinary"), file.Path, shown, "is binary and not allowed", branch);
                else if (byApi && file.Size > FileRule.ApiLimit) report.Add(Severity.Warning, size, file.Path, shown, "is larger than the 6 MB that CodeCommit's API takes", branch);
                else continue;
                if (++reported == ReportedFiles) break;
            }
        }
    }

    private static bool IsExcepted(FileRule rule, string path)
    {
        foreach (var pattern in rule.Except)
        {
            var trimmed = pattern.StartsWith("./", StringComparison.Ordinal) ? pattern.Substring(2) : pattern.TrimStart('/');
            if (Wildcard.Matches(trimmed, path) || (trimmed.EndsWith("/", StringComparison.Ordinal) && path.StartsWith(trimmed, StringComparison.Ordinal))) return true;
            // A pattern without a folder is about names, as in .gitignore.
            if (trimmed.IndexOf('/') < 0 && Wildcard.Matches(trimmed, path.Substring(path.LastIndexOf('/') + 1))) return true;
        }

        return false;
    }
}
