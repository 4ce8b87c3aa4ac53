using System.Globalization;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
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
        var server = context.Kind == DocumentKind.ServerAppSpec;
        var reported = report.Add(range, what, server ? " and 'os: linux' or 'os: windows'" : "");
        if (document.Root is null && server) reported.With("Insert version and os", Header(context));
    }

    /// <summary>Behind the comments of a file that holds nothing else.</summary>
    private static TextChange Header(RuleContext context)
    {
        var edits = context.Edits;
        var end = context.Document!.Text.Length;
        var header = $"version: 0.0{edits.NewLine}os: {ProjectSystem.Of(context) ?? "linux"}{edits.NewLine}";
        return new TextChange(end, 0, edits.EndsLine(end) ? header : edits.NewLine + header);
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
        report.Add(IsEmpty(document) ? Severity.Error : report.DefaultSeverity, rest).With("Delete the marker", EmptySecond(context, document.Text, rest));
    }

    /// <summary>The marker line, when nothing but blanks and comments follows it.</summary>
    private static TextChange? EmptySecond(RuleContext context, string text, SourceRange marker)
    {
        if (string.CompareOrdinal(text, marker.Offset, "---", 0, 3) != 0 || marker.Column != 1) return null;
        var after = new TextLine(text, marker.Offset + 3, text.Length).Content;
        foreach (var line in TextLine.Of(text.Substring(marker.Offset + 3)))
        {
            if (line.Content < line.End && !line.IsComment) return null;
        }

        return after < text.Length && text[after] == '#' ? new TextChange(marker.Offset, after - marker.Offset, "")
            : new TextChange(marker.Offset, context.Edits.NextLine(marker.Offset) - marker.Offset, "");
    }

    public static void AliasOrMergeKey(RuleContext context, RuleReport report)
    {
        if (!context.Kind.IsAppSpec()) return;
        Dictionary<string, YamlNode>? anchors = null;
        foreach (var node in context.Nodes)
        {
            if (node.Anchor is { } anchor) (anchors ??= new(StringComparer.Ordinal))[anchor] = node;
            if (node is YamlAlias alias && context.Claim(alias)) report.Add(alias.Range, "*" + alias.Name).With("Write the value out", WrittenOut(context, alias, anchors));
            if (node is not YamlMapping mapping) continue;
            foreach (var entry in mapping.Entries)
            {
                if (entry.Name == "<<" && entry.Value is YamlMapping or YamlSequence && context.Claim(entry.Key)) report.Add(entry.Key.Range, "<<");
            }
        }
    }

    private static TextChange? WrittenOut(RuleContext context, YamlAlias alias, Dictionary<string, YamlNode>? anchors)
    {
        YamlNode? meant = null;
        anchors?.TryGetValue(alias.Name, out meant);
        if (meant is not YamlScalar { Range.Length: > 0, Tag: null } scalar || scalar.Range.EndLine > scalar.Range.Line || scalar.Style is YamlScalarStyle.Literal or YamlScalarStyle.Folded) return null;
        var written = context.Edits.Written(scalar);
        // In a flow collection fewer characters can stand without quotes than in a block.
        return DocumentEdits.Replace(alias.Range, scalar.IsQuoted || DocumentEdits.IsPlain(written) ? written : DocumentEdits.SingleQuoted(written));
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
                if (node.Tag is null) report.Add(range, $"'{((YamlScalar)node).Value}'", refusal, "Put quotes around it.").With("Put quotes around it", DocumentEdits.Replace(node.Range, DocumentEdits.SingleQuoted(((YamlScalar)node).Value)));
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
            Dictionary<string, YamlEntry>? byName = mapping.Entries.Count > 16 ? new(StringComparer.Ordinal) : null;
            for (var i = 0; i < mapping.Entries.Count; i++)
            {
                var entry = mapping.Entries[i];
                if (entry.Name is not { } name) continue;
                YamlEntry? first = null;
                if (byName is null) first = FirstBefore(mapping, i, name);
                else if (!byName.TryGetValue(name, out first)) byName.Add(name, entry);
                if (first is null) continue;
                // What else is wrong with the key is said where it stands first.
                context.Claim(entry.Key);
                report.Add(entry.Key.Range, name, first.Key.Range.Line.ToString(CultureInfo.InvariantCulture))
                    .See(context.Inputs.File, first.Key.Range, "the first one")
                    .With("Append its items to the first list", IsJoinable(context, mapping, name) ? context.Edits.Join(first, entry) : null);
            }
        }
    }

    private static YamlEntry? FirstBefore(YamlMapping mapping, int index, string name)
    {
        for (var i = 0; i < index; i++)
        {
            if (mapping.Entries[i].Name == name) return mapping.Entries[i];
        }

        return null;
    }

    /// <summary>Lists that mean the same when they are one: those of the sections and of events.</summary>
    private static bool IsJoinable(RuleContext context, YamlMapping mapping, string name) => context.AppSpec is { } spec
        && (ReferenceEquals(mapping, spec.Root) ? name is "files" or "permissions" : ReferenceEquals(mapping, spec.Hooks));
}
