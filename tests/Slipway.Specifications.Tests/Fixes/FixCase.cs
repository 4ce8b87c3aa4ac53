using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Tests.Fixes;

/// <summary>Applies the fixes of one rule to a text and returns what came of it.</summary>
internal static class FixCase
{
    /// <summary>The text after the fixes of a rule, applied until it has nothing more to fix; asserts that each fix ends its own finding.</summary>
    public static string Fixed(string rule, string before, Func<RuleInputs, RuleInputs>? with = null)
    {
        var inputs = new RuleInputs { File = "appspec.yml", Text = before };
        if (with is not null) inputs = with(inputs);
        var result = FixRounds.Apply(before, text => [.. AppSpecCheck.Run(inputs with { Text = text }).Where(finding => finding.Rule == rule)]);
        Assert.True(result.Count > 0, $"{rule} has no fix for\n{before}\n{string.Join("\n", AppSpecCheck.Run(inputs))}");
        Assert.DoesNotContain(AppSpecCheck.Run(inputs with { Text = result.Text }), finding => finding.Rule == rule && finding.Fixable);
        return result.Text;
    }

    /// <summary>The findings of a rule that have no fix.</summary>
    public static IReadOnlyList<Finding> Unfixable(string rule, string text) =>
        [.. AppSpecCheck.Run(new RuleInputs { File = "appspec.yml", Text = text }).Where(finding => finding.Rule == rule && !finding.Fixable)];
}
