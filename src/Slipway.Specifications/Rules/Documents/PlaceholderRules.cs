using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Documents;

/// <summary>SLW1018: placeholders that nothing replaces.</summary>
internal static class PlaceholderRules
{
    public static void StillThere(RuleContext context, RuleReport report)
    {
        if (!context.Kind.IsAppSpec() || context.Document is not { } document) return;
        var tokens = context.Tokens;
        foreach (var explanation in context.Diagnosis.Of("SLW1018"))
        {
            if (!IsKnown(explanation.Arguments[2], tokens, context)) report.Add(explanation.Range, explanation.Arguments);
        }

        if (document.Fault is not null) return;
        var keys = new Lazy<HashSet<YamlNode>>(() => KeysOf(context));
        foreach (var node in context.Nodes)
        {
            if (node is YamlScalar { Range.Length: > 0 } scalar) InScalar(context, report, scalar, tokens, keys);
            else if (node is YamlMapping { IsFlow: true, Entries.Count: 1 } mapping && mapping.Entries[0].Key is YamlMapping { IsFlow: true }) InBraces(context, report, mapping, tokens);
        }

        foreach (var comment in document.Comments)
        {
            // Behind a key the author saw a value where YAML sees a comment.
            if (comment.OwnLine || !comment.Text.StartsWith("#{", StringComparison.Ordinal)) continue;
            if (Placeholders.At(comment.Text, 0, 0, comment.Text.Length) is not { } found || !FollowsColon(document.Text, comment.Range.Offset) || IsKnown(found.Name, tokens, context)) continue;
            report.Add(context.Places.Range(comment.Range.Offset, found.Length), comment.Text.Substring(0, found.Length), "an empty value, because YAML takes it for a comment");
        }
    }

    private static void InScalar(RuleContext context, RuleReport report, YamlScalar scalar, IReadOnlyCollection<string> tokens, Lazy<HashSet<YamlNode>> keys)
    {
        var text = context.Document!.Text;
        var end = scalar.Range.Offset + scalar.Range.Length;
        if (context.IsClaimed(scalar)) return;
        for (var at = scalar.Range.Offset; Placeholders.Find(text, at, end) is { } found; at = found.Offset + found.Length)
        {
            // Other rules are silent about the value either way: it is not the one that the host will see, or it is reported here.
            context.Claim(scalar);
            if (IsKnown(found.Name, tokens, context)) continue;
            var isProperty = found.Offset + 1 < end && text[found.Offset] == '$' && text[found.Offset + 1] == '(';
            // What packing replaces, or what it was told to leave like this.
            if (isProperty && (context.Inputs.IsResolved || (context.Inputs.IsResolvedAtPacking && !keys.Value.Contains(scalar)))) continue;
            var reason = !isProperty ? "nothing on the host knows the name"
                : context.Inputs.IsResolvedAtPacking ? "packing replaces it in values, and this is a key"
                : $"'slipway pack -p {found.Name}=VALUE' would replace it, and so does a project with the Slipway package";
            report.Add(context.Places.Range(found.Offset, found.Length), text.Substring(found.Offset, found.Length), reason);
        }
    }

    private static HashSet<YamlNode> KeysOf(RuleContext context) => [.. context.Nodes.OfType<YamlMapping>().SelectMany(mapping => mapping.Entries).Select(entry => entry.Key)];

    private static void InBraces(RuleContext context, RuleReport report, YamlMapping mapping, IReadOnlyCollection<string> tokens)
    {
        var text = context.Document!.Text;
        if (Placeholders.At(text, mapping.Range.Offset, mapping.Range.Offset, mapping.Range.Offset + mapping.Range.Length) is not { } found || !context.Claim(mapping)) return;
        context.Claim(mapping.Entries[0].Key);
        if (!IsKnown(found.Name, tokens, context)) report.Add(context.Places.Range(found.Offset, found.Length), text.Substring(found.Offset, found.Length), "a mapping inside a mapping, because YAML takes the braces for that");
    }

    private static bool FollowsColon(string text, int offset)
    {
        do offset--;
        while (offset > 0 && text[offset] is ' ' or '\t');
        return offset > 0 && text[offset] is ':' or '-';
    }

    /// <summary>What the toolkit replaces in this file; the pipeline of ECS replaces two more.</summary>
    private static bool IsKnown(string name, IReadOnlyCollection<string> tokens, RuleContext context) => tokens.Contains(name)
        || (context.Kind == DocumentKind.EcsAppSpec && (name == "TASK_DEFINITION" || name.StartsWith("IMAGE", StringComparison.Ordinal)));
}
