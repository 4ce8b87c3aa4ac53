using Slipway.Specifications.Fixes;
using Slipway.Specifications.Ruby;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Documents;

/// <summary>SLW1019 and SLW1020: texts that YAML reads as something else.</summary>
internal static class ScalarRules
{
    private static readonly string[] FileTexts = ["source", "destination"];
    private static readonly string[] ScriptTexts = ["location", "runas"];
    private static readonly string[] PermissionTexts = ["object", "pattern", "owner", "group"];
    private static readonly string[] PermissionLists = ["except", "acls"];

    public static void MisreadWord(RuleContext context, RuleReport report)
    {
        if (context.AppSpec is not { } spec) return;
        foreach (var item in spec.Files) Words(context, report, item, FileTexts);
        foreach (var item in spec.Scripts) Words(context, report, item, ScriptTexts);
        foreach (var item in spec.Permissions)
        {
            Words(context, report, item, PermissionTexts);
            foreach (var key in PermissionLists)
            {
                if (item.Find(key)?.Value is not YamlSequence list) continue;
                foreach (var value in list.Items) Word(context, report, value, isAccount: false, key);
            }
        }
    }

    private static void Words(RuleContext context, RuleReport report, YamlMapping item, string[] keys)
    {
        foreach (var key in keys)
        {
            if (item.Find(key) is { } entry) Word(context, report, entry.Value, key is "owner" or "group", key);
        }
    }

    private static void Word(RuleContext context, RuleReport report, YamlNode node, bool isAccount, string key)
    {
        if (node is not YamlScalar { IsAbsent: false } scalar || !ScalarValue.IsPlain(node)) return;
        var value = ScalarValue.Of(scalar);
        // A missing value is the business of the rule about that key.
        if (value is null or RubyString or RubySymbol || (value is RubyNil && key is not ("pattern" or "runas" or "owner" or "group" or "except" or "acls"))) return;
        if (value is RubyInteger or RubyFloat && (value.Text == scalar.Value || isAccount)) return;
        if (!context.Claim(node)) return;
        var means = value switch
        {
            RubyNil => "nothing",
            RubyBoolean => "a truth value",
            _ => "a number",
        };
        report.Add(node.Range, scalar.Value, means, value.Text, isAccount && value is RubyNil or RubyBoolean { Value: false } ? " and set none" : "").With("Put quotes around it", DocumentEdits.Replace(node.Range, DocumentEdits.SingleQuoted(scalar.Value)));
    }

    public static void BackslashInDoubleQuotes(RuleContext context, RuleReport report)
    {
        SyntaxRules.Explained(context, report, "SLW1020", SingleQuotes);
        if (context.AppSpec is not { } spec) return;
        foreach (var item in spec.Files.Concat(spec.Scripts).Concat(spec.Permissions))
        {
            foreach (var entry in item.Entries)
            {
                if (!KnownKeys.IsPath(entry.Name) || entry.Value is not YamlScalar { Style: YamlScalarStyle.DoubleQuoted } scalar) continue;
                if (FirstEscape(context.Document!.Text, scalar) is not { } at || !context.Claim(scalar)) continue;
                var escape = context.Document.Text.Substring(at, 2);
                report.Add(context.Places.Range(at, 2), escape, MeaningOf(escape[1]), "look for a path with that character").With(SingleQuotes, InSingleQuotes(context, scalar));
            }
        }
    }

    private const string SingleQuotes = "Use single quotes";

    private static TextChange? InSingleQuotes(RuleContext context, YamlScalar scalar)
    {
        if (scalar.Range.EndLine > scalar.Range.Line) return null;
        var written = context.Edits.Written(scalar);
        return DocumentEdits.Replace(scalar.Range, SyntaxRepairs.InSingleQuotes(written.Substring(1, written.Length - 2)));
    }

    private static int? FirstEscape(string text, YamlScalar scalar)
    {
        var end = scalar.Range.Offset + scalar.Range.Length - 1;
        for (var i = scalar.Range.Offset + 1; i + 1 < end; i++)
        {
            if (text[i] != '\\') continue;
            // A code in hexadecimal is written on purpose: in a Windows path it would not be one.
            if (text[i + 1] is not ('\\' or '"' or '\n' or '\r' or 'x' or 'u' or 'U')) return i;
            i++;
        }

        return null;
    }

    private static string MeaningOf(char escape) => escape switch
    {
        't' => "a TAB",
        'n' => "a line feed",
        'r' => "a carriage return",
        'a' => "a bell",
        'b' => "a backspace",
        'f' => "a form feed",
        'v' => "a vertical tab",
        'e' => "an escape character",
        '0' => "a NUL",
        ' ' or '/' => "the character alone, without the backslash",
        _ => "another character",
    };
}
