using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Documents;

/// <summary>SLW1001 to SLW1005 and the faults of SLW1020 to SLW1022 that make a file unreadable.</summary>
internal static class SyntaxRules
{
    public static void NotYaml(RuleContext context, RuleReport report) => Explained(context, report, "SLW1001", "Move the key to the column of its item");

    public static void TabAsIndentation(RuleContext context, RuleReport report) => Explained(context, report, "SLW1002", "Replace the tabs by spaces");

    public static void ByteOrderMark(RuleContext context, RuleReport report)
    {
        if (!context.Kind.IsAppSpec() || context.Document is not { } document || !StartsWithMark(context.Inputs)) return;
        var line = TextLine.Of(document.Text).First();
        var harmless = line.Content == line.End || line.IsComment;
        var end = line.Content;
        while (end < line.End && document.Text[end] is not (' ' or ':' or '\t')) end++;
        var severity = context.Kind != DocumentKind.ServerAppSpec ? Severity.Info : harmless ? Severity.Warning : Severity.Error;
        report.Add(severity, new SourceRange(0, end, 1, 1, 1, end + 1), document.Text.Substring(line.Content, end - line.Content))
            .With(new Fix("Save as UTF-8 without the mark", [], FixEncoding.Utf8));
    }

    private static bool StartsWithMark(RuleInputs inputs) => inputs.Content is { } bytes
        ? bytes.Length >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
        : inputs.Text is { Length: > 0 } text && text[0] == '\uFEFF';

    public static void NotUtf8(RuleContext context, RuleReport report)
    {
        if (context.Document?.Fault is not { Kind: YamlFaultKind.Encoding } fault || context.Inputs.Content is not { } bytes) return;
        var wide = bytes.Length >= 2 && ((bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF));
        var offset = wide ? 0 : fault.ByteOffset;
        report.Add(wide ? new SourceRange(0, 1, 1, 1, 1, 2) : fault.Range, $"0x{bytes[offset]:X2}", offset.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .With(wide ? new Fix("Save as UTF-8", [], FixEncoding.Utf8) : null);
    }

    public static void InvisibleCharacter(RuleContext context, RuleReport report)
    {
        Explained(context, report, "SLW1005", RemoveIt);
        if (context.Document is not { Fault: null } document) return;
        var comments = document.Comments;
        var comment = 0;
        List<SourceRange>? prose = null;
        var value = 0;
        for (var i = 0; i < document.Text.Length; i++)
        {
            var c = document.Text[i];
            if (c < '\u00A0' || InvisibleCharacters.NameOf(c) is not { } name) continue;
            while (comment < comments.Count && comments[comment].Range.Offset + comments[comment].Range.Length <= i) comment++;
            if (comment < comments.Count && comments[comment].Range.Offset <= i) continue;
            prose ??= QuotedProse(context);
            while (value < prose.Count && prose[value].Offset + prose[value].Length <= i) value++;
            if (value < prose.Count && prose[value].Offset <= i) continue;
            var length = 1;
            while (i + length < document.Text.Length && document.Text[i + length] == c) length++;
            var plain = InvisibleCharacters.Plain(c);
            report.Add(context.Places.Range(i, length), name, $"{(int)c:X4}", "the text")
                .With(RemoveIt, new TextChange(i, length, plain.Length == 0 ? "" : new string(plain[0], length)));
            i += length - 1;
        }

        foreach (var node in context.Nodes)
        {
            if (node is not YamlScalar scalar) continue;
            if (scalar.Range.EndLine > scalar.Range.Line && LoneReturn(document.Text, scalar) is { } at && context.Claim(scalar)) report.Add(context.Places.Range(at, 1), "A carriage return without a line feed", "000D", "the value");
            if (scalar.IsQuoted || scalar.Value.Length < 2 || scalar.Value[0] is not (>= '\u2018' and <= '\u201F')) continue;
            if (scalar.Value[scalar.Value.Length - 1] is not (>= '\u2018' and <= '\u201F') || !context.Claim(scalar)) continue;
            report.Add(scalar.Range, "A typographic quote", $"{(int)scalar.Value[0]:X4}", "the value").With("Write straight quotes", Straight(scalar));
        }
    }

    private const string RemoveIt = "Write a plain character";

    private static int? LoneReturn(string text, YamlScalar scalar)
    {
        var end = scalar.Range.Offset + scalar.Range.Length;
        for (var at = text.IndexOf('\r', scalar.Range.Offset, scalar.Range.Length); at >= 0; at = text.IndexOf('\r', at + 1, end - at - 1))
        {
            if (at + 1 >= text.Length || text[at + 1] != '\n') return at;
        }

        return null;
    }

    private static TextChange? Straight(YamlScalar scalar)
    {
        if (scalar.Range.EndLine > scalar.Range.Line) return null;
        var inner = scalar.Value.Substring(1, scalar.Value.Length - 2);
        var isDouble = scalar.Value[0] >= '\u201C' && inner.IndexOfAny(['"', '\\']) < 0;
        return DocumentEdits.Replace(scalar.Range, isDouble ? DocumentEdits.DoubleQuoted(inner) : DocumentEdits.SingleQuoted(inner));
    }

    /// <summary>Emoji and the like in a quoted value that is no path are nobody's mistake.</summary>
    private static List<SourceRange> QuotedProse(RuleContext context) => context.Nodes.OfType<YamlMapping>().SelectMany(mapping => mapping.Entries)
        .Where(entry => entry.Value is YamlScalar { IsQuoted: true } && !KnownKeys.IsText(entry.Name)).Select(entry => entry.Value.Range).ToList();

    public static void MissingSpaceAfterIndicator(RuleContext context, RuleReport report)
    {
        Explained(context, report, "SLW1021", InsertSpace);
        if (context.Document is not { Fault: null } document) return;
        foreach (var scalar in PlacesOfMappings(document.Root))
        {
            if (scalar.IsQuoted || scalar.Value.IndexOf(':') <= 0) continue;
            var line = new TextLine(document.Text, scalar.Range.Offset, scalar.Range.Offset + scalar.Range.Length);
            if (MissingSpace.Find(line) is not { } edit || !context.Claim(scalar)) continue;
            report.Add(context.Places.Range(edit.ShownOffset, edit.ShownLength), edit.Arguments).With(InsertSpace, new TextChange(edit.Offset, edit.Length, edit.Replacement));
        }
    }

    private const string InsertSpace = "Insert a space";

    /// <summary>The scalars that stand where a mapping, or a key of the top level, is due.</summary>
    private static IEnumerable<YamlScalar> PlacesOfMappings(YamlNode? root)
    {
        if (root is YamlScalar text) yield return text;
        if (root is not YamlMapping mapping) yield break;
        foreach (var entry in mapping.Entries)
        {
            if (entry.Key is YamlScalar key) yield return key;
            var lists = entry.Name == "hooks" && entry.Value is YamlMapping events ? events.Entries.Select(item => item.Value) : entry.Name is "files" or "permissions" ? [entry.Value] : [];
            foreach (var item in lists.OfType<YamlSequence>().SelectMany(list => list.Items).OfType<YamlScalar>()) yield return item;
        }
    }

    public static void NeedsQuotes(RuleContext context, RuleReport report)
    {
        Explained(context, report, "SLW1022", AddQuotes);
        HashSet<string>? anchors = null;
        foreach (var mapping in context.Nodes.OfType<YamlMapping>())
        {
            foreach (var entry in mapping.Entries)
            {
                if (entry.Value is not YamlAlias alias || !KnownKeys.IsText(entry.Name)) continue;
                anchors ??= new HashSet<string>(context.Nodes.Select(node => node.Anchor).OfType<string>());
                if (anchors.Contains(alias.Name)) continue;
                if (context.Claim(alias)) report.Add(alias.Range, "*" + alias.Name, "starts with '*'", "an alias").With(AddQuotes, DocumentEdits.Replace(alias.Range, DocumentEdits.DoubleQuoted("*" + alias.Name)));
            }
        }
    }

    private const string AddQuotes = "Put quotes around it";

    internal static void Explained(RuleContext context, RuleReport report, string rule, string title)
    {
        foreach (var explanation in context.Diagnosis.Of(rule)) report.Add(explanation.Range, explanation.Arguments).With(title, explanation.Change);
    }
}
