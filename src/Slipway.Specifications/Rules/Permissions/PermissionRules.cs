using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Ruby;
using Slipway.Specifications.Rules.Documents;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Permissions;

/// <summary>SLW3001, SLW3002, SLW3003, SLW3007 and SLW3012: objects, types and accounts of permissions.</summary>
internal static class PermissionRules
{
    public static void RefusedOnWindows(RuleContext context, RuleReport report)
    {
        if (context.AppSpec is not { Os: "windows" } spec || spec.Root.Find("permissions") is not { Value: YamlSequence { Items.Count: > 0 } } entry) return;
        report.Add(entry.Key.Range).With("Remove permissions", context.Edits.Delete(spec.Root, entry));
    }

    public static void ObjectMustBeAbsolute(RuleContext context, RuleReport report)
    {
        if (context.AppSpec is not { IsLinux: true } spec) return;
        foreach (var item in spec.Permissions)
        {
            var entry = item.Find("object");
            if (entry is null)
            {
                if (item.Find("<<") is null && !KeyRules.HasMisspelt(item, "object", KnownKeys.Permission)) report.Add(AppSpecView.FirstKey(item), "is missing", "is refused");
                continue;
            }

            if (entry.Value is not YamlScalar scalar || ScalarValue.Of(scalar) is not { } value) continue;
            var text = RubyText.Strip(value.Text);
            if (text.Length > 0 && text[0] == '/' && !HasVariable(text)) continue;
            if (!context.Claim(scalar)) continue;
            var what = text.Length == 0 ? "is empty" : text[0] != '/' ? $"'{text}' is not an absolute path" : $"'{text}' holds a variable, which nothing replaces";
            report.Add(AppSpecView.PlaceOf(entry), what, text.Length == 0 ? "is refused" : "has no effect");
        }
    }

    private static bool HasVariable(string text) => text.Contains("${") || text.Contains("/$");

    public static void Type(RuleContext context, RuleReport report)
    {
        if (context.AppSpec is not { IsLinux: true } spec) return;
        foreach (var item in spec.Permissions)
        {
            if (item.Find("type")?.Value is not YamlSequence list) continue;
            if (list.Items.Count == 0) report.AddText(Severity.Warning, list.Range, "The empty list matches nothing, so this entry has no effect. Write [file], [directory] or both.");
            for (var i = 0; i < list.Items.Count; i++)
            {
                var node = list.Items[i];
                if (node is YamlAlias || (node is YamlScalar scalar && ScalarValue.Of(scalar) is null or RubyString { Value: "file" or "directory" })) continue;
                if (!context.Claim(node)) continue;
                var written = AppSpecView.Text(node) ?? "";
                var near = written.Trim().ToLowerInvariant() is "dir" or "dirs" or "folder" or "folders" ? "directory" : NearestName.Of(written.Trim(), ["file", "directory"])
                    ?? (written.Trim().ToLowerInvariant() is "files" ? "file" : written.Trim().ToLowerInvariant() is "directories" ? "directory" : null);
                report.Add(node.Range.Length > 0 ? node.Range : list.Dashes[i], written)
                    .With($"Write {near}", near is null || node is not YamlScalar text ? null : DocumentEdits.ReplaceText(text, near));
            }
        }
    }

    public static void Account(RuleContext context, RuleReport report)
    {
        if (context.AppSpec is not { IsLinux: true } spec) return;
        foreach (var item in spec.Permissions)
        {
            foreach (var key in new[] { "owner", "group" })
            {
                if (item.Find(key)?.Value is not YamlScalar scalar || ScalarValue.Of(scalar) is not { } value || value is RubyNil or RubyBoolean) continue;
                if (ProblemOf(value, key) is not { } problem || !context.Claim(scalar)) continue;
                report.Add(AppSpecView.PlaceOf(item.Find(key)!), value.Text, problem.Says, problem.Advice)
                    .With("Write owner and group as two keys", key == "owner" ? Split(context, item, scalar, value.Text) : null);
            }
        }
    }

    /// <summary><c>user:group</c> as two keys, where there is no group yet.</summary>
    private static IReadOnlyList<TextChange>? Split(RuleContext context, YamlMapping item, YamlScalar owner, string text)
    {
        var parts = text.Split(':');
        if (parts.Length != 2 || !IsName(parts[0]) || !IsName(parts[1]) || item.Find("group") is not null) return null;
        var entry = item.Find("owner")!;
        if (DocumentEdits.ReplaceText(owner, parts[0]) is not { } user || context.Edits.InsertAfter(item, entry, "group", parts[1]) is not { } group) return null;
        return [user, group];
    }

    private static bool IsName(string text) => text.Length > 0 && !RubyText.IsDigit(text[0]) && text.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.');

    private static (string Says, string Advice)? ProblemOf(RubyValue value, string key)
    {
        var text = value.Text;
        if (value is RubyInteger or RubyFloat) return ("no implicit conversion of Integer into String", $"Write the name of the {(key == "owner" ? "account" : "group")}.");
        if (text.Length == 0) return ($"can't find {(key == "owner" ? "user" : "group")} for", "Write a name or remove the key.");
        if (text.IndexOf(':') > 0) return ("can't find user", "Write owner and group as two keys.");
        var numeric = text.All(RubyText.IsDigit);
        return numeric || text.IndexOfAny([':', ' ', '/']) >= 0 ? ("can't find user", "Write the name of an account of the host.") : null;
    }

    public static void PatternOnFile(RuleContext context, RuleReport report)
    {
        if (context.AppSpec is not { IsLinux: true } spec) return;
        foreach (var item in spec.Permissions)
        {
            if (item.Find("pattern") is null && item.Find("except") is null) continue;
            if (AppSpecView.Text(item.Find("object")?.Value) is not { } text || !AppliesToFiles(item)) continue;
            if (RevisionListing.Normalize(text) is not { } target || !context.Planned.IsFile(target)) continue;
            var path = "/" + target;
            if (item.Find("pattern") is { Value: YamlScalar pattern } entry && AppSpecView.Text(pattern) is not (null or "**")) report.Add(entry.Key.Range, path, "pattern").With("Remove pattern", context.Edits.Delete(item, entry));
            if (item.Find("except") is { Value: YamlSequence { Items.Count: > 0 } } except) report.Add(except.Key.Range, path, "except").With("Remove except", context.Edits.Delete(item, except));
        }
    }

    public static bool AppliesToFiles(YamlMapping item) =>
        item.Find("type")?.Value is not YamlSequence list || list.Items.Any(node => AppSpecView.Text(node) == "file");
}
