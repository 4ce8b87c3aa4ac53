using Slipway.Deployments.Planning;
using Slipway.Instances;
using Slipway.Specifications;

namespace Slipway.Deployments;

/// <summary>What a deployment would do to a fleet, and what would make it fail. Nothing was touched.</summary>
/// <param name="Plan">Instances, batches, minimum.</param>
/// <param name="Instances">Every instance that would be deployed to, in the order of its turns.</param>
/// <param name="Capacity">How many healthy instances are in service as the deployment goes on, when nothing fails.</param>
/// <param name="Refusal">Why the deployment would be refused at once; null when it would not.</param>
public sealed record FleetPlan(DeploymentPlan Plan, IReadOnlyList<FleetInstancePlan> Instances, IReadOnlyList<CapacityStep> Capacity, SlipwayError? Refusal);

/// <summary>What would be done to one instance.</summary>
/// <param name="Planned">Its turn.</param>
/// <param name="Plan">Its changes, scripts and conflicts; null when it cannot be reached or the revision is refused.</param>
/// <param name="Findings">What a look at the real instance found.</param>
/// <param name="Error">Why there is no plan.</param>
public sealed record FleetInstancePlan(PlannedInstance Planned, InstancePlan? Plan, IReadOnlyList<PreflightFinding> Findings, SlipwayError? Error);

/// <summary>The capacity while a batch changes.</summary>
/// <param name="Batch">The batch, from 1; 0 is before the first one.</param>
/// <param name="InService">Healthy instances in service meanwhile.</param>
public sealed record CapacityStep(int Batch, int InService);
