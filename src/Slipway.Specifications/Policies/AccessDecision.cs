namespace Slipway.Specifications.Policies;

/// <summary>A request that statements are asked about.</summary>
/// <param name="Names">The names of who asks: user, roles, address.</param>
/// <param name="Action"><c>codecommit:GitPush</c>.</param>
/// <param name="Resource">The ARN of the repository; null where it is not known, then every resource fits.</param>
/// <param name="References">The references that it writes; null where the request carries none, as the first one of a push.</param>
public sealed record AccessRequest(IReadOnlyList<string> Names, string Action, string? Resource, IReadOnlyList<string>? References)
{
    /// <summary>Values of other condition keys.</summary>
    public IReadOnlyDictionary<string, string> Context { get; init; } = new Dictionary<string, string>();
}

/// <summary>What statements say of a request.</summary>
public enum AccessDecision
{
    /// <summary>None of them is about it.</summary>
    NotMentioned,

    /// <summary>One allows it, and none denies it.</summary>
    Allowed,

    /// <summary>One denies it, whatever others say.</summary>
    Denied,
}

/// <summary>IAM's evaluation of statements: no order, and a Deny wins.</summary>
public static class AccessEvaluator
{
    private static readonly Dictionary<string, Func<string, string, bool>> Comparisons = new(StringComparer.OrdinalIgnoreCase)
    {
        ["StringEquals"] = string.Equals,
        ["StringEqualsIgnoreCase"] = (pattern, text) => string.Equals(pattern, text, StringComparison.OrdinalIgnoreCase),
        ["StringLike"] = (pattern, text) => Wildcard.Matches(pattern, text),
        ["ArnEquals"] = (pattern, text) => Wildcard.Matches(pattern, text),
        ["ArnLike"] = (pattern, text) => Wildcard.Matches(pattern, text),
        ["Bool"] = (pattern, text) => string.Equals(pattern, text, StringComparison.OrdinalIgnoreCase),
    };

    /// <summary>Decides.</summary>
    /// <param name="statements">The statements.</param>
    /// <param name="request">The request.</param>
    public static AccessDecision Evaluate(IReadOnlyList<PolicyStatement> statements, AccessRequest request)
    {
        var decision = AccessDecision.NotMentioned;
        foreach (var statement in statements)
        {
            if (!IsAbout(statement, request)) continue;
            if (statement.IsDeny) return AccessDecision.Denied;
            if (statement.Effect?.Value == "Allow") decision = AccessDecision.Allowed;
        }

        return decision;
    }

    private static bool IsAbout(PolicyStatement statement, AccessRequest request)
    {
        if (statement.Principals.Count > 0 && !statement.Principals.Any(pattern => request.Names.Any(name => Wildcard.Matches(pattern, name)))) return false;
        if (!statement.CoversAction(request.Action)) return false;
        if (request.Resource is { } resource)
        {
            if (statement.Resources.Count > 0 && !Wildcard.Any(statement.Resources, resource)) return false;
            if (statement.NotResources.Count > 0 && Wildcard.Any(statement.NotResources, resource)) return false;
        }

        foreach (var condition in statement.Conditions)
        {
            // What cannot be evaluated must not open anything, nor keep a Deny from closing.
            if (Holds(condition, request) is not { } holds)
            {
                if (!statement.IsDeny) return false;
            }
            else if (!holds)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a condition holds; null when its operator is not known here.</summary>
    private static bool? Holds(PolicyCondition condition, AccessRequest request)
    {
        var values = ValuesOf(condition.Key, request);
        var name = condition.Operator;
        if (name.Equals("Null", StringComparison.OrdinalIgnoreCase)) return condition.Values.Any(value => value.Value.Equals(values is null ? "true" : "false", StringComparison.OrdinalIgnoreCase));
        var all = name.StartsWith("ForAllValues:", StringComparison.OrdinalIgnoreCase);
        if (all || name.StartsWith("ForAnyValue:", StringComparison.OrdinalIgnoreCase)) name = name.Substring(name.IndexOf(':') + 1);
        var ifExists = name.EndsWith("IfExists", StringComparison.OrdinalIgnoreCase);
        if (ifExists) name = name.Substring(0, name.Length - "IfExists".Length);
        // StringNotEquals is StringEquals the other way round, for every value.
        var not = name.IndexOf("Not", StringComparison.OrdinalIgnoreCase);
        var negated = not > 0;
        if (negated) name = name.Remove(not, 3);
        if (!Comparisons.TryGetValue(name, out var compare)) return null;
        if (values is null || values.Count == 0) return ifExists || negated || all;
        bool Fits(string value) => condition.Values.Any(pattern => compare(pattern.Value, value));
        if (negated) return all || !condition.Operator.Contains(':') ? values.All(value => !Fits(value)) : values.Any(value => !Fits(value));
        return all ? values.All(Fits) : values.Any(Fits);
    }

    private static IReadOnlyList<string>? ValuesOf(string key, AccessRequest request)
    {
        if (key.Equals(PolicyCondition.References, StringComparison.OrdinalIgnoreCase)) return request.References;
        foreach (var entry in request.Context)
        {
            if (entry.Key.Equals(key, StringComparison.OrdinalIgnoreCase)) return [entry.Value];
        }

        return null;
    }
}
