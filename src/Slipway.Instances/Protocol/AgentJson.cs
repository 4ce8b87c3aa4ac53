using System.Text.Json.Serialization;

namespace Slipway.Instances.Protocol;

/// <summary>The protocol's JSON, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AgentRequest))]
[JsonSerializable(typeof(AgentAnswer))]
[JsonSerializable(typeof(AgentEvent))]
public sealed partial class AgentJson : JsonSerializerContext;
