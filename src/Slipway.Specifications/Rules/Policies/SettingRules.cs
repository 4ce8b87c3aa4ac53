using System.Globalization;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Policies;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Policies;

/// <summary>SLW1012 in a branch policy: a demand with a value that nobody understands would be no demand.</summary>
internal static class SettingRules
{
    private static readonly string[] Flags = ["true", "false", "yes", "no", "on", "off"];

    public static void WrongValues(RuleContext context, RuleReport report)
    {
        if (context.Kind != DocumentKind.BranchPolicy || context.Document is not { Fault: null, Root: YamlMapping root }) return;
        OneOf(context, report, root, "default", ["deny", "allow"]);
        foreach (var item in Items(root, "deploy"))
        {
            OneOf(context, report, item, "requireCleanTree", Flags);
            OneOf(context, report, item, "requireUpToDate", Flags);
            OneOf(context, report, item, "approvals", ["trailers", "codecommit"]);
            if (Text(item, "requireApprovals") is { } number && !int.TryParse(number.Value, NumberStyles.None, CultureInfo.InvariantCulture, out _)) Add(context, report, "requireApprovals", number, "a whole number", null);
        }

        foreach (var item in Items(root, "files"))
        {
            OneOf(context, report, item, "allowBinary", Flags);
            if (Text(item, "maxSize") is { } size && FileSize.Parse(size.Value) is null) Add(context, report, "maxSize", size, "a size such as 10MB", null);
        }
    }

    private static void OneOf(RuleContext context, RuleReport report, YamlMapping mapping, string key, string[] values)
    {
        if (Text(mapping, key) is not { } scalar) return;
        var isFlag = ReferenceEquals(values, Flags);
        if (Array.IndexOf(values, isFlag ? scalar.Value.ToLowerInvariant() : scalar.Value) >= 0) return;
        string[] shown = isFlag ? ["true", "false"] : values;
        Add(context, report, key, scalar, string.Join(" or ", shown), NearestName.Of(scalar.Value, shown));
    }

    private static void Add(RuleContext context, RuleReport report, string key, YamlScalar scalar, string must, string? near)
    {
        if (!context.Claim(scalar)) return;
        report.AddText(Severity.Error, scalar.Range, $"'{key}' must be {must}, but is '{scalar.Value}', which counts as nothing said." + (near is null ? "" : $" Did you mean '{near}'?"))
            .With($"Write '{near}'", near is null ? null : DocumentEdits.ReplaceText(scalar, near));
    }

    private static IEnumerable<YamlMapping> Items(YamlMapping root, string key) => root.Find(key)?.Value is YamlSequence list ? list.Items.OfType<YamlMapping>() : [];

    private static YamlScalar? Text(YamlMapping mapping, string key) => mapping.Find(key)?.Value is YamlScalar scalar && !AppSpecView.IsNull(scalar) ? scalar : null;
}
