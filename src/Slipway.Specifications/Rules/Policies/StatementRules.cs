using System.Text.RegularExpressions;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Policies;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Policies;

/// <summary>SLW8005 and SLW8006: the parts of an IAM statement.</summary>
internal static class StatementRules
{
    private const string Example = "arn:aws:codecommit:eu-west-1:123456789012:shop";

    private static readonly Regex RepositoryArn = new(@"^arn:aws[a-z-]*:codecommit:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9._*?-]+$", RegexOptions.CultureInvariant);

    private static readonly Regex Prefixed = new("^(arn:[^:]*:codecommit:[^:]*:[^:]*:)(?:repository|repo)/", RegexOptions.CultureInvariant);

    private static readonly HashSet<string> Operators = new(StringComparer.OrdinalIgnoreCase)
    {
        "StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike", "Null", "Bool", "BinaryEquals",
        "NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals",
        "DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals",
        "IpAddress", "NotIpAddress", "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike",
    };

    public static void UnknownAction(RuleContext context, RuleReport report)
    {
        foreach (var action in (context.Policy?.Statements ?? []).SelectMany(statement => statement.Actions.Concat(statement.NotActions)))
        {
            var colon = action.Value.IndexOf(':');
            var service = colon < 0 ? null : action.Value.Substring(0, colon);
            if (action.Value == "*" || (service is not null && !service.Equals("codecommit", StringComparison.OrdinalIgnoreCase))) continue;
            var name = action.Value.Substring(colon + 1);
            if ((colon >= 0 && CodeCommitActions.Exists(name)) || !context.Claim(action.Node)) continue;
            var near = CodeCommitActions.Names.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? NearestName.Of(name, CodeCommitActions.Names);
            var proposal = near is null ? null : CodeCommitActions.Prefix + near;
            var reported = report.Add(action.Node.Range, action.Value, proposal is null ? "Write an operation of its API, or GitPull and GitPush for git itself." : $"Did you mean '{proposal}'?");
            if (proposal is not null && DocumentEdits.ReplaceText(action.Node, proposal) is { } change) reported.With($"Write '{proposal}'", change);
        }
    }

    public static void Malformed(RuleContext context, RuleReport report)
    {
        foreach (var statement in context.Policy?.Statements ?? [])
        {
            Effect(context, report, statement);
            Presence(context, report, statement);
            Resources(context, report, statement);
            Conditions(context, report, statement);
        }
    }

    private static void Effect(RuleContext context, RuleReport report, PolicyStatement statement)
    {
        if (statement.Effect is not { } effect)
        {
            if (statement.Node.Find("Effect")?.Value is null or YamlScalar) Add(context, report, statement.Node, "Effect is missing", "Effect: Allow or Effect: Deny");
            return;
        }

        if (effect.Value is "Allow" or "Deny" || !context.Claim(effect.Node)) return;
        var meant = effect.Value.ToUpperInvariant() switch { "ALLOW" => "Allow", "DENY" => "Deny", _ => null };
        var reported = report.Add(effect.Node.Range, $"'{effect.Value}' is no effect", meant ?? "Allow or Deny");
        if (meant is not null && DocumentEdits.ReplaceText(effect.Node, meant) is { } change) reported.With($"Write '{meant}'", change);
    }

    private static void Presence(RuleContext context, RuleReport report, PolicyStatement statement)
    {
        var (action, notAction) = (statement.Node.Find("Action"), statement.Node.Find("NotAction"));
        if (action is null && notAction is null) Add(context, report, statement.Node, "it names no Action", "Action with what it is about");
        else if (action is not null && notAction is not null && context.Claim(notAction.Key)) report.Add(notAction.Key.Range, "it has both Action and NotAction", "one of them");
        if (statement.Node.Find("Resource") is null && statement.Node.Find("NotResource") is null) Add(context, report, statement.Node, "it names no Resource", $"Resource: {Example}, or \"*\"");
    }

    private static void Resources(RuleContext context, RuleReport report, PolicyStatement statement)
    {
        var actions = statement.Actions.Concat(statement.NotActions).ToList();
        if (actions.Count > 0 && !actions.Exists(action => action.Value == "*" || action.Value.StartsWith(CodeCommitActions.Prefix, StringComparison.OrdinalIgnoreCase))) return;
        foreach (var resource in statement.Resources.Concat(statement.NotResources))
        {
            if (resource.Value == "*" || RepositoryArn.IsMatch(resource.Value) || IsOfOtherService(resource.Value) || !context.Claim(resource.Node)) continue;
            var cut = Prefixed.Replace(resource.Value, "$1");
            if (cut != resource.Value && RepositoryArn.IsMatch(cut))
            {
                var reported = report.Add(resource.Node.Range, "the name of a repository stands in its ARN without a prefix", cut);
                if (DocumentEdits.ReplaceText(resource.Node, cut) is { } change) reported.With("Remove the prefix", change);
            }
            else
            {
                report.Add(resource.Node.Range, $"'{resource.Value}' is no repository", $"{Example} (wildcards in the name only), or \"*\"");
            }
        }
    }

    private static bool IsOfOtherService(string arn)
    {
        var parts = arn.Split(':');
        return parts.Length >= 6 && parts[0] == "arn" && parts[2] is not ("codecommit" or "") && parts[2].IndexOf('*') < 0;
    }

    private static void Conditions(RuleContext context, RuleReport report, PolicyStatement statement)
    {
        foreach (var condition in statement.Conditions)
        {
            if (!IsOperator(condition.Operator))
            {
                if (context.Claim(condition.OperatorNode)) report.Add(condition.OperatorNode.Range, $"'{condition.Operator}' is no condition operator", NearestName.Of(condition.Operator, Operators) ?? "StringEqualsIfExists or StringLikeIfExists");
            }
            else if (!IsKey(condition.Key) && context.Claim(condition.KeyNode))
            {
                report.Add(condition.KeyNode.Range, $"'{condition.Key}' is no condition key", PolicyCondition.References);
            }
        }
    }

    private static bool IsOperator(string name)
    {
        foreach (var set in new[] { "ForAnyValue:", "ForAllValues:" })
        {
            if (name.StartsWith(set, StringComparison.OrdinalIgnoreCase)) name = name.Substring(set.Length);
        }

        if (name.EndsWith("IfExists", StringComparison.OrdinalIgnoreCase)) name = name.Substring(0, name.Length - "IfExists".Length);
        return Operators.Contains(name);
    }

    /// <summary>Keys of other services are theirs to know.</summary>
    private static bool IsKey(string key) => key.IndexOf(':') is > 0 and var colon
        && (!key.Substring(0, colon).Equals("codecommit", StringComparison.OrdinalIgnoreCase) || key.Equals(PolicyCondition.References, StringComparison.OrdinalIgnoreCase));

    private static void Add(RuleContext context, RuleReport report, YamlMapping statement, string problem, string advice)
    {
        if (context.Claim(statement)) report.Add(AppSpecView.FirstKey(statement), problem, advice);
    }
}
