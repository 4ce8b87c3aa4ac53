using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Ruby;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Permissions;

/// <summary>SLW3014, SLW3015 and SLW3016: ACLs and SELinux contexts.</summary>
internal static class AclRules
{
    public static void Malformed(RuleContext context, RuleReport report)
    {
        foreach (var (_, node, dash) in Entries(context))
        {
            if (node is YamlAlias) continue;
            var value = node is YamlScalar scalar ? ScalarValue.Of(scalar) : null;
            if (node is YamlScalar && value is null) continue;
            if (value is not RubyString text)
            {
                if (context.Claim(node)) report.Add(node.Range.Length > 0 ? node.Range : dash, value?.Text ?? "This", "it is no text", "Write it in quotes, such as \"user:anna:rwx\".");
                continue;
            }

            var problem = AccessControlEntry.Parse(text.Value, out var normal, out var culprit);
            if (problem == AccessControlEntry.Problem.None)
            {
                if (!IsShort(text.Value) || !context.Claim(node)) continue;
                var full = Full(text.Value) ?? normal;
                report.Add(Severity.Warning, node.Range, text.Value, "agent 2 wants the type", $"Write '{full}'.").With($"Write '{full}'", DocumentEdits.ReplaceText((YamlScalar)node, full));
                continue;
            }

            if (!context.Claim(node)) continue;
            var (why, advice) = problem switch
            {
                AccessControlEntry.Problem.NoName => ("it names no account", "Rights of the owner, the group and others belong into mode."),
                AccessControlEntry.Problem.Right => ($"'{culprit}' is no right", "Use r, w, x, - or one digit 0-7."),
                _ => ("its parts do not fit", "Write for example 'user:anna:rwx'."),
            };
            var letter = problem == AccessControlEntry.Problem.Right && culprit.Length > 0 ? text.Value.IndexOf(culprit, text.Value.LastIndexOf(':') + 1, StringComparison.Ordinal) : -1;
            report.Add(node.Range.Length == 0 ? dash : letter >= 0 ? ScalarPart.Of(context, (YamlScalar)node, letter, culprit.Length) : node.Range, text.Value, why, advice);
        }
    }

    /// <summary>A short form for an account with its type written out, the rights as they are; null for forms that mean something else.</summary>
    private static string? Full(string entry)
    {
        var parts = entry.Split(':');
        var name = parts[parts.Length - 2];
        if (name.Length == 0 || name is "m" or "mask" or "o" or "other" or "g" or "group" or "u" or "user") return null;
        return $"{(parts.Length == 3 ? "default:" : "")}user:{name}:{parts[parts.Length - 1]}";
    }

    /// <summary>Forms without a type, which agent 1.8 takes for a user and agent 2 refuses.</summary>
    private static bool IsShort(string entry)
    {
        var parts = entry.Split(':');
        return parts.Length == 2 || (parts.Length == 3 && parts[0] is "d" or "default");
    }

    public static void DefaultOnFiles(RuleContext context, RuleReport report)
    {
        foreach (var (item, node, _) in Entries(context))
        {
            if (!PermissionRules.AppliesToFiles(item) || AppSpecView.Text(node) is not { } text) continue;
            if (AccessControlEntry.Parse(text, out var normal, out _) != AccessControlEntry.Problem.None || !AccessControlEntry.IsDefaultEntry(normal)) continue;
            if (HitsNoFile(context, item) || !context.Claim(node)) continue;
            report.Add(node.Range, text).With("Add 'type: [directory]'", item.Find("type") is null && item.Find("acls") is { } acls ? context.Edits.InsertAfter(item, acls, "type", "[directory]") : null);
        }
    }

    /// <summary>Whether the list shows that no file gets the entry.</summary>
    private static bool HitsNoFile(RuleContext context, YamlMapping item)
    {
        if (!context.Planned.IsComplete || PermissionEntry.Of(context, item) is not { } entry || context.Planned.IsFile(entry.Path)) return false;
        var start = entry.Path.Length == 0 ? 0 : entry.Path.Length + 1;
        foreach (var path in context.Planned.Below(entry.Path))
        {
            if (!path.IsDirectory && entry.Matches(path.Path.Substring(start))) return false;
        }

        return true;
    }

    private static IEnumerable<(YamlMapping Item, YamlNode Node, SourceRange Dash)> Entries(RuleContext context)
    {
        if (context.AppSpec is not { IsLinux: true } spec) yield break;
        foreach (var item in spec.Permissions)
        {
            if (item.Find("acls")?.Value is not YamlSequence list) continue;
            for (var i = 0; i < list.Items.Count; i++) yield return (item, list.Items[i], list.Dashes[i]);
        }
    }

    public static void Selinux(RuleContext context, RuleReport report)
    {
        if (context.AppSpec is not { IsLinux: true } spec) return;
        foreach (var item in spec.Permissions)
        {
            if (item.Find("context") is not { Value: YamlMapping selinux } entry) continue;
            if (selinux.Find("<<") is not null) continue;
            if (Missing(selinux, "type")) report.Add(entry.Key.Range, "has no type", "the deployment would be refused", "a type such as httpd_sys_content_t");
            if (Missing(selinux, "range")) report.Add(entry.Key.Range, "has no range", "agent 1.8 crashes while installing", "a range such as s0");
            else Range(context, report, selinux.Find("range")!);
            if (selinux.Find("user") is { } user) report.Add(user.Key.Range, "has 'user'", "it is ignored: the agents read 'name'", "'name' instead of 'user'")
                .With("Rename the key to 'name'", selinux.Find("name") is null ? DocumentEdits.Rename(user, "name") : null);
        }
    }

    private static bool Missing(YamlMapping selinux, string key) => selinux.Find(key) is not { } entry || AppSpecView.IsNull(entry.Value);

    private static void Range(RuleContext context, RuleReport report, YamlEntry entry)
    {
        if (entry.Value is YamlAlias || (entry.Value is YamlScalar scalar && ScalarValue.Of(scalar) is null)) return;
        var text = entry.Value is YamlScalar node ? ScalarValue.Of(node) as RubyString : null;
        var problem = "";
        if (text is not null && SelinuxRange.Normalize(text.Value, out problem) is not null) return;
        if (!context.Claim(entry.Value)) return;
        report.Add(AppSpecView.PlaceOf(entry), text is null ? "has a range that is no text" : $"has a wrong range ({Short(problem)})", "the deployment would be refused", "a range such as s0 or s0-s1:c0.c5,c8");
    }

    private static string Short(string problem) => problem.StartsWith("The deployment failed", StringComparison.Ordinal) ? "the second sensitivity is below the first" : problem;
}
