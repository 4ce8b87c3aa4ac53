using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Rules;

/// <summary>A rule of the catalogue.</summary>
public sealed class Rule
{
    private const string HelpRoot = "https://github.com/slipway-deploy/slipway/blob/main/docs/rules/";

    internal Rule(string id, string title, Severity severity, string message, Action<RuleContext, RuleReport> check)
    {
        Id = id;
        Title = title;
        DefaultSeverity = severity;
        MessageFormat = message;
        Check = check;
    }

    /// <summary><c>SLW1013</c>.</summary>
    public string Id { get; }

    /// <summary>What it is about, in a few words.</summary>
    public string Title { get; }

    /// <summary>Its severity; a single finding may carry another one.</summary>
    public Severity DefaultSeverity { get; }

    /// <summary>The message with placeholders <c>{0}</c> and following.</summary>
    public string MessageFormat { get; }

    /// <summary>Where the rule is explained.</summary>
    public string HelpLink => $"{HelpRoot}{Id}.md";

    /// <summary>Looks for violations.</summary>
    internal Action<RuleContext, RuleReport> Check { get; }
}
