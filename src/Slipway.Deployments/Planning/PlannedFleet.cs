using Slipway.Specifications;

namespace Slipway.Deployments.Planning;

/// <summary>A plan with the state that it begins in.</summary>
/// <param name="Plan">What is done.</param>
/// <param name="Rolling">The state of the instances that change, in the order of <see cref="Names"/>; blue/green: of the replacement environment.</param>
/// <param name="Names">Names of the instances in <paramref name="Rolling"/>.</param>
/// <param name="Capacity">How many are in service as it goes on, when nothing fails.</param>
/// <param name="Refusal">Why nothing is begun; null when it is.</param>
/// <param name="ErrorCode">CodeDeploy's word for that.</param>
internal sealed record PlannedFleet(
    DeploymentPlan Plan, RollingState Rolling, IReadOnlyList<string> Names, IReadOnlyList<CapacityStep> Capacity, SlipwayError? Refusal, string? ErrorCode);
