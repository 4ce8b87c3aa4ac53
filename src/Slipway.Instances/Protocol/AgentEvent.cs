using System.Text.Json.Serialization;
using Slipway.Instances.Events;

namespace Slipway.Instances.Protocol;

/// <summary>What an agent tells while a request runs.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "tell")]
[JsonDerivedType(typeof(Happened), "happened")]
[JsonDerivedType(typeof(PlanPart), "changes")]
public abstract record AgentEvent;

/// <summary>Something happened on the instance.</summary>
/// <param name="Number">Its number in the deployment, from 1 upwards; 0 when it belongs to none, or is only how far something is.</param>
/// <param name="Event">What.</param>
public sealed record Happened(long Number, InstanceEvent Event) : AgentEvent;

/// <summary>Some of the changes of a plan, in order.</summary>
public sealed record PlanPart(IReadOnlyList<PlannedChange> Changes) : AgentEvent;
