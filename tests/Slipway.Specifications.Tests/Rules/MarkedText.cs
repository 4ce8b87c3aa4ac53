using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Tests.Rules;

/// <summary>A text in which ‹ and › stand around the token that a finding must mark.</summary>
internal static class MarkedText
{
    /// <summary>Asserts that the rule marks exactly this token, with this severity, and nothing else; returns the finding.</summary>
    public static Finding Check(string rule, Severity severity, string marked, params RevisionItem[] revision)
    {
        var start = marked.IndexOf('‹', StringComparison.Ordinal);
        var end = marked.IndexOf('›', StringComparison.Ordinal) - 1;
        var finding = Assert.Single(Of(rule, marked.Replace("‹", "", StringComparison.Ordinal).Replace("›", "", StringComparison.Ordinal), revision));

        Assert.Equal((severity, start, end - start), (finding.Severity, finding.Range.Offset, finding.Range.Length));
        return finding;
    }

    /// <summary>Asserts that the rule has nothing to say.</summary>
    public static void Silent(string rule, string text, params RevisionItem[] revision) => Assert.Empty(Of(rule, text, revision));

    /// <summary>The findings of a rule; without items nothing is known of the revision.</summary>
    public static IReadOnlyList<Finding> Of(string rule, string text, params RevisionItem[] revision) =>
        [.. AppSpecCheck.Run(new RuleInputs { File = "appspec.yml", Text = text, Revision = revision.Length == 0 ? null : revision }).Where(finding => finding.Rule == rule)];
}
