using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;

namespace Slipway.Specifications.Rules;

/// <summary>
/// Comments that switch rules off: <c># slipway: disable SLW2007</c> for its line, <c>disable-next-line</c>, and <c>disable-file</c> above the
/// first line of content. In scripts the same stands in their own comments. SLW1023 reports those that have no effect.
/// </summary>
internal static class Suppressions
{
    /// <summary>The rule about suppressions that suppress nothing.</summary>
    public const string Unused = "SLW1023";

    private static readonly string[] Words = [SuppressionComment.Line, SuppressionComment.NextLine, SuppressionComment.WholeFile];

    /// <summary>Takes away what is suppressed and adds what SLW1023 has to say.</summary>
    public static void Apply(RuleContext context, List<Finding> findings)
    {
        List<SuppressionComment>? comments = null;
        foreach (var (file, found) in Comments(context)) (comments ??= []).AddRange(SuppressionComment.Of(file, found));
        if (comments is null) return;
        var used = new HashSet<SuppressedRule>();
        findings.RemoveAll(finding => IsSuppressed(finding, comments, used));
        var unused = new List<Finding>();
        foreach (var comment in comments) Judge(context, comment, used, new RuleReport(RuleCatalogue.Find(Unused)!, comment.File, unused));
        unused.RemoveAll(finding => IsSuppressed(finding, comments, used));
        findings.AddRange(unused);
    }

    private static IEnumerable<(string File, CommentText Comment)> Comments(RuleContext context)
    {
        if (context.Document is { } document)
        {
            foreach (var comment in CommentText.OfYaml(document)) yield return (context.Inputs.File, comment);
        }

        foreach (var script in context.Inputs.Scripts ?? [])
        {
            if (script.IsBinary) continue;
            foreach (var comment in CommentText.OfScript(script)) yield return (script.File, comment);
        }
    }

    /// <summary>The rules about secrets, 9011 to 9016, do not listen to the file that they look into.</summary>
    private static bool CanBeSuppressed(string rule) => !(rule.Length == 7 && rule.StartsWith("SLW901", StringComparison.Ordinal) && rule[6] is >= '1' and <= '6');

    private static bool IsSuppressed(Finding finding, List<SuppressionComment> comments, HashSet<SuppressedRule> used)
    {
        if (!CanBeSuppressed(finding.Rule)) return false;
        var suppressed = false;
        foreach (var comment in comments)
        {
            if (!comment.Covers(finding.File, finding.Range.Line)) continue;
            foreach (var rule in comment.Rules)
            {
                if (rule.Id != finding.Rule) continue;
                used.Add(rule);
                suppressed = true;
            }
        }

        return suppressed;
    }

    private static void Judge(RuleContext context, SuppressionComment comment, HashSet<SuppressedRule> used, RuleReport report)
    {
        if (comment.Rules.Count == 0)
        {
            report.AddText(report.DefaultSeverity, comment.WordRange, $"The comment names no rule, so it suppresses nothing. Write '{(Array.IndexOf(Words, comment.Word) < 0 ? SuppressionComment.Line : comment.Word)} SLW2007', for example.");
            return;
        }

        if (Array.IndexOf(Words, comment.Word) < 0)
        {
            var near = NearestName.Of(comment.Word, comment.IsAtTop ? Words : [SuppressionComment.Line, SuppressionComment.NextLine]);
            report.AddText(report.DefaultSeverity, comment.WordRange, $"'{comment.Word}' is no directive, so this comment suppresses nothing. {(near is null ? $"Write {string.Join(", ", Words)}." : $"Did you mean '{near}'?")}")
                .With($"Write '{near}'", near is null ? null : DocumentEdits.Replace(comment.WordRange, near));
            return;
        }

        if (!comment.Counts)
        {
            report.AddText(report.DefaultSeverity, comment.WordRange, $"'{SuppressionComment.WholeFile}' counts only above the first line of content. Move the comment to the top of the file.");
            return;
        }

        foreach (var rule in comment.Rules)
        {
            if (used.Contains(rule) || rule.Id == Unused) continue;
            if (!CanBeSuppressed(rule.Id))
            {
                report.AddText(report.DefaultSeverity, rule.Range, $"{rule.Id} cannot be suppressed by a comment. List the fingerprint in the file of SlipwayAllowedSecrets.").With("Remove it", comment.Without(rule));
            }
            else if (RuleCatalogue.Find(rule.Id) is not { } known)
            {
                var near = NearestId(rule.Id);
                report.AddText(report.DefaultSeverity, rule.Range, $"'{rule.Id}' is no rule, so this suppresses nothing. {(near is null ? "The rules are listed in the documentation." : $"Did you mean '{near}'?")}")
                    .With($"Write '{near}'", near is null ? null : DocumentEdits.Replace(rule.Range, near));
            }
            else if (CouldRun(context, known))
            {
                report.Add(rule.Range, rule.Id, comment.Word == SuppressionComment.WholeFile ? "in this file" : comment.Word == SuppressionComment.Line ? "on this line" : "on the next line").With("Remove it", comment.Without(rule));
            }
        }
    }

    /// <summary>Only another spelling, or two letters or digits that changed places: other ids one digit away are other rules.</summary>
    private static string? NearestId(string id)
    {
        var upper = id.ToUpperInvariant().Replace("-", "").Replace("_", "");
        if (RuleCatalogue.Find(upper) is not null) return upper;
        if (upper.Length != 7) return null;
        var corrected = "SLW" + upper.Substring(3);
        return NearestName.IsOneOff(upper.Substring(0, 3), "SLW") && RuleCatalogue.Find(corrected) is not null ? corrected : null;
    }

    /// <summary>Whether silence of a rule means that there is nothing: it had all that it looks at, and the file could be read to its end.</summary>
    private static bool CouldRun(RuleContext context, Rule rule)
    {
        if (context.Document is not { Fault: null }) return false;
        var inputs = context.Inputs;
        var given = (inputs.Scripts is null ? Needs.None : Needs.Scripts) | (inputs.Revision is null ? Needs.None : Needs.Revision) | (inputs.Contents is null ? Needs.None : Needs.Contents)
            | (inputs.Checkout is null ? Needs.None : Needs.Checkout) | (inputs.Properties is null ? Needs.None : Needs.Properties) | (inputs.Companions is null ? Needs.None : Needs.Companions)
            | (inputs.CSharpErrors is null ? Needs.None : Needs.CSharp) | (inputs.ShellCheck is null ? Needs.None : Needs.Programs);
        return ((rule.Needs | rule.Uses) & ~given) == Needs.None;
    }
}
