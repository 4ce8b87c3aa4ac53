using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Findings;

/// <summary>
/// What the profiles make of each rule. The gate and the command line apply them to findings; the compiler's globalconfig files are written from
/// <see cref="Configured"/>.
/// </summary>
public static class RuleProfiles
{
    // An error of these means that agent 1.8, agent 2 or, for Lambda and ECS, the service does not take the file.
    private static readonly HashSet<int> Refused =
    [
        1001, 1002, 1003, 1004, 1005, 1006, 1008, 1009, 1010, 1012, 1013, 1014, 1017, 1021, 1022,
        2001, 2008,
        3001, 3002, 3003, 3005, 3014, 3016,
        4003, 4004, 4006,
        6001, 6002, 6003, 6006, 6007, 6010,
        9001,
    ];

    // No matter of style but a decision: the branch policy forbids this deployment. Whoever wants it otherwise changes the policy.
    private static readonly HashSet<int> Forbidden = [8012, 8013, 8014, 8018, 8019];

    // What packing cannot make a plain appspec of: there would be no revision.
    private static readonly HashSet<int> NotPacked = [1024, 2015, 4012];

    // Raised whatever their severity is: each of them lets a deployment succeed that has not done its work.
    private static readonly HashSet<int> Raised = [2007, 5008, 5101];

    // Warnings that change nothing on an instance: a comment without effect, how people work in the repository, what could not be checked, size.
    private static readonly HashSet<int> Harmless = [1023, 8011, 8015, 8016, 8017, 8020, 9010];

    /// <summary>The profile with a name, in any case; empty is <see cref="RuleProfile.Recommended"/>; null when there is none.</summary>
    public static RuleProfile? Named(string name) => name.Trim().ToUpperInvariant() switch
    {
        "" or "RECOMMENDED" => RuleProfile.Recommended,
        "STRICT" => RuleProfile.Strict,
        "NONE" => RuleProfile.None,
        _ => null,
    };

    /// <summary>Whether an error of the rule means that an agent or the service refuses the file.</summary>
    public static bool IsRefused(string rule) => Refused.Contains(Number(rule));

    /// <summary>The severity of a finding under a profile.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="rule">The rule's id.</param>
    /// <param name="reported">The severity that the rule gave the finding.</param>
    public static Severity SeverityOf(RuleProfile profile, string rule, Severity reported)
    {
        var number = Number(rule);
        return profile switch
        {
            _ when reported == Severity.None => Severity.None,
            RuleProfile.Strict when Raised.Contains(number) || (reported == Severity.Warning && IsRaised(number)) => Severity.Error,
            RuleProfile.None when reported != Severity.Error || !IsKept(number) => Severity.None,
            _ => reported,
        };
    }

    /// <summary>
    /// The severity that a globalconfig file of the profile sets for a rule; null where it says nothing, so that each finding keeps its own.
    /// </summary>
    /// <param name="profile">The profile.</param>
    /// <param name="rule">The rule.</param>
    public static Severity? Configured(RuleProfile profile, Rule rule)
    {
        var number = Number(rule.Id);
        return profile switch
        {
            RuleProfile.Strict when Raised.Contains(number) || (rule.DefaultSeverity == Severity.Warning && IsRaised(number)) => Severity.Error,
            RuleProfile.None when !IsKept(number) => Severity.None,
            _ => null,
        };
    }

    private static bool IsRaised(int number) => !Harmless.Contains(number);

    private static bool IsKept(int number) => Refused.Contains(number) || Forbidden.Contains(number) || NotPacked.Contains(number);

    // As numbers, so that a rule's id stands in its table and nowhere else.
    private static int Number(string rule) => rule.Length == 7 && int.TryParse(rule.Substring(3), out var number) ? number : 0;
}
