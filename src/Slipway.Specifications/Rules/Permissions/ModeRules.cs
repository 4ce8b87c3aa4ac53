using System.Globalization;
using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Ruby;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Permissions;

/// <summary>SLW3004, SLW3005 and SLW3009: the mode of permissions.</summary>
internal static class ModeRules
{
    public static void LeadingZero(RuleContext context, RuleReport report)
    {
        foreach (var (_, _, scalar) in Modes(context))
        {
            if (!ScalarValue.IsPlain(scalar) || !IsOctalWithZero(scalar.Value) || ScalarValue.Of(scalar) is not RubyInteger number) continue;
            var problem = PermissionMode.Parse(number.Text, out var padded, out var bits, out _);
            PermissionMode.Parse(scalar.Value, out _, out var meant, out _);
            if (problem == PermissionMode.Problem.None && bits == meant && scalar.Value.Length <= 4) continue;
            if (!context.Claim(scalar)) continue;
            var does = problem == PermissionMode.Problem.None ? $"sets the mode {padded}" : "refuses the file";
            report.Add(scalar.Range, scalar.Value, number.Text, does, scalar.Value.TrimStart('0').PadLeft(3, '0'))
                .With("Put quotes around it", scalar.Value.Length <= 4 ? DocumentEdits.Replace(scalar.Range, DocumentEdits.DoubleQuoted(scalar.Value)) : null);
        }
    }

    private static bool IsOctalWithZero(string text) => text.Length > 1 && text[0] == '0' && text.All(c => c is >= '0' and <= '7') && text.Trim('0').Length > 0;

    public static void NotOctal(RuleContext context, RuleReport report)
    {
        foreach (var (_, entry, node) in Modes(context))
        {
            if (ScalarValue.Of(node) is not { } value || value is RubyNil) continue;
            // The text as written counts: what YAML makes of it (0x1ff is 511) is nobody's intention.
            var text = value is RubyString || node.Tag is not null ? value.Text : node.Value;
            if (ProblemOf(text) is not { } problem || !context.Claim(node)) continue;
            var meant = node.Tag is null ? Digits(text) : null;
            report.Add(AppSpecView.PlaceOf(entry), text, problem).With($"Write {meant}", meant is null ? null : DocumentEdits.ReplaceText(node, meant));
        }

        if (context.AppSpec is not { IsLinux: true } spec) return;
        foreach (var item in spec.Permissions)
        {
            if (item.Find("mode") is { Value: YamlMapping or YamlSequence } entry && context.Claim(entry.Value)) report.Add(entry.Key.Range, "This", "it is no text");
        }
    }

    /// <summary>The digits of <c>0o755</c> and <c>rwxr-xr-x</c>; null for other forms.</summary>
    private static string? Digits(string text)
    {
        if (text.StartsWith("0o", StringComparison.Ordinal))
        {
            var rest = text.Substring(2);
            return rest.Length is 3 or 4 && ProblemOf(rest) is null ? rest.Length == 4 && rest[0] == '0' ? rest.Substring(1) : rest : null;
        }

        var letters = text.Length == 10 && text[0] is '-' or 'd' ? text.Substring(1) : text;
        if (letters.Length != 9) return null;
        var digits = "";
        for (var i = 0; i < 9; i += 3)
        {
            if (letters[i] is not ('r' or '-') || letters[i + 1] is not ('w' or '-') || letters[i + 2] is not ('x' or '-')) return null;
            digits += (char)('0' + (letters[i] == 'r' ? 4 : 0) + (letters[i + 1] == 'w' ? 2 : 0) + (letters[i + 2] == 'x' ? 1 : 0));
        }

        // A leading zero would need quotes, and 000 is hardly meant.
        return digits[0] == '0' ? null : digits;
    }

    private static string? ProblemOf(string text)
    {
        if (text.Length == 0) return "it is empty and would mean 000";
        if (text.StartsWith("0o", StringComparison.Ordinal)) return "the prefix 0o is not known";
        foreach (var c in text)
        {
            if (c is >= '0' and <= '7') continue;
            return RubyText.IsDigit(c) ? $"{c} is no octal digit" : $"'{c}' is no octal digit";
        }

        return text.Length > 4 ? "it has more than four digits" : null;
    }

    public static void SpecialBitsLost(RuleContext context, RuleReport report)
    {
        foreach (var (item, entry, scalar) in Modes(context))
        {
            if (ScalarValue.Of(scalar) is not { } value || PermissionMode.Parse(value.Text, out _, out var bits, out _) != PermissionMode.Problem.None) continue;
            var special = bits & 0xC00;
            if (special == 0 || !PermissionRules.AppliesToFiles(item) || (AppSpecView.Text(item.Find("owner")?.Value) ?? AppSpecView.Text(item.Find("group")?.Value)) is null) continue;
            if (!context.Claim(scalar)) continue;
            var name = special == 0x800 ? "setuid" : special == 0x400 ? "setgid" : "setuid and setgid";
            report.Add(AppSpecView.PlaceOf(entry), name, Convert.ToString(bits & ~0xC00, 8).PadLeft(4, '0').ToString(CultureInfo.InvariantCulture));
        }
    }

    private static IEnumerable<(YamlMapping Item, YamlEntry Entry, YamlScalar Scalar)> Modes(RuleContext context)
    {
        if (context.AppSpec is not { IsLinux: true } spec) yield break;
        foreach (var item in spec.Permissions)
        {
            if (item.Find("mode") is { Value: YamlScalar scalar } entry) yield return (item, entry, scalar);
        }
    }
}
