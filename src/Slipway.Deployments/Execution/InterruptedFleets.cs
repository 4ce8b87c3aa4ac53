using Slipway.Deployments.History;
using Slipway.Instances.Events;
using Slipway.Specifications;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Execution;

/// <summary>Brings deployments to an end that nobody resumes: because a new one comes, or because only the instances know of them.</summary>
internal sealed class InterruptedFleets(StateFolder state, DeployerParts parts, TimeProvider time, IDeploymentProgress progress)
{
    /// <summary>Undoes or completes what interrupted deployments of a group left on its instances, and writes their end down. The caller holds the lease.</summary>
    /// <returns>What to tell.</returns>
    public async Task<IReadOnlyList<string>> EndAllAsync(DeploymentGroup group, CancellationToken cancellation)
    {
        var open = new DeploymentHistory(state, time).Read(group.Name).Entries.Where(e => e is { Outcome: null, Record.Group.Definition: not null }).Select(e => e.Record).ToList();
        if (open.Count == 0) return [];
        var instances = open.SelectMany(r => r.Group.Definition!.Instances).Concat(group.Definition!.Instances).DistinctBy(i => i.InstanceName).ToList();
        await RecoverAsync(instances, group.Name, open[0].DeploymentId, cancellation).ConfigureAwait(false);
        foreach (var record in open) End(state, record, time);
        return [.. open.Select(r => $"Deployment {r.DeploymentId} was interrupted; instances that were not done have their old tree.")];
    }

    /// <summary>Writes the end of an interrupted deployment down, as far as its journal tells.</summary>
    public static void End(StateFolder state, DeploymentRecord record, TimeProvider time)
    {
        var folder = new DeploymentFolder(state, record.DeploymentId);
        var statuses = folder.ReadEvents().Where(e => e is { Step: JournalStep.InstanceStatus, Instance: not null, TargetStatus: not null })
            .GroupBy(e => e.Instance!).ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);
        var results = record.Group.Definition!.Instances.Select(i =>
        {
            var last = statuses.GetValueOrDefault(i.InstanceName);
            var status = last?.TargetStatus switch
            {
                null or TargetStatus.Pending => TargetStatus.Skipped,
                TargetStatus.InProgress or TargetStatus.Ready => TargetStatus.Failed,
                var known => known.Value,
            };
            return new InstanceResult(i.InstanceName, status == TargetStatus.Succeeded ? DeploymentStatus.Succeeded : DeploymentStatus.Failed, []) { Target = status, Error = last?.Error };
        }).ToList();
        folder.End(new(record.DeploymentId, DeploymentStatus.Failed, Interrupted, results, time.GetUtcNow()) { ErrorCode = DeploymentErrorCode.InternalError });
    }

    /// <summary>
    /// Asks the instances of a group when no record is left: what is unfinished is completed or undone, and a record of it is written as far as they tell. Which revision it was and which
    /// instances had not begun nobody knows any more.
    /// </summary>
    public async Task<IReadOnlyList<ResumedDeployment>> RebuildAsync(DeploymentGroup group, CancellationToken cancellation)
    {
        var found = await RecoverAsync(group.Definition!.Instances, group.Name, "", cancellation).ConfigureAwait(false);
        var resumed = new List<ResumedDeployment>();
        foreach (var deployment in found.Where(f => DeploymentId.IsValid(f.DeploymentId)).GroupBy(f => f.DeploymentId))
        {
            var results = deployment.Select(f => new InstanceResult(f.Instance, f.Completed ? DeploymentStatus.Succeeded : DeploymentStatus.Failed, [])
            {
                Target = f.Completed ? TargetStatus.Succeeded : TargetStatus.Failed,
            }).ToList();
            var record = Rebuilt(deployment.Key, group);
            var folder = new DeploymentFolder(state, deployment.Key);
            if (folder.ReadRecord() is null) folder.Create(record);
            folder.End(new(deployment.Key, DeploymentStatus.Failed, Interrupted, results, time.GetUtcNow()) { ErrorCode = DeploymentErrorCode.InternalError });
            resumed.Add(new(deployment.Key, group.Name, Completed: false)
            {
                Result = new(deployment.Key, DeploymentStatus.Failed, Interrupted, results, null) { ErrorCode = DeploymentErrorCode.InternalError },
            });
        }

        return resumed;
    }

    private static SlipwayError Interrupted { get; } = new("SLW0407", "The deploying process ended in the middle of the deployment; instances that were not done have their old tree. Deploy again.");

    private async Task<IReadOnlyList<(string Instance, string DeploymentId, bool Completed)>> RecoverAsync(
        IReadOnlyList<InstanceDefinition> instances, string group, string deploymentId, CancellationToken cancellation)
    {
        if (parts.Transports is null) return [];
        var recovered = new List<(string, string, bool)>();
        var gate = new Lock();
        await Bounded.ForEachAsync(instances, 16, async definition =>
        {
            var transport = parts.Transports.To(definition);
            await using (transport.ConfigureAwait(false))
            {
                try
                {
                    await transport.ConnectAsync(cancellation).ConfigureAwait(false);
                    var events = new ForwardedEvents(new OneAtATime(progress, gate), definition.InstanceName, deploymentId);
                    foreach (var recovery in await transport.RecoverAsync(group, events, cancellation).ConfigureAwait(false))
                    {
                        lock (gate) recovered.Add((definition.InstanceName, recovery.DeploymentId, recovery.Completed));
                    }
                }
                catch (SlipwayException e)
                {
                    // It recovers by itself before its next deployment.
                    lock (gate) progress.OnFleet(deploymentId, new FleetWarning($"{definition.InstanceName} was not recovered: {e.Error.Message}"));
                }
            }
        }).ConfigureAwait(false);
        return recovered;
    }

    private DeploymentRecord Rebuilt(string id, DeploymentGroup group) => new()
    {
        DeploymentId = id,
        Creator = DeploymentCreator.User,
        Kind = DeploymentKind.Deploy,
        ApplicationName = "",
        Group = group,
        Events = [],
        Agent = default,
        Description = "Rebuilt from the instances: the record of whoever deployed is lost.",
        User = "",
        Host = "",
        FencingNumber = 0,
        CreatedAt = time.GetUtcNow(),
    };

    private sealed class OneAtATime(IDeploymentProgress inner, Lock gate) : IDeploymentProgress
    {
        public void DeploymentStarted(string deploymentId, DeploymentRequest request) => inner.DeploymentStarted(deploymentId, request);

        public void OnInstance(string deploymentId, string instanceName, InstanceEvent instanceEvent)
        {
            lock (gate) inner.OnInstance(deploymentId, instanceName, instanceEvent);
        }

        public void DeploymentEnded(DeploymentResult result) => inner.DeploymentEnded(result);
    }
}
