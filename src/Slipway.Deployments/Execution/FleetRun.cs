using Slipway.Deployments.History;
using Slipway.Deployments.Planning;
using Slipway.Specifications;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Execution;

/// <summary>One deployment to a fleet, from the first look at its instances to its end; also the rest of one whose process died.</summary>
internal sealed class FleetRun(FleetContext fleet)
{
    private readonly PastSteps past = new(fleet.Past);
    private PlannedFleet? planned;

    /// <summary>Runs it. Whatever goes wrong is in the ending.</summary>
    public async Task<FleetEnding> RunAsync()
    {
        try
        {
            fleet.Recorder.Before(JournalStep.DeploymentStarting);
            fleet.Triggers.OnDeployment(fleet.Record.Creator == DeploymentCreator.Rollback ? TriggerEvent.DeploymentRollback : TriggerEvent.DeploymentStart, DeploymentStatus.InProgress);
            if (await PlanAsync().ConfigureAwait(false) is { } refused) return refused;
            var ending = await (fleet.Record.MovesTrafficOnly ? new TrafficBackRun(fleet).RunAsync()
                : IsBlueGreen ? new BlueGreenRun(fleet, planned!).RunAsync()
                : new InPlaceRun(fleet, planned!).RunAsync()).ConfigureAwait(false);
            if (ending.Status == DeploymentStatus.Succeeded) ending = await BakeAsync().ConfigureAwait(false);
            if (ending.Status == DeploymentStatus.Succeeded) await ConfirmAsync().ConfigureAwait(false);
            return ending;
        }
        catch (SlipwayException e)
        {
            return FleetEnding.Failed(e.Error, e.Error.Code.StartsWith("SLW047", StringComparison.Ordinal) || e.Error.Code.StartsWith("SLW048", StringComparison.Ordinal)
                ? DeploymentErrorCode.ElasticLoadBalancingInvalid : DeploymentErrorCode.InternalError);
        }
        catch (OperationCanceledException) when (fleet.Stops.Cause is not null)
        {
            return FleetEnding.Stopped(fleet.Stops.Cause);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return FleetEnding.Failed(fleet.Recorder.Unexpected.Take(e), DeploymentErrorCode.InternalError);
        }
        finally
        {
            foreach (var waiting in fleet.Instances.Where(i => i.Status == TargetStatus.Pending)) waiting.Become(TargetStatus.Skipped);
        }
    }

    private DeploymentRecord Record => fleet.Record;

    private bool IsBlueGreen => FleetQuestions.IsBlueGreen(Record, fleet.Definition);

    private async Task<FleetEnding?> PlanAsync()
    {
        var members = await FleetProbe.LookAsync(fleet.Instances, Record.Group.Name, fleet.LoadBalancer is not null, fleet.SameRevision, fleet.MaxConnections, fleet.Stops.Token)
            .ConfigureAwait(false);
        planned = FleetPlanner.Plan(FleetQuestions.Of(Record, fleet.Definition, members, fleet.LoadBalancer is not null, past.Plan));
        if (past.Plan is { } before) planned = past.Restore(planned, before);
        Assign(planned.Plan);
        if (past.Plan is null) fleet.Recorder.Tell(new FleetPlanned(planned.Plan), isDurable: true);
        foreach (var left in planned.Plan.LeftOut)
        {
            if (fleet[left.Name].Unreached is { } unreached) fleet.Recorder.Tell(new FleetWarning($"{left.Name} is left out: {unreached.Message}"));
            fleet[left.Name].Become(TargetStatus.Skipped, fleet[left.Name].Unreached);
        }

        return planned.Refusal is { } refusal && past.Plan is null ? FleetEnding.Failed(refusal, planned.ErrorCode!) : null;
    }

    /// <summary>Tells every instance what it is given.</summary>
    private void Assign(DeploymentPlan plan)
    {
        var targets = (Record.Targets ?? []).ToDictionary(t => t.Name, StringComparer.Ordinal);
        foreach (var turn in plan.Instances)
        {
            var run = fleet[turn.Name];
            var target = targets.GetValueOrDefault(turn.Name) ?? new TargetInstance(turn.Name, Record.Kind == DeploymentKind.Rollback ? Record.RevisionOf : null,
                Record.Kind == DeploymentKind.Restart || turn.Label == TargetLabel.Blue, turn.Label);
            run.Label = target.Label;
            run.Deployment = InstanceDeployments.From(Record, target, EventsOf(turn, target));
            run.IsTrafficOnly = target is { RestartOnly: true, Label: not null } && run.State is { Current: null };
            past.Restore(run);
        }
    }

    private IReadOnlyList<string> EventsOf(PlannedInstance turn, TargetInstance target)
    {
        if (Record.MovesTrafficOnly)
        {
            if (target.Label == TargetLabel.Green) return LifecycleOrder.Blocking;
            return Record.Events.Count > 0 ? [.. Record.Events, .. LifecycleOrder.Allowing] : LifecycleOrder.Allowing;
        }

        return target is { RestartOnly: true, Label: null } && Record.Kind != DeploymentKind.Restart ? LifecycleOrder.Restart(fleet.LoadBalancer is not null) : turn.Events;
    }

    private async Task<FleetEnding> BakeAsync()
    {
        var bake = Record.BakeTime ?? fleet.Definition.BakeTime;
        if (Record.Creator != DeploymentCreator.Rollback && bake > TimeSpan.Zero)
        {
            await fleet.WaitAsync(WaitKind.Bake, bake).ConfigureAwait(false);
            if (fleet.Stops.Cause is null && fleet.CheckAlarms is { } check) await check(fleet.Stops.Token).ConfigureAwait(false);
        }

        return fleet.Stops.Cause is { } cause ? FleetEnding.Stopped(cause) : FleetEnding.Succeeded;
    }

    // The revision is the last successful one of an instance only now.
    private Task ConfirmAsync() => Bounded.ForEachAsync(
        [.. fleet.Instances.Where(i => i is { IsCommitted: true, Deployment.RestartOnly: false })], fleet.MaxConnections, async run =>
        {
            try
            {
                await run.Transport.ConnectAsync(CancellationToken.None).ConfigureAwait(false);
                await run.Transport.ConfirmAsync(Record.Group.Name, Record.DeploymentId, CancellationToken.None).ConfigureAwait(false);
                if (fleet.ClosesConnections) await run.Transport.DisconnectAsync().ConfigureAwait(false);
            }
            catch (SlipwayException e)
            {
                fleet.Recorder.Warn(run.Name, $"It has the revision and could not be told that the deployment succeeded; its next one tells it. {e.Error.Message}");
            }
        });
}
