using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Ruby;

/// <summary>Carries the first thing that makes an agent refuse an appspec out of the reading; never leaves this assembly.</summary>
internal sealed class AgentRefusalException(string explanation, string agentMessage, SourceRange range)
    : Exception(explanation)
{
    /// <summary>What is wrong and what to write instead.</summary>
    public string Explanation { get; } = explanation;

    /// <summary>What the agent itself says.</summary>
    public string AgentMessage { get; } = agentMessage;

    public SourceRange Range { get; } = range;
}
