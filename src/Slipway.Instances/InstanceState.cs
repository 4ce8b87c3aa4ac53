namespace Slipway.Instances;

/// <summary>What an instance knows of a deployment group. The authority: a deploying machine's own records can be rebuilt from it.</summary>
/// <param name="DeploymentGroupName">The group.</param>
/// <param name="Current">The deployment whose revision stands on the instance; null before the first.</param>
/// <param name="LastSuccessful">The last deployment that succeeded as a whole.</param>
/// <param name="FencingNumber">The highest lease number seen.</param>
/// <param name="Unfinished">A deployment that was interrupted and must be recovered; null when there is none.</param>
public sealed record InstanceState(string DeploymentGroupName, string? Current, string? LastSuccessful, long FencingNumber, string? Unfinished);
