using Slipway.Deployments.History;
using Slipway.Specifications;
using Slipway.Specifications.AppSpecs;

namespace Slipway.Deployments.Execution;

/// <summary>The environment from before a blue/green deployment, when its instances still have the revision that a rollback wants: then only traffic has to move.</summary>
/// <param name="Targets">Both environments.</param>
/// <param name="Events">What comes before traffic; empty when its application was never stopped.</param>
internal sealed record WarmOriginal(IReadOnlyList<TargetInstance> Targets, IReadOnlyList<string> Events)
{
    /// <summary>Looks for it.</summary>
    /// <returns>Null when it is not there any more.</returns>
    public static async Task<WarmOriginal?> FindAsync(DeploymentHistory history, DeploymentRecord target, DeploymentGroup group, DeployerParts parts, CancellationToken cancellation)
    {
        var newest = history.Read(group.Name).Entries.FirstOrDefault(e => e is { Status: DeploymentStatus.Succeeded, Record.Kind: not DeploymentKind.Restart });
        if (newest is null || newest.Record.MovesTrafficOnly || parts.Transports is null) return null;
        if (history.Events(newest.Record.DeploymentId).LastOrDefault(s => s.Plan is not null)?.Plan is not { Originals.Count: > 0 } plan) return null;
        var definitions = group.Definition!.Instances.ToDictionary(i => i.InstanceName, StringComparer.Ordinal);
        foreach (var name in plan.Originals)
        {
            if (!definitions.TryGetValue(name, out var definition)) return null;
            var transport = parts.Transports.To(definition);
            await using (transport.ConfigureAwait(false))
            {
                try
                {
                    await transport.ConnectAsync(cancellation).ConfigureAwait(false);
                    var state = await transport.ReadStateAsync(group.Name, cancellation).ConfigureAwait(false);
                    if (state.Current != (target.RevisionOf ?? target.DeploymentId) && state.Current != target.DeploymentId) return null;
                }
                catch (SlipwayException)
                {
                    return null;
                }
            }
        }

        var wasTerminated = newest.Record.Group.Definition?.BlueGreen?.TerminatesOriginal ?? true;
        return new(
            [.. plan.Originals.Select(n => new TargetInstance(n, RestartOnly: true, Label: TargetLabel.Blue)),
                .. plan.Instances.Where(i => i.Label == TargetLabel.Green && definitions.ContainsKey(i.Name)).Select(i => new TargetInstance(i.Name, RestartOnly: true, Label: TargetLabel.Green))],
            wasTerminated ? [LifecycleEvents.ApplicationStart, LifecycleEvents.ValidateService] : []);
    }
}
