using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Tests.Rules;

/// <summary>Asks one rule about one document, with others of the project beside it. The expected stretch stands between ‹ and ›.</summary>
internal static class RuleProbe
{
    /// <summary>The rule reports exactly one finding, at the marked stretch.</summary>
    public static Finding Marks(string rule, Severity severity, string file, string marked, params (string File, string Text)[] beside)
    {
        var start = marked.IndexOf('‹', StringComparison.Ordinal);
        var length = marked.IndexOf('›', StringComparison.Ordinal) - 1 - start;
        var text = marked.Replace("‹", "", StringComparison.Ordinal).Replace("›", "", StringComparison.Ordinal);
        var all = Findings(file, text, beside);

        var finding = Assert.Single(all, finding => finding.Rule == rule);

        Assert.True((severity, start, length) == (finding.Severity, finding.Range.Offset, finding.Range.Length), $"{finding}\nmarks '{text.AsSpan(finding.Range.Offset, finding.Range.Length)}'");
        var lines = text[..start].Split('\n');
        Assert.Equal((lines.Length, lines[^1].Length + 1), (finding.Range.Line, finding.Range.Column));
        return finding;
    }

    /// <summary>The rule says nothing.</summary>
    public static void IsSilent(string rule, string file, string text, params (string File, string Text)[] beside) =>
        Assert.DoesNotContain(Findings(file, text, beside), finding => finding.Rule == rule);

    /// <summary>The fix of the rule's only finding turns one text into the other, about which the rule has nothing to say.</summary>
    public static void Fixes(string rule, string file, string before, string after, params (string File, string Text)[] beside)
    {
        var finding = Assert.Single(Findings(file, before, beside), finding => finding.Rule == rule);
        Assert.NotNull(finding.Fix);
        Assert.Equal(after, FixedText.Apply(before, finding.Fix.Changes));
        IsSilent(rule, file, after, beside);
    }

    /// <summary>The rule reports something and offers no fix for it.</summary>
    public static void HasNoFix(string rule, string file, string text, params (string File, string Text)[] beside) =>
        Assert.Null(Assert.Single(Findings(file, text, beside), finding => finding.Rule == rule).Fix);

    /// <summary>All findings about a document.</summary>
    public static IReadOnlyList<Finding> Findings(string file, string text, params (string File, string Text)[] beside) => AppSpecCheck.Run(new RuleInputs
    {
        File = file,
        Text = text,
        Companions = beside.Length == 0 ? null : [.. beside.Select(other => new CompanionFile(other.File, AppSpecCheck.Read(other.Text)))],
    });
}
