using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Slipway.Instances.Protocol;

/// <summary>What a frame says, when it carries JSON.</summary>
public static class AgentMessages
{
    /// <summary>The request of a frame.</summary>
    /// <exception cref="Specifications.SlipwayException">SLW0260: it is none.</exception>
    public static AgentRequest Request(this Frame frame) => Parse(frame, FrameKind.Request, AgentJson.Default.AgentRequest);

    /// <summary>The answer of a frame.</summary>
    /// <exception cref="Specifications.SlipwayException">SLW0260: it is none.</exception>
    public static AgentAnswer Answer(this Frame frame) => Parse(frame, FrameKind.Answer, AgentJson.Default.AgentAnswer);

    /// <summary>The event of a frame.</summary>
    /// <exception cref="Specifications.SlipwayException">SLW0260: it is none.</exception>
    public static AgentEvent Event(this Frame frame) => Parse(frame, FrameKind.Event, AgentJson.Default.AgentEvent);

    private static T Parse<T>(Frame frame, FrameKind kind, JsonTypeInfo<T> type)
    {
        if (frame.Kind != kind) throw ProtocolErrors.Broken($"a frame of kind {kind} was due, and one of kind {frame.Kind} came");
        try
        {
            return JsonSerializer.Deserialize(frame.Payload.Span, type) ?? throw ProtocolErrors.Broken($"a frame of kind {kind} is empty");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw ProtocolErrors.Broken($"a frame of kind {kind} cannot be read ({e.Message.Split('\n')[0].TrimEnd('.')})", e);
        }
    }
}
