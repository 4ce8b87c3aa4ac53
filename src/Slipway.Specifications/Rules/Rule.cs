using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Rules;

/// <summary>A rule of the catalogue.</summary>
public sealed class Rule
{
    private const string HelpRoot = "https://github.com/slipway-deploy/slipway/blob/main/docs/rules/";

    /// <param name="stage">When it runs.</param>
    /// <param name="id"><c>SLW1013</c>.</param>
    /// <param name="title">What it is about.</param>
    /// <param name="severity">Its severity unless a finding says otherwise.</param>
    /// <param name="message">The message with placeholders.</param>
    /// <param name="checks">Its method; one for each script language where the rule is about scripts.</param>
    internal Rule(Stage stage, string id, string title, Severity severity, string message, params Action<RuleContext, RuleReport>[] checks)
    {
        Stage = stage;
        Id = id;
        Title = title;
        DefaultSeverity = severity;
        MessageFormat = message;
        Checks = checks;
    }

    /// <summary><c>SLW1013</c>.</summary>
    public string Id { get; }

    /// <summary>What it is about, in a few words.</summary>
    public string Title { get; }

    /// <summary>Its severity; a single finding may carry another one.</summary>
    public Severity DefaultSeverity { get; }

    /// <summary>The message with placeholders <c>{0}</c> and following.</summary>
    public string MessageFormat { get; }

    /// <summary>The message about deploy.yml and branch-policy.yml, which no agent reads; null where it is the same.</summary>
    internal string? MessageOfSettings { get; init; }

    /// <summary>What must be known for it to run.</summary>
    public Needs Needs { get; internal init; }

    /// <summary>What it looks at where it is known, and finds more with: without it silence does not mean that there is nothing.</summary>
    public Needs Uses { get; internal init; }

    /// <summary>Where the rule is explained.</summary>
    public string HelpLink => $"{HelpRoot}{Id}.md";

    internal Stage Stage { get; }

    internal IReadOnlyList<Action<RuleContext, RuleReport>> Checks { get; }
}
