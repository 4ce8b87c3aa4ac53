using System.Globalization;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Ruby;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Documents;

/// <summary>SLW1006 to SLW1010: the document as a whole and what changes how it is loaded.</summary>
internal static class DocumentRules
{
    public static void MustBeMapping(RuleContext context, RuleReport report)
    {
        if (context.Document is not { Fault: null } document || document.Root is YamlMapping) return;
        // A list that the agent takes for a mapping is none for anybody who reads the file.
        if (document.Root is not null && !context.Claim(document.Root)) return;
        if (IsEmpty(document) && document.Rest is not null) return;
        var what = document.Root switch
        {
            null => "is empty",
            YamlScalar when IsEmpty(document) => "is empty",
            YamlScalar => "holds a text, not a mapping",
            YamlSequence => "holds a list, not a mapping",
            _ => "holds an alias, not a mapping",
        };
        var range = document.Root is { Range.Length: > 0 } root ? root.Range : FirstLine(document.Text);
        report.Add(range, what, context.Kind == DocumentKind.ServerAppSpec ? " and 'os: linux' or 'os: windows'" : "");
    }

    private static bool IsEmpty(YamlDocument document) => document.Root is null
        || (document.Root is YamlScalar scalar && ScalarValue.Of(scalar) is { IsTruthy: false });

    private static SourceRange FirstLine(string text)
    {
        var line = TextLine.Of(text).First();
        return new SourceRange(0, line.End, 1, 1, 1, line.End + 1);
    }

    public static void OnlyFirstDocument(RuleContext context, RuleReport report)
    {
        if (context.Document is not { Fault: null, Rest: { } rest } document) return;
        report.Add(IsEmpty(document) ? Severity.Error : report.DefaultSeverity, rest);
    }

    public static void AliasOrMergeKey(RuleContext context, RuleReport report)
    {
        if (!context.Kind.IsAppSpec()) return;
        foreach (var node in context.Nodes)
        {
            if (node is YamlAlias alias && context.Claim(alias)) report.Add(alias.Range, "*" + alias.Name);
            if (node is not YamlMapping mapping) continue;
            foreach (var entry in mapping.Entries)
            {
                if (entry.Name == "<<" && entry.Value is YamlMapping or YamlSequence && context.Claim(entry.Key)) report.Add(entry.Key.Range, "<<");
            }
        }
    }

    public static void DateOrTag(RuleContext context, RuleReport report)
    {
        if (!context.Kind.IsAppSpec()) return;
        foreach (var node in context.Nodes)
        {
            if (node.Tag is null && node is not YamlScalar { IsQuoted: false }) continue;
            if (node is YamlAlias || (node.Tag is null && !MayBeRefused(((YamlScalar)node).Value))) continue;
            if (RefusalOf(node) is { } refusal)
            {
                if (!context.Claim(node)) continue;
                var range = node.Tag is null ? node.Range : node.TagRange;
                if (node.Tag is null) report.Add(range, $"'{((YamlScalar)node).Value}'", refusal, "Put quotes around it.");
                else report.Add(range, $"The tag '{node.Tag}'", refusal, "Remove the tag.");
            }
            else if (node.Tag is { Length: > 1 } tag && tag[0] == '!' && !tag.StartsWith("!ruby/", StringComparison.Ordinal))
            {
                report.AddText(Severity.Warning, node.TagRange, $"The tag '{tag}' is ignored by both agents and only the value remains. Remove the tag.");
            }
        }
    }

    /// <summary>Only what begins like a number can be a date or a number that Ruby cannot convert.</summary>
    private static bool MayBeRefused(string text) => text.Length > 1 && (RubyText.IsDigit(text[0]) || text[0] is '-' or '+' or '.');

    private static string? RefusalOf(YamlNode node)
    {
        try
        {
            PsychLoader.Load(node);
            return null;
        }
        catch (AgentRefusalException refusal)
        {
            // A refusal further down is reported there.
            if (refusal.Range != node.Range) return null;
            var at = refusal.AgentMessage.LastIndexOf(": ", StringComparison.Ordinal);
            return refusal.AgentMessage.StartsWith("Tried to load", StringComparison.Ordinal) ? refusal.AgentMessage.Substring(at + 2) : "value that Ruby cannot convert";
        }
    }

    public static void DuplicateKey(RuleContext context, RuleReport report)
    {
        foreach (var mapping in context.Nodes.OfType<YamlMapping>())
        {
            if (mapping.Entries.Count < 2) continue;
            var first = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var entry in mapping.Entries)
            {
                if (entry.Name is not { } name) continue;
                if (!first.TryGetValue(name, out var line)) first.Add(name, entry.Key.Range.Line);
                else report.Add(entry.Key.Range, name, line.ToString(CultureInfo.InvariantCulture));
            }
        }
    }
}
