using Slipway.Deployments.Planning;

namespace Slipway.Deployments.Execution;

/// <summary>Deploys in place: one turn an instance, in batches.</summary>
internal sealed class InPlaceRun(FleetContext fleet, PlannedFleet planned)
{
    /// <summary>Rolls over the instances.</summary>
    public async Task<FleetEnding> RunAsync()
    {
        var runs = planned.Names.Select(n => fleet[n]).ToList();
        var loop = new RollingLoop(fleet, planned.Rolling, runs, TurnAsync);
        return await loop.RunAsync().ConfigureAwait(false) switch
        {
            true => FleetEnding.Succeeded,
            false => FleetEnding.TooManyFailed(fleet, planned.Rolling.Minimum, planned.Rolling.Count),
            null => FleetEnding.Stopped(fleet.Stops.Cause!),
        };
    }

    private async Task<bool> TurnAsync(InstanceRun run)
    {
        run.Become(TargetStatus.InProgress);
        var error = await run.RunAsync(run.Deployment!.Events.Count, fleet.Stops.Token).ConfigureAwait(false);
        if (error is null) error = await run.CommitAsync().ConfigureAwait(false);
        if (error is not null) error = await run.UndoAsync(error).ConfigureAwait(false);
        run.Become(error is null ? TargetStatus.Succeeded : TargetStatus.Failed, error);
        if (fleet.ClosesConnections) await run.Transport.DisconnectAsync().ConfigureAwait(false);
        return error is null;
    }
}
