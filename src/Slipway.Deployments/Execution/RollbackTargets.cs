using Slipway.Deployments.History;
using Slipway.Deployments.Planning;
using Slipway.Specifications.AppSpecs;

namespace Slipway.Deployments.Execution;

/// <summary>What an automatic rollback does.</summary>
/// <param name="Targets">The instances, and what each gets.</param>
/// <param name="MovesTrafficOnly">Whether both environments stand and only traffic moves.</param>
/// <param name="Events">Events before traffic comes back; empty for the usual ones.</param>
/// <param name="RevisionOf">The deployment whose revision most get again; null when none does.</param>
internal sealed record RollbackTargets(IReadOnlyList<TargetInstance> Targets, bool MovesTrafficOnly, IReadOnlyList<string> Events, string? RevisionOf)
{
    /// <summary>
    /// In place: instances that have the new revision get their last successful one again, from what they keep; those that were put back after scripts had run are started again. Blue/green:
    /// traffic goes back to the original environment, which is warm, or is started first.
    /// </summary>
    public static RollbackTargets? Of(FleetContext fleet) => fleet.Instances.Any(i => i.Label == TargetLabel.Green) ? BlueGreen(fleet) : InPlace(fleet);

    private static RollbackTargets? InPlace(FleetContext fleet)
    {
        var targets = new List<TargetInstance>();
        foreach (var run in fleet.Instances.Where(i => i.Deployment is { RestartOnly: false }))
        {
            if (run.IsCommitted)
            {
                // Without an earlier success there is nothing to go back to.
                if (run.State?.LastSuccessful is { } last && last != fleet.Record.DeploymentId) targets.Add(new(run.Name, last));
            }
            else if (run is { HasRunScripts: true, Status: TargetStatus.Failed, State.Current: not null }) targets.Add(new(run.Name, RestartOnly: true));
        }

        return targets.Count == 0 ? null : new(targets, false, [], targets.Find(t => t.RevisionOf is not null)?.RevisionOf);
    }

    private static RollbackTargets? BlueGreen(FleetContext fleet)
    {
        // One that was not touched (it could not be reached) serves still.
        var originals = fleet.Instances.Where(i => i is { Label: TargetLabel.Blue, Position: > 0 }).ToList();
        var replacements = fleet.Instances.Where(i => i is { Label: TargetLabel.Green, IsCommitted: true }).ToList();
        if (originals.Count == 0) return null;
        var isStopped = originals.Exists(o => o.Results.Any(r => r.Event == LifecycleEvents.ApplicationStop));
        return new(
            [.. originals.Select(o => new TargetInstance(o.Name, RestartOnly: true, Label: TargetLabel.Blue)),
                .. replacements.Select(r => new TargetInstance(r.Name, RestartOnly: true, Label: TargetLabel.Green))],
            true, isStopped ? [LifecycleEvents.ApplicationStart, LifecycleEvents.ValidateService] : [], null);
    }
}
