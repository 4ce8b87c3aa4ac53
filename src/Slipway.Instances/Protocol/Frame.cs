namespace Slipway.Instances.Protocol;

/// <summary>A frame as it was read.</summary>
/// <param name="Kind">What it carries.</param>
/// <param name="Payload">Its bytes: good until the next one is read.</param>
public readonly record struct Frame(FrameKind Kind, ReadOnlyMemory<byte> Payload);
