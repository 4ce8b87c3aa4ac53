
namespace Slipway.Deployments.Execution;

/// <summary>The fast way back of blue/green: the original environment is in service again, then the replacement is taken out. Nothing is deployed.</summary>
internal sealed class TrafficBackRun(FleetContext fleet)
{
    /// <summary>Moves traffic back.</summary>
    public async Task<FleetEnding> RunAsync()
    {
        var originals = fleet.Instances.Where(i => i.Label == TargetLabel.Blue).ToList();
        var replacements = fleet.Instances.Where(i => i.Label == TargetLabel.Green).ToList();
        await Bounded.ForEachAsync(originals, fleet.MaxConnections, TurnAsync).ConfigureAwait(false);
        Tell(originals, replacements);
        if (fleet.Stops.Cause is { } cause) return FleetEnding.Stopped(cause);
        if (!originals.Exists(o => o.Status == TargetStatus.Succeeded)) return FleetEnding.TooManyFailed(fleet, 1, originals.Count);
        await Bounded.ForEachAsync(replacements, fleet.MaxConnections, TurnAsync).ConfigureAwait(false);
        Tell(originals, replacements);
        if (fleet.Stops.Cause is { } late) return FleetEnding.Stopped(late);
        return fleet.Instances.Any(i => i.Status == TargetStatus.Failed) ? FleetEnding.TooManyFailed(fleet, originals.Count, fleet.Instances.Count) : FleetEnding.Succeeded;
    }

    private async Task TurnAsync(InstanceRun run)
    {
        run.Become(TargetStatus.InProgress);
        var error = await run.RunAsync(run.Deployment!.Events.Count, fleet.Stops.Token).ConfigureAwait(false);
        if (error is null) error = await run.CommitAsync().ConfigureAwait(false);
        if (error is not null) error = await run.UndoAsync(error).ConfigureAwait(false);
        run.Become(error is null ? TargetStatus.Succeeded : TargetStatus.Failed, error);
    }

    private void Tell(List<InstanceRun> originals, List<InstanceRun> replacements) => fleet.Recorder.Tell(new CapacityChanged(
        originals.Count(o => o.Status == TargetStatus.Succeeded) + replacements.Count(r => r.Status == TargetStatus.Pending), fleet.Instances.Count, 1));
}
