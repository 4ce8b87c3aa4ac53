using Slipway.Deployments.Transports.Delivery;
using Slipway.Instances;
using Slipway.Instances.Events;
using Slipway.Instances.Protocol;
using Slipway.Specifications;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Transports.Ssh;

/// <summary>An instance behind an agent. Questions are asked once more when the connection is lost under them; a session goes on by what the instance has journaled.</summary>
internal sealed class SshTransport : IInstanceTransport
{
    // The instance's code for an earlier revision that it keeps no longer.
    private const string NoLongerKept = "SLW0265";

    private const int MostTries = 4;

    private static readonly string[] WorthAnotherTry = ["SLW0433", "SLW0434", "SLW0435", "SLW0442", "SLW0443"];

    private readonly Func<CancellationToken, Task<AgentConnection>> open;
    private readonly SentRevisions revisions;
    private readonly TransportSettings settings;
    private readonly SshLeases leases;
    private AgentConnection? connection;

    /// <param name="instance">The instance.</param>
    /// <param name="open">Makes a connection to it.</param>
    /// <param name="revisions">What is sent, shared by all instances of a deployment.</param>
    /// <param name="settings">Deadlines and clock.</param>
    internal SshTransport(InstanceDefinition instance, Func<CancellationToken, Task<AgentConnection>> open, SentRevisions revisions, TransportSettings settings)
    {
        Instance = instance;
        this.open = open;
        this.revisions = revisions;
        this.settings = settings;
        leases = new(instance.InstanceName, open);
    }

    /// <inheritdoc />
    public InstanceDefinition Instance { get; }

    /// <inheritdoc />
    public ILeaseStore Leases => leases;

    /// <inheritdoc />
    public Task ConnectAsync(CancellationToken cancellation) => ConnectedAsync(cancellation);

    /// <inheritdoc />
    public async Task DisconnectAsync()
    {
        if (connection is { } open) await open.DisposeAsync().ConfigureAwait(false);
        connection = null;
    }

    /// <inheritdoc />
    public async Task<InstanceState> ReadStateAsync(string deploymentGroupName, CancellationToken cancellation) =>
        (await AskAsync<StateRead>(new ReadState(deploymentGroupName), cancellation).ConfigureAwait(false)).State;

    /// <inheritdoc />
    public async Task<InstancePlan> PlanAsync(InstanceDeployment deployment, CancellationToken cancellation)
    {
        var changes = new List<PlannedChange>();
        var made = await WithRevisionAsync(
            deployment, Silent.Instance,
            (at, there) =>
            {
                changes.Clear();
                return at.AskAsync<PlanMade>(new PlanDeployment(there), cancellation, told => changes.AddRange(told is PlanPart part ? part.Changes : []));
            },
            cancellation).ConfigureAwait(false);
        return new(changes, made.Scripts, made.Conflicts);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<PreflightFinding>> PreflightAsync(InstanceDeployment deployment, CancellationToken cancellation) =>
        (await WithRevisionAsync(deployment, Silent.Instance, (at, there) => at.AskAsync<PreflightDone>(new Preflight(there), cancellation), cancellation).ConfigureAwait(false)).Findings;

    /// <inheritdoc />
    public Task<IInstanceSession> BeginAsync(InstanceDeployment deployment, IInstanceEvents events, CancellationToken cancellation)
    {
        var numbered = new NumberedEvents(events);
        return WithRevisionAsync(deployment, events, (at, there) => BeginAtAsync(at, there, numbered, cancellation), cancellation);
    }

    /// <inheritdoc />
    public async Task<IInstanceSession?> RejoinAsync(InstanceDeployment deployment, IInstanceEvents events, CancellationToken cancellation)
    {
        // The revision is there: it is the one that this deployment brought.
        var there = deployment.RestartOnly ? deployment : deployment with { Revision = null, RevisionOf = deployment.DeploymentId };
        var numbered = new NumberedEvents(events);
        return await RetriedAsync<IInstanceSession?>(
            async at => await RejoinAtAsync(at, there, numbered, cancellation).ConfigureAwait(false) is { } begun ? new SshSession(this, there, numbered, at, begun) : null,
            cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<Recovery>> RecoverAsync(string? deploymentGroupName, IInstanceEvents events, CancellationToken cancellation) =>
        (await AskAsync<Recovered>(new RecoverInstance(deploymentGroupName), cancellation, new NumberedEvents(events).Take).ConfigureAwait(false)).Recoveries;

    /// <inheritdoc />
    public Task ConfirmAsync(string deploymentGroupName, string deploymentId, CancellationToken cancellation) =>
        AskAsync<Done>(new ConfirmDeployment(deploymentGroupName, deploymentId), cancellation);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await leases.DisposeAsync().ConfigureAwait(false);
        await DisconnectAsync().ConfigureAwait(false);
    }

    /// <summary>A standing connection; a new one when there is none.</summary>
    /// <exception cref="InstanceUnreachableException">There is none to be had.</exception>
    internal async Task<AgentConnection> ConnectedAsync(CancellationToken cancellation)
    {
        if (connection is { IsLost: false } standing) return standing;
        await DisconnectAsync().ConfigureAwait(false);
        return connection = await open(cancellation).ConfigureAwait(false);
    }

    /// <summary>A new connection while something is unfinished on the instance: tried again and again, because its network or sshd may be about to come back.</summary>
    /// <exception cref="InstanceUnreachableException">SLW0443: it did not come back in time. SLW0430 to SLW0432: it will not.</exception>
    internal async Task<AgentConnection> ReconnectAsync(ConnectionLostException lost, CancellationToken cancellation)
    {
        var since = settings.Time.GetTimestamp();
        for (var pause = TimeSpan.FromSeconds(0.2); ; pause = pause * 2 < TimeSpan.FromSeconds(5) ? pause * 2 : TimeSpan.FromSeconds(5))
        {
            try
            {
                return await ConnectedAsync(cancellation).ConfigureAwait(false);
            }
            catch (SlipwayException e) when (WorthAnotherTry.Contains(e.Error.Code))
            {
                if (settings.Time.GetElapsedTime(since) + pause > settings.ReconnectFor)
                    throw SshErrors.Lost(Instance.InstanceName, $"{lost.Message} Then for {settings.ReconnectFor.TotalSeconds:0} s: {e.Error.Message}", e);
            }

            await Task.Delay(pause, settings.Time, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Asks what may be asked more than once.</summary>
    private Task<T> AskAsync<T>(AgentRequest request, CancellationToken cancellation, Action<AgentEvent>? told = null)
        where T : AgentAnswer => RetriedAsync(at => at.AskAsync<T>(request, cancellation, told), cancellation);

    /// <summary>Does something that may be done more than once, and again after a lost connection.</summary>
    private async Task<T> RetriedAsync<T>(Func<AgentConnection, Task<T>> act, CancellationToken cancellation)
    {
        var at = await ConnectedAsync(cancellation).ConfigureAwait(false);
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await act(at).ConfigureAwait(false);
            }
            catch (ConnectionLostException e) when (tries < MostTries)
            {
                at = await ReconnectAsync(e, cancellation).ConfigureAwait(false);
            }
            catch (ConnectionLostException e)
            {
                throw SshErrors.Lost(Instance.InstanceName, $"{e.Message} That was so {tries} times.", e);
            }
        }
    }

    /// <summary>Joins an unfinished deployment again; null when the instance has none of that id.</summary>
    internal static async Task<SessionBegun?> RejoinAtAsync(AgentConnection at, InstanceDeployment there, NumberedEvents events, CancellationToken cancellation) =>
        await at.AskAsync(new RejoinDeployment(there, events.LastSeen), cancellation, events.Take).ConfigureAwait(false) as SessionBegun;

    /// <summary>Does something with the revision on the instance: with what it keeps of an earlier deployment, else with what is brought there.</summary>
    private async Task<T> WithRevisionAsync<T>(
        InstanceDeployment deployment, IInstanceEvents events, Func<AgentConnection, InstanceDeployment, Task<T>> act, CancellationToken cancellation)
    {
        if (deployment.RestartOnly) return await RetriedAsync(at => act(at, deployment), cancellation).ConfigureAwait(false);
        if (deployment.RevisionOf is not null)
        {
            try
            {
                return await RetriedAsync(at => act(at, deployment with { Revision = null }), cancellation).ConfigureAwait(false);
            }
            catch (SlipwayException e) when (e.Error.Code == NoLongerKept && deployment.Revision is not null)
            {
                // As asked: then it is brought.
            }
        }

        if (deployment.Revision is not { } revision) return await RetriedAsync(at => act(at, deployment), cancellation).ConfigureAwait(false);
        var sent = await revisions.OpenAsync(revision, cancellation).ConfigureAwait(false);
        var delivery = new RevisionSending(sent, events, mayBeKnown: deployment.AllowedSigners is null);
        return await RetriedAsync(
            async at => await act(at, deployment with { Revision = await delivery.BringAsync(at, cancellation).ConfigureAwait(false), RevisionOf = null }).ConfigureAwait(false),
            cancellation).ConfigureAwait(false);
    }

    private async Task<IInstanceSession> BeginAtAsync(AgentConnection at, InstanceDeployment there, NumberedEvents events, CancellationToken cancellation)
    {
        try
        {
            return new SshSession(this, there, events, at, await at.AskAsync<SessionBegun>(new BeginDeployment(there), cancellation, events.Take).ConfigureAwait(false));
        }
        catch (ConnectionLostException e)
        {
            // Whether it began, the instance knows.
            at = await ReconnectAsync(e, cancellation).ConfigureAwait(false);
            if (await RejoinAtAsync(at, there, events, cancellation).ConfigureAwait(false) is { } begun) return new SshSession(this, there, events, at, begun);
            throw;
        }
    }

    private sealed class Silent : IInstanceEvents
    {
        internal static Silent Instance { get; } = new();

        public void On(InstanceEvent instanceEvent)
        {
        }
    }
}
