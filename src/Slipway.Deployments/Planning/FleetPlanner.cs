using Slipway.Specifications;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Planning;

/// <summary>Plans a deployment across instances. Pure.</summary>
internal static class FleetPlanner
{
    /// <summary>Why an unreachable instance is left out.</summary>
    public const string Unreachable = "It cannot be reached.";

    /// <summary>Why an instance is left out that a retry or a rollback is not for.</summary>
    internal const string NotAsked = "It is not one of the instances that this deployment is for.";

    /// <summary>What is done, and whether it may begin.</summary>
    public static PlannedFleet Plan(FleetQuestion question)
    {
        var (targets, leftOut) = Targets(question);
        return question.IsBlueGreen && question.Mode == FleetMode.Deploy ? BlueGreen(question, targets, leftOut) : InPlace(question, targets, leftOut);
    }

    private static PlannedFleet InPlace(FleetQuestion question, List<FleetMember> targets, List<LeftOutInstance> leftOut)
    {
        var gone = leftOut.Where(l => l.Reason == Unreachable).Select(l => l.Name).ToHashSet(StringComparer.Ordinal);
        var fleet = question.Members.Where(m => !gone.Contains(m.Name)).ToList();
        var (state, ordered, plan) = Roll(question, fleet, targets, leftOut, EventsOf(question), null);
        var refusal = targets.Count == 0 ? NoInstances(question, leftOut) : null;
        var code = refusal is null ? null : DeploymentErrorCode.NoInstances;
        if (refusal is null && RollingDecision.IsImpossible(state)) (refusal, code) = (Impossible(state, plan), DeploymentErrorCode.HealthConstraintsInvalid);
        return Batched(plan, state, ordered, refusal, code);
    }

    private static PlannedFleet BlueGreen(FleetQuestion question, List<FleetMember> targets, List<LeftOutInstance> leftOut)
    {
        var (originals, replacements) = EnvironmentSplit.Of(question.Members, targets, question.Replacements);

        // Nobody is served by the replacement environment: its instances cost no capacity, and the minimum counts of it alone.
        var idle = replacements.Select(m => m with { IsHealthy = false }).ToList();
        var asked = question.Events is { } names ? LifecycleOrder.Requested(names) : LifecycleOrder.Replacement;
        IReadOnlyList<string> events = [.. asked.Where(e => !LifecycleOrder.Blocking.Contains(e) && !LifecycleOrder.Allowing.Contains(e)), .. LifecycleOrder.Allowing];
        var (state, ordered, plan) = Roll(question, idle, idle, leftOut, events, TargetLabel.Green);
        SlipwayError? refusal = null;
        string? code = null;
        if (!question.HasTrafficControl)
        {
            (refusal, code) = (new("SLW0454", "Blue/green moves traffic from one environment to another and needs a load balancer: add loadBalancerInfo to the deployment group, or make its deploymentType IN_PLACE."),
                DeploymentErrorCode.MissingElbInformation);
        }
        else if (idle.Count == 0) (refusal, code) = (NoReplacement(question, leftOut, originals.Count), DeploymentErrorCode.NoInstances);
        else if (state.Minimum >= state.Count) (refusal, code) = (Impossible(state, plan), DeploymentErrorCode.HealthConstraintsInvalid);

        var planned = Batched(plan, state, ordered, refusal, code);
        var last = planned.Plan.Instances.Count == 0 ? 0 : planned.Plan.Instances[^1].Batch;
        var blue = originals.Select(m => new PlannedInstance(m.Name, last + 1, m.Zone, TargetLabel.Blue, LifecycleOrder.Original(question.TerminatesOriginal)));
        return planned with
        {
            Plan = planned.Plan with { Instances = [.. planned.Plan.Instances, .. blue], Originals = [.. originals.Select(m => m.Name)] },
            Capacity = [new(0, originals.Count), new(last + 1, idle.Count)],
        };
    }

    private static (List<FleetMember> Targets, List<LeftOutInstance> LeftOut) Targets(FleetQuestion question)
    {
        var targets = new List<FleetMember>();
        var leftOut = new List<LeftOutInstance>();
        foreach (var member in question.Members)
        {
            if (question.Only is { } only && !only.Contains(member.Name)) leftOut.Add(new(member.Name, NotAsked));
            else if (!member.IsReachable && question.SkipUnreachable) leftOut.Add(new(member.Name, Unreachable));
            else if (question.OutdatedOnly && member is { IsReachable: true, Standing: RevisionStanding.Current }) leftOut.Add(new(member.Name, "It has the revision already."));
            else targets.Add(member);
        }

        return (targets, leftOut);
    }

    private static (RollingState State, List<FleetMember> Ordered, DeploymentPlan Plan) Roll(
        FleetQuestion question, List<FleetMember> fleet, List<FleetMember> targets, List<LeftOutInstance> leftOut, IReadOnlyList<string> events, TargetLabel? label)
    {
        var chosen = targets.Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        var zonal = question.Configuration.Zonal;
        var zoneNames = zonal is null ? [null] : fleet.Select(m => m.Zone).Distinct().OrderBy(z => z is null).ToList();
        if (zoneNames.Count == 0) zoneNames.Add(null);

        // Unhealthy ones first, then an unknown revision, then an old one, then the current one; else the file's order.
        var ordered = fleet.OrderBy(m => zonal is null ? 0 : zoneNames.IndexOf(m.Zone)).ThenBy(m => m.IsHealthy).ThenBy(m => m.Standing).ToList();
        var minimum = MinimumHealthy.Of(question.Configuration, fleet.Count);
        var zones = zoneNames.Select((name, i) => new RollingZone(name,
            zonal?.MinimumPerZone is { } perZone ? MinimumHealthy.Of(perZone, fleet.Count(m => m.Zone == name)) : 0,
            i == zoneNames.Count - 1 ? null : i == 0 ? zonal?.FirstZoneMonitor ?? zonal?.Monitor : zonal?.Monitor)).ToList();
        var state = new RollingState(minimum, question.Configuration.MostConcurrent ?? MinimumHealthy.BatchOf(fleet.Count, minimum), zones,
            [.. ordered.Select(m => m.IsHealthy)], [.. ordered.Select(m => zonal is null ? 0 : zoneNames.IndexOf(m.Zone))],
            [.. ordered.Select(m => chosen.Contains(m.Name) ? RollingPhase.Pending : RollingPhase.Bystander)], question.IsRollback);
        var plan = new DeploymentPlan
        {
            Instances = [.. ordered.Where(m => chosen.Contains(m.Name)).Select(m => new PlannedInstance(m.Name, 0, zonal is null ? null : m.Zone, label, events))],
            LeftOut = leftOut,
            Configuration = question.Configuration,
            FleetSize = fleet.Count,
            MinimumHealthy = minimum,
            BatchSize = state.Batch,
        };
        return (state, ordered, plan);
    }

    private static IReadOnlyList<string> EventsOf(FleetQuestion question) =>
        question.Mode == FleetMode.Restart ? question.Events ?? LifecycleOrder.Restart(question.HasTrafficControl)
        : question.Events is { } asked ? LifecycleOrder.Requested(asked) : LifecycleOrder.InPlace(question.HasTrafficControl);

    // Plays the deployment through, each batch as one step and without a failure, to number the batches and to draw the capacity.
    private static PlannedFleet Batched(DeploymentPlan plan, RollingState state, List<FleetMember> ordered, SlipwayError? refusal, string? code)
    {
        var batchOf = new Dictionary<string, int>(StringComparer.Ordinal);
        var capacity = new List<CapacityStep> { new(0, state.InService) };
        var play = state.Copy();
        for (var batch = 1; refusal is null;)
        {
            var decision = RollingDecision.For(play, int.MaxValue);
            if (decision.Verdict == RollingVerdict.WatchZone)
            {
                play.WatchedZones = decision.Zone + 1;
                continue;
            }

            if (decision.Starts.Count == 0) break;
            foreach (var i in decision.Starts)
            {
                play[i] = RollingPhase.Running;
                batchOf[ordered[i].Name] = batch;
            }

            capacity.Add(new(batch++, play.InService));
            foreach (var i in decision.Starts)
            {
                play[i] = RollingPhase.Succeeded;
                play.SetHealthy(i, true);
            }
        }

        capacity.Add(new(capacity[^1].Batch + 1, play.InService));
        return new(plan with { Instances = [.. plan.Instances.Select(i => i with { Batch = batchOf.GetValueOrDefault(i.Name) }).OrderBy(i => i.Batch)] },
            state, [.. ordered.Select(m => m.Name)], capacity, refusal, code);
    }

    private static SlipwayError Impossible(RollingState state, DeploymentPlan plan) => new("SLW0452",
        $"{plan.Configuration.Name} asks for {state.Minimum} healthy of {state.Count} instances, and {state.InService} are in service: none could ever be taken out, so nothing was begun. "
        + "Choose a deployment configuration with a smaller minimum, or bring the other instances back first.");

    private static SlipwayError NoInstances(FleetQuestion question, List<LeftOutInstance> leftOut) => new("SLW0453", question.Members.Count == 0
        ? "The deployment group has no instances: no tags of an instance in deploy.yml match its filters."
        : $"There is nothing to deploy to; each of the {leftOut.Count} instances is left out ({leftOut[0].Name}: {leftOut[0].Reason})");

    private static SlipwayError NoReplacement(FleetQuestion question, List<LeftOutInstance> leftOut, int originals) => leftOut.Count > 0 || question.Members.Count == 0
        ? NoInstances(question, leftOut)
        : new("SLW0453", $"All {originals} instances of the group are in service, so none is the replacement environment. Take one environment out of service at the load balancer, or name the replacement with targetInstances.");
}
