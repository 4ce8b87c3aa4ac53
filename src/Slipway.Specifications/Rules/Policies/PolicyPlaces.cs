using Slipway.Specifications.Findings;
using Slipway.Specifications.Policies;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Policies;

/// <summary>What the rules of the policy have in common: places, the chosen group, and whether a deployment runs.</summary>
internal static class PolicyPlaces
{
    /// <summary>The first word of line 1, on which findings about the whole file are reported.</summary>
    public static SourceRange FirstWord(RuleContext context)
    {
        var text = context.Document?.Text ?? "";
        var start = 0;
        while (start < text.Length && text[start] is ' ' or '\t') start++;
        var end = start;
        while (end < text.Length && !char.IsWhiteSpace(text[end])) end++;
        return context.Places.Range(start, end - start);
    }

    /// <summary>A scalar from one of its characters on; the whole of it where its text is not written character by character.</summary>
    public static SourceRange Narrow(RuleContext context, YamlScalar scalar, int index, int length)
    {
        var start = scalar.Range.Offset + (scalar.Style is YamlScalarStyle.SingleQuoted or YamlScalarStyle.DoubleQuoted ? 1 : 0);
        var text = context.Document!.Text;
        var written = start + scalar.Value.Length <= text.Length && string.CompareOrdinal(text, start, scalar.Value, 0, scalar.Value.Length) == 0;
        return written && index + length <= scalar.Value.Length ? context.Places.Range(start + index, length) : scalar.Range;
    }

    public static bool Deploys(RuleContext context) => string.Equals(context.Property("Deploy"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>An error where a deployment runs.</summary>
    public static Severity ErrorIfDeploying(RuleContext context, Severity otherwise) => Deploys(context) ? Severity.Error : otherwise;

    /// <summary>
    /// The group that is chosen; null when none is. The group <c>local</c>, which every project has without naming it, is the sandbox of the one who
    /// builds: the policy is asked about it only where the policy or deploy.yml names it.
    /// </summary>
    public static string? ChosenGroup(RuleContext context, BranchPolicy policy, out bool isSandbox)
    {
        var groups = Groups(context).Select(group => group.Value).ToList();
        var chosen = context.Property("DeploymentGroup");
        isSandbox = chosen == "local" && groups.Count != 1 && !groups.Contains("local") && !policy.Deploy.Any(rule => rule.Groups.Any(group => group.Value == "local"));
        if (isSandbox) return null;
        if (chosen is not null && (chosen != "local" || groups.Contains("local") || groups.Count != 1)) return chosen;
        return groups.Count == 1 ? groups[0] : chosen;
    }

    /// <summary>The entries of <c>deploy</c> whose demands hold for the branch and the chosen group.</summary>
    public static IEnumerable<DeployRule> Demands(RuleContext context, BranchPolicy policy, string branch)
    {
        var group = ChosenGroup(context, policy, out var isSandbox);
        return isSandbox ? [] : DeployDecision.Demands(policy, branch, group);
    }

    /// <summary>The names of the groups in deploy.yml.</summary>
    public static IReadOnlyList<YamlScalar> Groups(RuleContext context)
    {
        if (context.Companion(DocumentKind.DeployFile) is not { Document: { Fault: null, Root: YamlMapping root } } || root.Find("deploymentGroups")?.Value is not YamlSequence list) return [];
        return list.Items.OfType<YamlMapping>().Select(item => item.Find("deploymentGroupName")?.Value).OfType<YamlScalar>().Where(name => name.Value.Length > 0).ToList();
    }

    /// <summary>The value, or the key where there is none.</summary>
    public static SourceRange Of(YamlMapping item, string key) => item.Find(key) is { } entry ? AppSpecView.PlaceOf(entry) : AppSpecView.FirstKey(item);
}
