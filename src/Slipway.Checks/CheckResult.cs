using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.Findings;

namespace Slipway.Checks;

/// <summary>What a check found.</summary>
/// <param name="Findings">The findings, by file and place, with the severities that the settings give them.</param>
/// <param name="Notes">Rules that could not run, and why.</param>
/// <param name="Agent18">What agent 1.8 makes of the appspec; null when there is none.</param>
/// <param name="Agent2">What agent 2 makes of it; null when there is none.</param>
public sealed record CheckResult(IReadOnlyList<Finding> Findings, IReadOnlyList<CheckNote> Notes, AgentReading? Agent18, AgentReading? Agent2)
{
    /// <summary>Only findings of severity Error fail a check.</summary>
    public bool Passes => !Findings.Any(finding => finding.Severity == Severity.Error);

    /// <summary>The text of a file as findings name it, without its byte order mark, for excerpts; null where it is not at hand.</summary>
    public Func<string, string?> TextOf { get; init; } = _ => null;
}

/// <summary>A rule, or a program, that did not run.</summary>
/// <param name="Rule">The rule's id; null for what is no single rule.</param>
/// <param name="Reason">Why, and what would make it run.</param>
public sealed record CheckNote(string? Rule, string Reason);
