using Slipway.Specifications.Findings;
using Slipway.Specifications.Policies;
using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Tests.Rules.Policies;

/// <summary>A policy with the checkout, deploy.yml and properties that it is judged with.</summary>
internal static class PolicyCase
{
    public const string Arn = "arn:aws:codecommit:eu-west-1:123456789012:shop";

    public static IReadOnlyList<Finding> Run(string policy, string? git = null, string? groups = null, string properties = "") => AppSpecCheck.Run(new RuleInputs
    {
        File = "branch-policy.yml",
        Text = policy,
        Checkout = git is null ? null : CheckoutFacts.Parse(git.Replace(';', '\n')),
        Companions = groups is null ? null : [new CompanionFile("deploy.yml", AppSpecCheck.Read("deploymentGroups:\n" + string.Concat(groups.Split(',').Select(name => $"  - {{ deploymentGroupName: {name} }}\n"))))],
        Properties = properties.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]),
    });

    /// <summary>The rule marks exactly the stretch between ‹ and ›.</summary>
    public static Finding Marks(string rule, Severity severity, string marked, string? git = null, string? groups = null, string properties = "")
    {
        var start = marked.IndexOf('‹', StringComparison.Ordinal);
        var end = marked.IndexOf('›', StringComparison.Ordinal) - 1;
        var all = Run(marked.Replace("‹", "", StringComparison.Ordinal).Replace("›", "", StringComparison.Ordinal), git, groups, properties);
        var found = all.Where(finding => finding.Rule == rule).ToList();
        Assert.True(found.Exists(finding => finding.Severity == severity && finding.Range.Offset == start && finding.Range.Length == end - start),
            $"{rule} {severity} at {start}+{end - start}, but:\n" + string.Join("\n", all.Select(finding => $"{finding} +{finding.Range.Offset},{finding.Range.Length}")));
        Assert.All(found, finding => Assert.DoesNotMatch(@"\{\d\}", finding.Message));
        return found[0];
    }

    public static void IsSilent(string rule, string policy, string? git = null, string? groups = null, string properties = "") =>
        Assert.DoesNotContain(Run(policy, git, groups, properties), finding => finding.Rule == rule);
}
