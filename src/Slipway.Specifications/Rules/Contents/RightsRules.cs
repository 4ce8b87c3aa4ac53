using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Rules.Contents;

/// <summary>SLW9006: modes that the archive takes to the host.</summary>
internal static class RightsRules
{
    private const int OthersWrite = 0x2;
    private const int SetGroup = 0x400;
    private const int SetUser = 0x800;

    public static void Rights(RuleContext context, RuleReport report)
    {
        if (context.MappedPaths is not { } mappings || context.AppSpec is not { IsLinux: true } || context.Inputs.Revision is not { } revision) return;
        var findings = new MappingFindings(report);
        foreach (var item in revision)
        {
            if (item.Kind != RevisionItemKind.File || (item.Mode & (OthersWrite | SetGroup | SetUser)) == 0) continue;
            if (RevisionListing.Normalize(item.Path) is not { } path || mappings.Of(path) is not { } mapping) continue;
            var mode = Convert.ToString(item.Mode & 0xFFF, 8).PadLeft(4, '0');
            var effect = (item.Mode & SetUser) != 0 ? "whoever starts it gets the rights of its owner"
                : (item.Mode & SetGroup) != 0 ? "whoever starts it gets the rights of its group" : "every account can change it";
            findings.Add(mapping, report.DefaultSeverity, mode, ShownName.Of(path), mode, effect, "Pack it with 0644 or 0755.");
        }

        findings.Report();
    }
}
