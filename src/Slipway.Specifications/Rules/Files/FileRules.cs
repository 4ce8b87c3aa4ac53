using Slipway.Specifications.Fixes;
using Slipway.Specifications.Resolving;
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
            // A key with too little indentation stands beside 'files' and is reported there.
            if (context.AppSpec!.Root.Find(key) is null && item.Find("<<") is null && !KeyRules.HasMisspelt(item, key, KnownKeys.File)) report.Add(AppSpecView.FirstKey(item), key, advice);
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
            // What packing expands is no path that other rules could look for.
            if (!context.Claim(scalar) || context.Inputs.IsResolvedAtPacking) continue;
            var whole = Whole(source, spec.IsLinux);
            report.Add(scalar.Range, source).With($"Write '{whole}'", whole is null ? null : DocumentEdits.ReplaceText(scalar, whole));
        }
    }

    /// <summary>The directory that <c>dir/*</c> and <c>dir/**</c> mean all of; null for other patterns.</summary>
    private static string? Whole(string source, bool linux)
    {
        var end = source.EndsWith("**", StringComparison.Ordinal) ? source.Length - 2 : source.EndsWith("*", StringComparison.Ordinal) ? source.Length - 1 : -1;
        if (end < 0 || (end > 0 && source[end - 1] != '/' && (linux || source[end - 1] != '\\'))) return null;
        var directory = source.Substring(0, Math.Max(0, end - 1));
        if (HasWildcard(directory)) return null;
        return directory.Length == 0 || directory == "." ? end > 0 && source[end - 1] == '\\' ? "\\" : "/" : directory;
    }

    private static readonly char[] Wildcards = ['*', '?'];

    internal static bool HasWildcard(string text) => text.IndexOfAny(Wildcards) >= 0
        || (text.IndexOf('[') is >= 0 and var open && text.IndexOf(']', open) > open + 1) || GlobPattern.IsPattern(text);

    /// <summary>Whether only packing knows what an item copies: a pattern stands for others, or some of it is left out.</summary>
    internal static bool IsOpen(RuleContext context, YamlMapping item) => context.Inputs.IsResolvedAtPacking
        && (item.Find(FileResolver.Exclude) is not null || (AppSpecView.Text(item.Find("source")?.Value) is { } source && HasWildcard(source)));
}
