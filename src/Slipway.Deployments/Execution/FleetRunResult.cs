namespace Slipway.Deployments.Execution;

/// <summary>A deployment to a fleet that has ended.</summary>
/// <param name="Result">How.</param>
/// <param name="Stop">What stopped it; null when nothing did.</param>
/// <param name="ToUndo">What an automatic rollback would do; null when nothing is left to be undone.</param>
internal sealed record FleetRunResult(DeploymentResult Result, StopCause? Stop, RollbackTargets? ToUndo);
