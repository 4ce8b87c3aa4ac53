namespace Slipway.Specifications.Findings;

/// <summary>How strict the rules are as a whole: the values of <c>SlipwayProfile</c> and <c>--profile</c>.</summary>
public enum RuleProfile
{
    /// <summary>The severities of the catalogue.</summary>
    Recommended,

    /// <summary>What goes wrong on the instance stops the publish, warnings included.</summary>
    Strict,

    /// <summary>Only what a CodeDeploy agent (for Lambda and ECS: the service) refuses, and what the branch policy forbids.</summary>
    None,
}
