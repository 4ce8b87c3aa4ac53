using Slipway.Specifications.Findings;
using Slipway.Specifications.Resolving;

namespace Slipway.Specifications.Rules.Documents;

/// <summary>SLW1024, SLW2015, SLW2016 and SLW4012: what packing cannot resolve.</summary>
internal static class ResolvingRules
{
    public static void NoValue(RuleContext context, RuleReport report) => Report(context, report, ResolvingErrors.NoValue);

    public static void NoMatch(RuleContext context, RuleReport report) => Report(context, report, ResolvingErrors.NoMatch);

    public static void NothingExcluded(RuleContext context, RuleReport report) => Report(context, report, ResolvingErrors.NothingExcluded);

    public static void BadArguments(RuleContext context, RuleReport report) => Report(context, report, ResolvingErrors.BadArguments);

    /// <summary>All four, where the other rules look at the resolved appspec.</summary>
    public static void Report(RuleContext context, List<Finding> findings)
    {
        foreach (var rule in new[] { ResolvingErrors.NoValue, ResolvingErrors.NoMatch, ResolvingErrors.NothingExcluded, ResolvingErrors.BadArguments })
        {
            var report = new RuleReport(RuleCatalogue.Find(rule)!, context.Inputs.File, findings);
            Report(context, report, rule);
            report.Close();
        }
    }

    private static void Report(RuleContext context, RuleReport report, string rule)
    {
        foreach (var remark in context.Remarks)
        {
            if (remark.Rule == rule) report.Add(remark.Severity, remark.Range, remark.Arguments);
        }
    }
}
