using Slipway.Specifications.Findings;

namespace Slipway.Specifications.AppSpecs;

/// <summary>What an agent makes of an appspec.</summary>
/// <param name="Accepts">Whether it would go on with the deployment.</param>
/// <param name="Message">Why not, in our words with the agent's message; null when accepted.</param>
/// <param name="Range">The place of the refusal, when accepted the start of the text.</param>
/// <param name="AppSpec">The model; null when refused.</param>
public sealed record AgentReading(bool Accepts, string? Message, SourceRange Range, ServerAppSpec? AppSpec)
{
    /// <summary>What agent 1.8 holds, for <see cref="AppSpecModelJson"/>; null when refused and for agent 2.</summary>
    internal Agent18Model? Model { get; init; }
}
