using Slipway.Deployments.History;
using Slipway.Deployments.Planning;
using Slipway.Instances;
using Slipway.Instances.Events;
using Slipway.Specifications;

namespace Slipway.Deployments.Execution;

/// <summary>Looks ahead: what a deployment would do to a fleet, and what on the real instances would make it fail. Touches nothing, and takes no lease.</summary>
internal sealed class FleetPreview(TimeProvider time, DeployerParts parts)
{
    /// <summary>Looks.</summary>
    public async Task<FleetPlan> PlanAsync(DeploymentRequest request, CancellationToken cancellation)
    {
        var state = StateFolder.At(request.StateFolder);
        IReadOnlyList<TargetInstance>? targets = null;
        if (request.RetryOf is { } failed)
            (request, targets) = RetryRequest.Of(request, new DeploymentHistory(state, time).Find(failed), new DeploymentHistory(state, time).Events(failed));
        var record = FleetRecords.New("d-PLAN00000", 0, request, targets, time);
        var definition = request.Group.Definition!;
        if (parts.Transports is not { } transports) throw new SlipwayException(new("SLW0462", "This build of slipway has no transports to instances; use the slipway command, which has them."));
        var loadBalancer = definition.LoadBalancer is { } described ? parts.LoadBalancers?.Open(described) : null;
        var stops = new DeploymentStops();
        var recorder = new FleetRecorder(record.DeploymentId, new NoJournal(), null, new NoProgress(), new(null, [], record, time, cancellation), stops, time);
        var runs = definition.Instances.Select(i => new InstanceRun(i, transports.To(i), loadBalancer, recorder, time)).ToList();
        try
        {
            var same = new HashSet<string>(StringComparer.Ordinal);
            if (record.RevisionIdentity is { } identity)
                same.UnionWith(new DeploymentHistory(state, time).Read(request.Group.Name).Entries.Where(e => e.Record.RevisionIdentity == identity).Select(e => e.Record.DeploymentId));
            var members = await FleetProbe.LookAsync(runs, request.Group.Name, loadBalancer is not null, same, request.MaxConcurrentConnections, cancellation).ConfigureAwait(false);
            var planned = FleetPlanner.Plan(FleetQuestions.Of(record, definition, members, loadBalancer is not null, null));
            var plans = new FleetInstancePlan[planned.Plan.Instances.Count];
            await Bounded.ForEachAsync([.. Enumerable.Range(0, plans.Length)], request.MaxConcurrentConnections, async i =>
            {
                var turn = planned.Plan.Instances[i];
                plans[i] = await LookAsync(turn, runs.First(r => r.Name == turn.Name), record, cancellation).ConfigureAwait(false);
            }).ConfigureAwait(false);
            return new(planned.Plan, plans, planned.Capacity, planned.Refusal);
        }
        finally
        {
            foreach (var run in runs) await run.DisposeAsync().ConfigureAwait(false);
            if (loadBalancer is not null) await loadBalancer.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task<FleetInstancePlan> LookAsync(PlannedInstance turn, InstanceRun run, DeploymentRecord record, CancellationToken cancellation)
    {
        if (run.Unreached is { } unreached) return new(turn, null, [], unreached);
        var isRestart = record.Kind == DeploymentKind.Restart || turn.Label == TargetLabel.Blue;
        var deployment = InstanceDeployments.From(record, new(turn.Name, RestartOnly: isRestart), turn.Events);
        if (isRestart && run.State is { Current: null }) return new(turn, null, [], null);
        IReadOnlyList<PreflightFinding> findings = [];
        try
        {
            await run.Transport.ConnectAsync(cancellation).ConfigureAwait(false);
            if (!isRestart) findings = await run.Transport.PreflightAsync(deployment, cancellation).ConfigureAwait(false);
            var plan = await run.Transport.PlanAsync(deployment, cancellation).ConfigureAwait(false);
            return new(turn, PlanVerdict.Settle(plan, turn.Events), findings, null);
        }
        catch (SlipwayException e)
        {
            return new(turn, null, findings, e.Error);
        }
    }

    private sealed class NoJournal : IStepJournal
    {
        public void Before(JournalEntry entry)
        {
        }

        public void Append(JournalEntry entry)
        {
        }
    }

    private sealed class NoProgress : IDeploymentProgress
    {
        public void DeploymentStarted(string deploymentId, DeploymentRequest request)
        {
        }

        public void OnInstance(string deploymentId, string instanceName, InstanceEvent instanceEvent)
        {
        }

        public void DeploymentEnded(DeploymentResult result)
        {
        }
    }
}
