using Slipway.Deployments;
using Slipway.Deployments.Transports;
using Slipway.Specifications.AppSpecs;
using StateFolders = Slipway.Deployments.History.StateFolder;

namespace Slipway.Cli.Commands;

/// <summary>A deployer with all that it reaches instances, load balancers and watchers with, for one verb.</summary>
internal sealed class OpenDeployer : IAsyncDisposable
{
    private readonly MachineParts parts;

    private OpenDeployer(MachineParts parts, TimeProvider time)
    {
        this.parts = parts;
        Deployer = new(time, parts.Parts);
    }

    /// <summary>The deployer.</summary>
    public Deployer Deployer { get; }

    /// <summary>One for a group. Leases stand where the records do, so that a deployment is seen to run wherever it is recorded.</summary>
    public static OpenDeployer For(Target target, AgentVersion agent, TimeSpan lockWait, Surroundings surroundings) =>
        Open(target.MachineState, target.Group.Definition?.StateLocation is { } shared && shared == target.StateFolder ? shared : null, agent, lockWait, surroundings);

    /// <summary>One for a verb that works from the records.</summary>
    /// <param name="state">The option <c>--state</c>.</param>
    /// <param name="lockWait">How long to wait for another deployment.</param>
    /// <param name="surroundings">The process.</param>
    public static OpenDeployer ForRecords(string? state, TimeSpan lockWait, Surroundings surroundings) =>
        Open(Target.MachineStateOf(state, surroundings), state is null ? Target.SharedState(surroundings) : null, AgentVersion.Agent18, lockWait, surroundings);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => parts.DisposeAsync();

    private static OpenDeployer Open(string machineState, string? stateLocation, AgentVersion agent, TimeSpan lockWait, Surroundings surroundings) => new(
        new(new TransportSettings
        {
            State = StateFolders.At(machineState),
            Agent = agent,
            LockWait = lockWait,
            Variable = surroundings.Variable,
            Time = surroundings.Time,
        }, stateLocation, notice => surroundings.Error.WriteLine($"slipway: warning: {Output.TerminalText.Line(notice)}")), surroundings.Time);
}
