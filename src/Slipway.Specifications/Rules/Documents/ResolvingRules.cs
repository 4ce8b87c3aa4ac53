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

    /// <summary>The findings of all four.</summary>
    /// <param name="remarks">What the resolver has to say.</param>
    /// <param name="file">The appspec as findings name it.</param>
    /// <param name="findings">Gets them.</param>
    public static void Report(IReadOnlyList<Remark> remarks, string file, List<Finding> findings)
    {
        foreach (var rule in new[] { ResolvingErrors.NoValue, ResolvingErrors.NoMatch, ResolvingErrors.NothingExcluded, ResolvingErrors.BadArguments })
        {
            var report = new RuleReport(RuleCatalogue.Find(rule)!, file, findings);
            Report(remarks, report, rule);
            report.Close();
        }
    }

    private static void Report(RuleContext context, RuleReport report, string rule) => Report(context.Remarks, report, rule);

    private static void Report(IReadOnlyList<Remark> remarks, RuleReport report, string rule)
    {
        foreach (var remark in remarks)
        {
            if (remark.Rule == rule) report.Add(remark.Severity, remark.Range, remark.Arguments);
        }
    }
}
