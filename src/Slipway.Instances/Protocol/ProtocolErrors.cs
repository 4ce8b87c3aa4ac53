using Slipway.Specifications;

namespace Slipway.Instances.Protocol;

/// <summary>The errors of a conversation with an agent. docs/errors/instances.md lists all codes.</summary>
internal static class ProtocolErrors
{
    /// <summary>What came is not what the protocol says: the conversation cannot go on.</summary>
    internal static SlipwayException Broken(string what, Exception? inner = null) => InstanceErrors.Of(
        "SLW0260",
        $"The conversation with the agent broke off: {what}. What is unfinished on the instance can be resumed; if a program on the way changes the bytes (a login shell that prints, a wrapper script), mend that.",
        inner);

    /// <summary>A request that does not fit here, though it can be read.</summary>
    internal static SlipwayException OutOfPlace(string what) => InstanceErrors.Of("SLW0261", $"The agent was asked for something that it cannot do now: {what}. Deploy again; if it happens again, report it.");
}
