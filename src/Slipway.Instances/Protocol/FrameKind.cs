namespace Slipway.Instances.Protocol;

/// <summary>
/// What a frame carries. A frame is the length of its payload (four bytes, little endian, at most <see cref="AgentProtocol.LargestPayload"/>), its kind (one byte) and the payload.
/// </summary>
public enum FrameKind : byte
{
    /// <summary>An <see cref="AgentRequest"/> in JSON, from the deploying side. One is answered before the next is sent; only <see cref="Cancel"/> overtakes.</summary>
    Request = 1,

    /// <summary>An <see cref="AgentAnswer"/> in JSON: the end of a request.</summary>
    Answer = 2,

    /// <summary>An <see cref="AgentEvent"/> in JSON, from the agent, while a request runs.</summary>
    Event = 3,

    /// <summary>Bytes that belong to the request: a manifest, contents, a bundle.</summary>
    Content = 4,

    /// <summary>The bytes of the request are complete.</summary>
    ContentEnd = 5,

    /// <summary>The running request is to be ended; it still answers.</summary>
    Cancel = 6,

    /// <summary>Nothing: tells both sides that the other one lives.</summary>
    Alive = 7,

    /// <summary>The beginning of a JSON message that is larger than a frame: the next <see cref="Request"/>, <see cref="Answer"/> or <see cref="Event"/> brings its end.</summary>
    Part = 8,
}

/// <summary>Constants of the protocol.</summary>
public static class AgentProtocol
{
    /// <summary>Both sides must have the same; the agent is sent by content, so they have.</summary>
    public const int Version = 1;

    /// <summary>The largest payload of a frame, in bytes.</summary>
    public const int LargestPayload = 1 << 20;

    /// <summary>The largest JSON message, all its parts together, in bytes.</summary>
    public const int LargestMessage = 64 << 20;

    /// <summary>The line by which the agent says that frames follow; what a login shell printed before is passed over.</summary>
    public const string Sentinel = "slipway-agent 1 ready";
}
