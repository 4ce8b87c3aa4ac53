using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Policies;

/// <summary>An IAM statement with <c>codecommit:</c> actions.</summary>
public sealed record PolicyStatement
{
    /// <summary>The statement.</summary>
    public required YamlMapping Node { get; init; }

    /// <summary>As written: Allow, Deny, or something that is refused.</summary>
    public PolicyText? Effect { get; init; }

    /// <summary>Users and roles that it is about, with wildcards; empty for everybody.</summary>
    public IReadOnlyList<string> Principals { get; init; } = [];

    /// <summary>What it covers, with wildcards.</summary>
    public IReadOnlyList<PolicyText> Actions { get; init; } = [];

    /// <summary>What it does not cover; then it covers everything else.</summary>
    public IReadOnlyList<PolicyText> NotActions { get; init; } = [];

    /// <summary>Repositories as ARNs, with wildcards.</summary>
    public IReadOnlyList<PolicyText> Resources { get; init; } = [];

    /// <summary>Repositories that it is not about.</summary>
    public IReadOnlyList<PolicyText> NotResources { get; init; } = [];

    /// <summary>The key <c>Condition</c>; null without one.</summary>
    public YamlEntry? ConditionEntry { get; init; }

    /// <summary>All of them must hold.</summary>
    public IReadOnlyList<PolicyCondition> Conditions { get; init; } = [];

    /// <summary>Whether it denies.</summary>
    public bool IsDeny => Effect?.Value == "Deny";

    /// <summary>Whether it names an action that writes through the API in an Allow.</summary>
    internal bool OpensApi => Effect?.Value == "Allow" && Actions.Any(action => action.Value.Equals("codecommit:PutFile", StringComparison.OrdinalIgnoreCase)
        || action.Value.Equals("codecommit:CreateCommit", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether an action falls under it; actions are compared without case.</summary>
    public bool CoversAction(string action) => NotActions.Count > 0
        ? !NotActions.Any(pattern => Wildcard.Matches(pattern.Value, action, ignoreCase: true))
        : Actions.Any(pattern => Wildcard.Matches(pattern.Value, action, ignoreCase: true));
}

/// <summary>A condition of a statement: an operator, a key, and the values of which one must fit.</summary>
/// <param name="Operator">As written: <c>StringEqualsIfExists</c>.</param>
/// <param name="OperatorNode">Where the operator stands.</param>
/// <param name="Key">The condition key.</param>
/// <param name="KeyNode">Where the key stands.</param>
/// <param name="Values">The values.</param>
public sealed record PolicyCondition(string Operator, YamlNode OperatorNode, string Key, YamlNode KeyNode, IReadOnlyList<PolicyText> Values)
{
    /// <summary>Whether it is about the references that a request writes.</summary>
    public bool IsReferences => Key.Equals(References, StringComparison.OrdinalIgnoreCase);

    /// <summary>The key that holds the references a request writes.</summary>
    public const string References = "codecommit:References";
}
