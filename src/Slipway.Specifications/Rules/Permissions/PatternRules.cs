using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Ruby;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Permissions;

/// <summary>SLW3008 and SLW3010: modes that give too much, patterns that match nothing.</summary>
internal static class PatternRules
{
    public static void NeverMatches(RuleContext context, RuleReport report)
    {
        if (context.AppSpec is not { IsLinux: true } spec) return;
        foreach (var item in spec.Permissions)
        {
            var directory = AppSpecView.Text(item.Find("object")?.Value) ?? "the object";
            if (item.Find("pattern")?.Value is YamlScalar pattern) Check(context, report, pattern, directory, isPattern: true, "Write '**' for everything below, or make the deeper directory the object.");
            foreach (var name in (item.Find("except")?.Value as YamlSequence)?.Items.OfType<YamlScalar>() ?? [])
            {
                Check(context, report, name, directory, isPattern: false, "Only names directly below the object can be excepted.");
            }
        }
    }

    private static void Check(RuleContext context, RuleReport report, YamlScalar node, string directory, bool isPattern, string advice)
    {
        if (ScalarValue.Of(node) is not RubyString { Value: var text } || context.IsClaimed(node)) return;
        if (text.Trim().Length == 0 || text.IndexOfAny(['/', '\\']) >= 0)
        {
            if (!context.Claim(node)) return;
            report.Add(node.Range, text, directory, "can never match", advice)
                .With("Write '**'", isPattern && text is "**/*" or "/**" ? DocumentEdits.ReplaceText(node, "**") : null);
        }
        else if (text.IndexOf('*') >= 0 && text.IndexOfAny(['?', '[', '{']) >= 0 && context.Claim(node))
        {
            report.AddText(Severity.Warning, node.Range, $"In '{text}' only the asterisk is special for agent 1.8, while agent 2 also expands ?, [] and {{}}. Use the asterisk alone.");
        }
    }

    public static void TooMuch(RuleContext context, RuleReport report)
    {
        if (context.AppSpec is not { IsLinux: true } spec) return;
        foreach (var item in spec.Permissions)
        {
            if (item.Find("mode")?.Value is not YamlScalar scalar || context.IsClaimed(scalar) || ScalarValue.Of(scalar) is not { } value || value is RubyNil) continue;
            if (PermissionMode.Parse(value.Text, out var padded, out var bits, out _) != PermissionMode.Problem.None) continue;
            var files = PermissionRules.AppliesToFiles(item);
            // A sticky directory that everybody may write is what /tmp is.
            var open = (bits & 2) != 0 && !((bits & 0x200) != 0 && !files);
            var special = (bits & 0xC00) != 0 && files;
            if ((!open && !special) || !context.Claim(scalar)) continue;
            var better = Convert.ToString(bits & ~2 & ~(files ? 0xC00 : 0), 8).PadLeft(3, '0');
            var closed = open && value.Text.Length > 0 ? value.Text.Substring(0, value.Text.Length - 1) + (char)(padded[padded.Length - 1] - 2) : null;
            var writable = scalar.Tag is null && (value is RubyString || value.Text == scalar.Value);
            report.Add(scalar.Range, padded, open ? "lets every account of the host write" : "lets everybody run the files with the rights of their owner", better)
                .With($"Write {closed}", closed is null || !writable ? null : DocumentEdits.ReplaceText(scalar, closed));
        }
    }
}
