using Slipway.Deployments.Planning;
using Slipway.Deployments.Traffic;
using Slipway.Specifications;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Execution;

/// <summary>
/// Deploys to a replacement environment while the original serves, then moves traffic: first all replacements in, then all originals out. Until the first original is taken out, a failure
/// takes nothing from anybody.
/// </summary>
internal sealed class BlueGreenRun(FleetContext fleet, PlannedFleet planned)
{
    private readonly List<InstanceRun> replacements = [.. planned.Names.Select(n => fleet[n])];
    private readonly List<InstanceRun> originals = [.. planned.Plan.Originals.Select(n => fleet[n])];
    private readonly BlueGreenConfiguration settings = fleet.Definition.BlueGreen!;

    private int ReadyPosition => replacements[0].Deployment!.Events.Count - LifecycleOrder.Allowing.Count;

    private IEnumerable<InstanceRun> Serving => replacements.Where(r => r.Status == TargetStatus.Succeeded);

    private bool IsEnough => Serving.Any() && replacements.Count - replacements.Count(r => r.Status == TargetStatus.Failed) >= planned.Rolling.Minimum;

    /// <summary>Runs it.</summary>
    public async Task<FleetEnding> RunAsync()
    {
        var prepared = await new RollingLoop(fleet, planned.Rolling, replacements, PrepareAsync) { TellsCapacity = false }.RunAsync().ConfigureAwait(false);
        if (prepared is not true) return await AbandonAsync(prepared is null).ConfigureAwait(false);
        if (!Serving.Any() && settings.Ready.WaitsForContinue) await WaitForContinueAsync().ConfigureAwait(false);
        if (fleet.Stops.Cause is null && fleet.CheckAlarms is { } check) await check(fleet.Stops.Token).ConfigureAwait(false);
        if (fleet.Stops.Cause is not null) return await AbandonAsync(isStopped: true).ConfigureAwait(false);

        await Bounded.ForEachAsync([.. replacements.Where(r => r.Status == TargetStatus.Ready)], fleet.MaxConnections, AllowAsync).ConfigureAwait(false);
        if (fleet.Stops.Cause is not null) return await AbandonAsync(isStopped: true).ConfigureAwait(false);
        await LookAgainAsync().ConfigureAwait(false);
        if (!IsEnough) return await AbandonAsync(isStopped: false).ConfigureAwait(false);
        TellCapacity();

        await Bounded.ForEachAsync(originals, fleet.MaxConnections, BlockAsync).ConfigureAwait(false);
        TellCapacity();
        if (fleet.Stops.Cause is { } cause) return FleetEnding.Stopped(cause);
        if (originals.Find(o => o.Status == TargetStatus.Failed) is { } kept)
        {
            return FleetEnding.Failed(
                new("SLW0459", $"{kept.Name} of the original environment could not be taken out of service, so both environments serve. {kept.Error?.Message}"),
                DeploymentErrorCode.ElasticLoadBalancingInvalid);
        }

        return settings.TerminatesOriginal ? await TerminateAsync().ConfigureAwait(false) : FleetEnding.Succeeded;
    }

    private async Task<bool> PrepareAsync(InstanceRun run)
    {
        run.Become(TargetStatus.InProgress);
        var error = await KeepOutAsync(run).ConfigureAwait(false);
        if (error is null) error = await run.RunAsync(ReadyPosition, fleet.Stops.Token).ConfigureAwait(false);
        if (error is not null)
        {
            run.Become(TargetStatus.Failed, await run.UndoAsync(error).ConfigureAwait(false));
            return false;
        }

        run.Become(run.IsCommitted ? TargetStatus.Succeeded : TargetStatus.Ready);
        if (settings.Ready.WaitsForContinue || fleet.ClosesConnections) await run.DetachAsync().ConfigureAwait(false);
        return true;
    }

    // A server that is enabled and only unhealthy would get requests as soon as its application starts, before it is validated.
    private async Task<SlipwayError?> KeepOutAsync(InstanceRun run)
    {
        try
        {
            if (run.Position >= ReadyPosition || await run.ReadTrafficAsync(fleet.Stops.Token).ConfigureAwait(false) == ServerState.OutOfService) return null;
            await run.DeregisterAsync(fleet.Stops.Token).ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException)
        {
            return new("SLW0411", "The deployment was stopped before this instance was done.");
        }
        catch (SlipwayException e)
        {
            return e.Error;
        }
    }

    private async Task WaitForContinueAsync()
    {
        fleet.Triggers.OnDeployment(TriggerEvent.DeploymentReady, DeploymentStatus.Ready);
        var isContinued = await fleet.WaitAsync(WaitKind.Ready, settings.Ready.Wait).ConfigureAwait(false);
        if (isContinued || fleet.Stops.Cause is not null) return;
        fleet.Stops.Stop(new(StopKind.Timeout, new("SLW0458",
            $"Nobody continued the deployment within {(long)settings.Ready.Wait.TotalMinutes} minutes, so it was stopped and the replacement environment put back. Deploy again, and move traffic with `slipway continue`.")));
    }

    private async Task AllowAsync(InstanceRun run)
    {
        // Joining it again proves that it is still there, with what was validated.
        var error = await run.RunAsync(run.Deployment!.Events.Count, fleet.Stops.Token).ConfigureAwait(false);
        if (error is null) error = await run.CommitAsync().ConfigureAwait(false);
        if (error is not null) error = await run.UndoAsync(error).ConfigureAwait(false);
        run.Become(error is null ? TargetStatus.Succeeded : TargetStatus.Failed, error);
    }

    // Healthy once is not healthy now: asked again at the moment of promotion.
    private Task LookAgainAsync() => Bounded.ForEachAsync([.. Serving], fleet.MaxConnections, async run =>
    {
        try
        {
            if (await run.ReadTrafficAsync(CancellationToken.None).ConfigureAwait(false) == ServerState.InService) return;
            run.Become(TargetStatus.Failed, new SlipwayError("SLW0460", $"{run.Name} was healthy and is no longer, right before the original environment would have been taken out."));
        }
        catch (SlipwayException e)
        {
            run.Become(TargetStatus.Failed, e.Error);
        }
    });

    private async Task BlockAsync(InstanceRun run)
    {
        run.Become(TargetStatus.InProgress);
        var error = await run.RunAsync(LifecycleOrder.Blocking.Count, fleet.Stops.Token).ConfigureAwait(false);
        if (error is null && !settings.TerminatesOriginal) error = await run.CommitAsync().ConfigureAwait(false);
        if (error is not null) error = await run.UndoAsync(error).ConfigureAwait(false);
        if (error is not null) run.Become(TargetStatus.Failed, error);
        else if (!settings.TerminatesOriginal) run.Become(TargetStatus.Succeeded);
        TellCapacity();
    }

    private async Task<FleetEnding> TerminateAsync()
    {
        if (settings.TerminationWait > TimeSpan.Zero)
        {
            await Bounded.ForEachAsync(originals, fleet.MaxConnections, o => o.DetachAsync()).ConfigureAwait(false);
            await fleet.WaitAsync(WaitKind.Termination, settings.TerminationWait).ConfigureAwait(false);
        }

        if (fleet.Stops.Cause is null)
        {
            await Bounded.ForEachAsync(originals, fleet.MaxConnections, async original =>
            {
                var error = await original.RunAsync(original.Deployment!.Events.Count, fleet.Stops.Token).ConfigureAwait(false);

                // Traffic has moved and the new revision serves: an old application that cannot be stopped is something to know.
                if (error is not null) fleet.Recorder.Warn(original.Name, $"The application of the original environment was not stopped: {error.Message}");
                if (await original.CommitAsync().ConfigureAwait(false) is { } open) fleet.Recorder.Warn(original.Name, open.Message);
                original.Become(TargetStatus.Succeeded);
            }).ConfigureAwait(false);
        }

        return fleet.Stops.Cause is { } cause ? FleetEnding.Stopped(cause) : FleetEnding.Succeeded;
    }

    /// <summary>Gives the replacement environment up: the original serves all the while.</summary>
    private async Task<FleetEnding> AbandonAsync(bool isStopped)
    {
        var ending = isStopped ? FleetEnding.Stopped(fleet.Stops.Cause!) : FleetEnding.TooManyFailed(fleet, planned.Rolling.Minimum, planned.Rolling.Count);
        var reason = new SlipwayError("SLW0461", "The deployment ended before traffic moved to this instance; its tree was put back.");
        await Bounded.ForEachAsync([.. replacements.Where(r => r.Status is TargetStatus.Ready or TargetStatus.Succeeded || (r.Status == TargetStatus.Failed && r.IsCommitted))],
            fleet.MaxConnections, async run =>
        {
            SlipwayError error = reason;
            if (run.IsCommitted)
            {
                // With nobody else in service, a replacement that serves is better than none.
                if (originals.Count == 0) return;
                await TakeOutAsync(run).ConfigureAwait(false);
                error = new("SLW0461", "The deployment ended before the original environment was taken out; this instance has the new revision and no traffic.");
            }
            else if (await run.RunAsync(run.Position, CancellationToken.None).ConfigureAwait(false) is { } lost) error = lost;

            error = run.IsCommitted ? error : await run.UndoAsync(error).ConfigureAwait(false);
            run.Become(TargetStatus.Failed, error);
        }).ConfigureAwait(false);
        return ending;
    }

    private async Task TakeOutAsync(InstanceRun run)
    {
        try
        {
            await run.DeregisterAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (SlipwayException e)
        {
            fleet.Recorder.Warn(run.Name, $"It could not be taken out of service again: {e.Error.Message}");
        }
    }

    private void TellCapacity() => fleet.Recorder.Tell(new CapacityChanged(
        Serving.Count() + originals.Count(o => o.Position < 2 && o.Status is not TargetStatus.Succeeded), replacements.Count + originals.Count, Math.Min(planned.Rolling.Minimum, originals.Count)));
}
