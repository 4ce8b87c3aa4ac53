using Slipway.Deployments.Execution;
using Slipway.Instances;
using Slipway.Instances.Events;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Transports.Local;

/// <summary>
/// An instance on this machine, in this process. Its state is kept by its root, whatever it is called: two names for one root are one instance, with one lock and one history.
/// </summary>
internal sealed class LocalTransport : IInstanceTransport
{
    private readonly Instance instance;

    internal LocalTransport(InstanceDefinition definition, TransportSettings settings)
    {
        Instance = definition;
        var root = definition.Root.TrimEnd('/');
        instance = new(new()
        {
            Name = definition.InstanceName,
            Root = root,
            StateFolder = definition.StateFolder ?? settings.State.OfInstance(LocalInstance.Name, root),
            Environment = definition.Environment,
            InheritedEnvironment = settings.InheritedEnvironment,
            Agent = settings.Agent,
            KeepRevisions = settings.KeepRevisions,
            LockWait = settings.LockWait,
        });
        Leases = new LocalLeases(definition.InstanceName, instance.Settings.StateFolder);
    }

    /// <inheritdoc />
    public InstanceDefinition Instance { get; }

    /// <inheritdoc />
    public ILeaseStore Leases { get; }

    /// <inheritdoc />
    public Task ConnectAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc />
    public Task DisconnectAsync() => Task.CompletedTask;

    /// <inheritdoc />
    public Task<InstanceState> ReadStateAsync(string deploymentGroupName, CancellationToken cancellation) => Blocking.Run(() => instance.ReadState(deploymentGroupName));

    /// <inheritdoc />
    public Task<InstancePlan> PlanAsync(InstanceDeployment deployment, CancellationToken cancellation) => Blocking.Run(() => instance.Plan(deployment, cancellation));

    /// <inheritdoc />
    public Task<IReadOnlyList<PreflightFinding>> PreflightAsync(InstanceDeployment deployment, CancellationToken cancellation) =>
        Blocking.Run(() => instance.Preflight(deployment, cancellation));

    /// <inheritdoc />
    public async Task<IInstanceSession> BeginAsync(InstanceDeployment deployment, IInstanceEvents events, CancellationToken cancellation) =>
        new LocalSession(await Blocking.Run(() => instance.Begin(deployment, events, cancellation)).ConfigureAwait(false));

    /// <inheritdoc />
    public async Task<IInstanceSession?> RejoinAsync(InstanceDeployment deployment, IInstanceEvents events, CancellationToken cancellation) =>
        await Blocking.Run(() => instance.Rejoin(deployment, events, cancellation)).ConfigureAwait(false) is { } session ? new LocalSession(session) : null;

    /// <inheritdoc />
    public Task<IReadOnlyList<Recovery>> RecoverAsync(string? deploymentGroupName, IInstanceEvents events, CancellationToken cancellation) =>
        Blocking.Run(() => instance.Recover(deploymentGroupName, events, cancellation));

    /// <inheritdoc />
    public Task ConfirmAsync(string deploymentGroupName, string deploymentId, CancellationToken cancellation) =>
        Blocking.Run(() => instance.Confirm(deploymentGroupName, deploymentId, cancellation));

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
