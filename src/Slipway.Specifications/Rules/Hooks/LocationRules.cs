using Slipway.Specifications.Fixes;
using Slipway.Specifications.Ruby;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Hooks;

/// <summary>SLW4005, SLW4010, SLW9003 and SLW9004 for hooks: where scripts are looked for.</summary>
internal static class LocationRules
{
    private static readonly char[] ShellCharacters = [' ', '\t', ';', '&', '|', '$', '(', ')', '<', '>', '*', '?', '\'', '"', '`'];

    public static void OutsideRevision(RuleContext context, RuleReport report)
    {
        foreach (var (scalar, text, _) in Locations(context))
        {
            var path = RevisionListing.Normalize(text, !context.AppSpec!.IsLinux);
            var rooted = text[0] is '/' or '\\' && context.Listing is { } listing && path is not null && !Found(listing, path);
            var outside = path is null || text[0] == '~' || IsDriveOrShare(text);
            if ((!outside && !rooted) || !context.Claim(scalar)) continue;
            var tail = path is null ? null : SameTail(context.Listing, path);
            report.Add(scalar.Range, text, path ?? text, tail is null ? "Write the path from the root of the revision." : $"Did you mean '{tail}'?")
                .With($"Write '{tail}'", tail is null ? null : DocumentEdits.ReplaceText(scalar, Style(context, text, tail)));
        }
    }

    private static bool IsDriveOrShare(string text) =>
        (text.Length > 1 && text[1] == ':' && char.IsLetter(text[0])) || text.StartsWith("\\\\", StringComparison.Ordinal);

    // A name in another case belongs to SLW9004.
    private static bool Found(RevisionListing listing, string path) => listing.IsFile(path) || listing.IsProduced(path) || listing.InOtherCase(path) is not null;

    /// <summary>The only file that ends in the same names, starting with as many as possible.</summary>
    private static string? SameTail(RevisionListing? listing, string path)
    {
        if (listing is null) return null;
        for (var tail = path; tail.Length > 0; tail = tail.IndexOf('/') is >= 0 and var slash ? tail.Substring(slash + 1) : "")
        {
            var found = listing.Files.Where(file => file == tail || file.EndsWith("/" + tail, StringComparison.Ordinal)).Take(2).ToList();
            if (found.Count == 1) return found[0];
        }

        return null;
    }

    public static void MoreThanPath(RuleContext context, RuleReport report)
    {
        foreach (var (scalar, text, _) in Locations(context))
        {
            var at = text.IndexOfAny(ShellCharacters);
            if (at < 0 || context.IsClaimed(scalar)) continue;
            var exists = context.Listing is { } listing && RevisionListing.Normalize(text, !context.AppSpec!.IsLinux) is { } path && listing.IsFile(path);
            if (!context.Claim(scalar)) continue;
            var inner = context.Document!.Text.IndexOf(text, scalar.Range.Offset, Math.Min(scalar.Range.Length, context.Document.Text.Length - scalar.Range.Offset), StringComparison.Ordinal);
            var range = inner < 0 ? scalar.Range : context.Places.Range(inner + at, text.Length - at);
            if (exists) report.Add(Findings.Severity.Warning, range, text);
            else report.Add(range, text);
        }
    }

    public static void ScriptMissing(RuleContext context, RuleReport report)
    {
        if (context.Listing is not { } listing) return;
        var missing = 0;
        foreach (var (scalar, text, eventName) in Locations(context))
        {
            if (context.IsClaimed(scalar) || RevisionListing.Normalize(text, !context.AppSpec!.IsLinux) is not { } path || listing.IsFile(path)) continue;
            // A name in another case belongs to SLW9004; a directory to the rule about what can be started.
            if (listing.InOtherCase(path) is not null || listing.IsDirectory(path) || listing.IsProduced(path) || !context.Claim(scalar)) continue;
            var meant = ++missing > NearestName.MostCompared ? null : SameTail(listing, path) ?? NearestName.Of(path, listing.Files.Where(file => Math.Abs(file.Length - path.Length) <= 2));
            report.Add(scalar.Range, text, eventName, meant is null ? "Add it, or write the path from the root of the revision." : $"Did you mean '{meant}'?")
                .With($"Write '{meant}'", meant is null ? null : DocumentEdits.ReplaceText(scalar, Style(context, text, meant)));
        }
    }

    /// <summary>A path of the revision written as the author writes paths: with a leading slash, with backslashes on Windows.</summary>
    internal static string Style(RuleContext context, string written, string path)
    {
        var backslash = context.AppSpec is { IsLinux: false } && written.IndexOf('\\') >= 0;
        var rooted = written[0] is '/' or '\\' && !written.StartsWith("\\\\", StringComparison.Ordinal) ? "/" + path : path;
        return backslash ? rooted.Replace('/', '\\') : rooted;
    }

    /// <summary>The locations that are texts, trimmed as the agent trims them.</summary>
    internal static IEnumerable<(YamlScalar Scalar, string Text, string Event)> Locations(RuleContext context)
    {
        if (context.AppSpec is not { } spec) yield break;
        foreach (var item in spec.Events)
        {
            foreach (var script in item.Scripts)
            {
                if (script.Find("location")?.Value is not YamlScalar scalar || ScalarValue.Of(scalar) is not { } value) continue;
                var text = RubyText.Strip(value.Text);
                if (text.Length > 0) yield return (scalar, text, item.Name);
            }
        }
    }
}
