using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Policies;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Policies;

/// <summary>SLW8004, SLW8007 and SLW8008: statements and templates about references.</summary>
internal static class ReferenceRules
{
    private const string Heads = "refs/heads/";

    private const string Tags = "refs/tags/";

    public static void NullMissing(RuleContext context, RuleReport report)
    {
        foreach (var statement in context.Policy?.Statements ?? [])
        {
            if (!statement.IsDeny || !statement.CoversAction(CodeCommitActions.GitPush) || !ComparesReferences(statement)) continue;
            if (statement.Conditions.Any(condition => IsNull(condition) && condition.IsReferences && condition.Values.Any(value => value.Value.Equals("false", StringComparison.OrdinalIgnoreCase)))) continue;
            var action = statement.Actions.FirstOrDefault(value => Wildcard.Matches(value.Value, CodeCommitActions.GitPush, ignoreCase: true));
            var place = action?.Node.Range ?? statement.Node.Find("NotAction")?.Key.Range ?? AppSpecView.FirstKey(statement.Node);
            report.Add(place).With(NullBlock(context, statement));
        }
    }

    private static Fix? NullBlock(RuleContext context, PolicyStatement statement)
    {
        if (statement.ConditionEntry?.Value is not YamlMapping { Entries.Count: > 0 } conditions || conditions.Find("Null") is not null) return null;
        var change = context.Edits.InsertAfter(conditions, conditions.Entries[conditions.Entries.Count - 1], "Null", "{ \"codecommit:References\": \"false\" }");
        return change is { } insertion ? new Fix("Add the Null condition", [insertion]) : null;
    }

    public static void NeverMatches(RuleContext context, RuleReport report)
    {
        if (context.Policy is not { } policy) return;
        foreach (var condition in policy.Statements.SelectMany(statement => statement.Conditions).Where(condition => condition.IsReferences && !IsNull(condition)))
        {
            var isExact = condition.Operator.IndexOf("Equals", StringComparison.OrdinalIgnoreCase) >= 0;
            foreach (var value in condition.Values)
            {
                if (!MayMatch(value.Value, Heads, !isExact) && !MayMatch(value.Value, Tags, !isExact)) Add(context, report, value, "never fits");
                else if (isExact && Wildcard.Has(value.Value) && context.Claim(value.Node)) report.Add(value.Node.Range, value.Value, $"would have to be written with the star: {condition.Operator} knows no wildcards", "StringLikeIfExists' as the operator and '" + value.Value);
            }
        }

        foreach (var reference in policy.Templates.SelectMany(template => template.DestinationReferences))
        {
            if (!reference.Value.StartsWith(Heads, StringComparison.Ordinal)) Add(context, report, reference, "never fits");
            else if (reference.Value.Length > Heads.Length && reference.Value[Heads.Length] == '*' && context.Claim(reference.Node))
            {
                report.Add(reference.Node.Range, reference.Value, "is refused: the name of a branch must not begin with a wildcard", Heads + "<prefix>" + reference.Value.Substring(Heads.Length));
            }
        }
    }

    private static void Add(RuleContext context, RuleReport report, PolicyText value, string problem)
    {
        if (!context.Claim(value.Node)) return;
        var name = value.Value.TrimStart('/');
        foreach (var prefix in new[] { "refs/", "heads/", "origin/", "remotes/" })
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal)) name = name.Substring(prefix.Length);
        }

        var reported = report.Add(value.Node.Range, value.Value, problem, Heads + name);
        if (name.Length > 0 && DocumentEdits.ReplaceText(value.Node, Heads + name) is { } change) reported.With($"Write '{Heads}{name}'", change);
    }

    /// <summary>Whether a text with the prefix can fit: what is written before the first wildcard agrees with it.</summary>
    private static bool MayMatch(string pattern, string prefix, bool hasWildcards)
    {
        var star = hasWildcards ? pattern.IndexOfAny(['*', '?']) : -1;
        if (star < 0) return pattern.Length > prefix.Length && pattern.StartsWith(prefix, StringComparison.Ordinal);
        var common = Math.Min(star, prefix.Length);
        return string.CompareOrdinal(pattern, 0, prefix, 0, common) == 0;
    }

    public static void OtherWays(RuleContext context, RuleReport report)
    {
        if (context.Policy is not { } policy) return;
        var denials = policy.Statements.Where(statement => statement.IsDeny && ComparesReferences(statement)).ToList();
        foreach (var statement in denials)
        {
            if (!statement.CoversAction(CodeCommitActions.GitPush) || Key(statement) is not { } key) continue;
            var references = References(statement);
            if (references.Count == 0) continue;
            // Another Deny about the same references may cover the rest.
            var same = denials.Where(other => other.Principals.SequenceEqual(statement.Principals) && references.TrueForAll(References(other).Contains)).ToList();
            var approved = policy.Templates.Any(template => references.TrueForAll(reference => IsApproved(template, reference)));
            var needed = approved ? CodeCommitActions.BranchWrites : CodeCommitActions.BranchWrites.Concat(CodeCommitActions.PullRequestMerges);
            var missing = needed.Where(action => !same.Exists(other => other.CoversAction(action))).ToList();
            if (missing.Count == 0) continue;
            var names = string.Join(", ", references.ConvertAll(reference => reference.StartsWith(Heads, StringComparison.Ordinal) ? reference.Substring(Heads.Length) : reference));
            report.Add(key.Key.Range, names, string.Join(", ", missing.ConvertAll(action => action.Substring(CodeCommitActions.Prefix.Length)))).With(Appended(context, key, missing));
        }
    }

    private static YamlEntry? Key(PolicyStatement statement) => statement.Node.Find("Action") ?? statement.Node.Find("NotAction");

    private static bool IsApproved(ApprovalTemplate template, string reference) => template.Statements.Count > 0
        && (template.DestinationReferences.Count == 0 || template.DestinationReferences.Any(pattern => Wildcard.Matches(pattern.Value, reference)));

    private static Fix? Appended(RuleContext context, YamlEntry key, List<string> missing)
    {
        if (key.Name != "Action") return null;
        var quoted = missing.ConvertAll(action => $"\"{action}\"");
        TextChange? change = key.Value switch
        {
            YamlSequence { IsFlow: true, Items.Count: > 0 } list => new TextChange(DocumentEdits.EndOf(list.Items[list.Items.Count - 1]), 0, ", " + string.Join(", ", quoted)),
            YamlSequence { IsFlow: false, Items.Count: > 0 } list => new TextChange(DocumentEdits.EndOf(list), 0,
                string.Concat(quoted.ConvertAll(action => context.Edits.NewLine + new string(' ', list.Dashes[0].Column - 1) + "- " + action))),
            YamlScalar { Style: not (YamlScalarStyle.Literal or YamlScalarStyle.Folded) } scalar when scalar.Range.Length > 0 =>
                DocumentEdits.Replace(scalar.Range, "[" + context.Document!.Text.Substring(scalar.Range.Offset, scalar.Range.Length) + ", " + string.Join(", ", quoted) + "]"),
            _ => null,
        };
        return change is { } appended ? new Fix("Add the missing actions", [appended]) : null;
    }

    private static bool ComparesReferences(PolicyStatement statement) => statement.Conditions.Any(condition => condition.IsReferences && !IsNull(condition));

    private static List<string> References(PolicyStatement statement) =>
        statement.Conditions.Where(condition => condition.IsReferences && !IsNull(condition)).SelectMany(condition => condition.Values).Select(value => value.Value).ToList();

    private static bool IsNull(PolicyCondition condition) => condition.Operator.Equals("Null", StringComparison.OrdinalIgnoreCase);
}
