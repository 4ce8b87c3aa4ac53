using Slipway.Specifications.Rules.Documents;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Files;

/// <summary>SLW2001 and SLW2002: the items of files.</summary>
internal static class FileRules
{
    public static void MissingSourceOrDestination(RuleContext context, RuleReport report)
    {
        if (context.AppSpec is not { } spec) return;
        foreach (var item in spec.Files)
        {
            Missing(context, report, item, "source", "with a path inside the revision ('/' for all of it)");
            Missing(context, report, item, "destination", "with the directory on the host");
        }
    }

    private static void Missing(RuleContext context, RuleReport report, YamlMapping item, string key, string advice)
    {
        var entry = item.Find(key);
        if (entry is null)
        {
            if (item.Find("<<") is null && !KeyRules.HasMisspelt(item, key, KnownKeys.File)) report.Add(AppSpecView.FirstKey(item), key, advice);
            return;
        }

        if (entry.Value is not YamlScalar scalar || ScalarValue.Of(scalar) is not { } value || value.Text.Trim().Length > 0) return;
        if (context.Claim(scalar)) report.Add(entry.Key.Range, key, advice);
    }

    public static void WildcardInSource(RuleContext context, RuleReport report)
    {
        if (context.AppSpec is not { } spec) return;
        foreach (var item in spec.Files)
        {
            if (item.Find("source")?.Value is not YamlScalar scalar || AppSpecView.Text(scalar) is not { } source || !HasWildcard(source)) continue;
            if (context.Listing is { } listing && RevisionListing.Normalize(source, !spec.IsLinux) is { } path && listing.Exists(path)) continue;
            if (context.Claim(scalar)) report.Add(scalar.Range, source);
        }
    }

    internal static bool HasWildcard(string text) => text.IndexOfAny(['*', '?']) >= 0
        || (text.IndexOf('[') is >= 0 and var open && text.IndexOf(']', open) > open + 1);
}
