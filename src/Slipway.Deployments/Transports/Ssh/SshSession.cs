using System.Diagnostics;
using Slipway.Instances;
using Slipway.Instances.Events;
using Slipway.Instances.Protocol;
using Slipway.Specifications;

namespace Slipway.Deployments.Transports.Ssh;

/// <summary>A deployment in progress on an instance behind an agent. Each call goes on by what the instance has journaled when the connection is another one than before.</summary>
internal sealed class SshSession : IInstanceSession
{
    private const int MostLosses = 4;
    private static readonly TimeSpan PatienceAfterStop = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StoodWell = TimeSpan.FromSeconds(30);

    private readonly SshTransport transport;
    private readonly InstanceDeployment deployment;
    private readonly NumberedEvents events;
    private AgentConnection at;
    private bool isEnded;

    internal SshSession(SshTransport transport, InstanceDeployment deployment, NumberedEvents events, AgentConnection at, SessionBegun begun)
    {
        this.transport = transport;
        this.deployment = deployment;
        this.events = events;
        this.at = at;
        Ended = begun.Ended;
        Interrupted = begun.Interrupted;
    }

    /// <inheritdoc />
    public IReadOnlyList<EventResult> Ended { get; private set; }

    /// <inheritdoc />
    public string? Interrupted { get; private set; }

    private string InstanceName => transport.Instance.InstanceName;

    /// <inheritdoc />
    public async Task<EventResult> RunAsync(string lifecycleEvent, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(isEnded, this);
        var startedAt = DateTimeOffset.UtcNow;
        EventResult Failed(SlipwayError error) => new(lifecycleEvent, EventStatus.Failed, startedAt, DateTimeOffset.UtcNow, [], error);
        try
        {
            using var patience = new CancellationTokenSource();
            await using var stopped = cancellation.UnsafeRegister(_ => patience.CancelAfter(PatienceAfterStop), null).ConfigureAwait(false);
            return await GoOnAsync(
                async () =>
                {
                    // It may have begun, or even ended, before the connection was lost.
                    if (Ended.FirstOrDefault(e => e.Event == lifecycleEvent) is { } known) return known;
                    if (Interrupted is { } interrupted) return Failed(SshErrors.Interrupted(InstanceName, interrupted));
                    return (await at.AskAsync<EventRun>(new RunEvent(lifecycleEvent), cancellation, events.Take).ConfigureAwait(false)).Result;
                },
                () => throw SshErrors.OutcomeUnknown(InstanceName, deployment.DeploymentId, "continued"),
                patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return Failed(SshErrors.Stopped(lifecycleEvent));
        }
    }

    /// <inheritdoc />
    public async Task CommitAsync()
    {
        await GoOnAsync<AgentAnswer>(
            async () => await at.AskAsync<Done>(new CommitDeployment(), CancellationToken.None, events.Take).ConfigureAwait(false),
            async () => await IsCurrentAsync().ConfigureAwait(false) ? new Done() : throw SshErrors.OutcomeUnknown(InstanceName, deployment.DeploymentId, "committed")).ConfigureAwait(false);
        isEnded = true;
    }

    /// <inheritdoc />
    public async Task UndoAsync()
    {
        if (isEnded) return;
        await GoOnAsync<AgentAnswer>(
            async () => await at.AskAsync<Done>(new UndoDeployment(), CancellationToken.None, events.Take).ConfigureAwait(false),
            async () => await IsCurrentAsync().ConfigureAwait(false) ? throw SshErrors.OutcomeUnknown(InstanceName, deployment.DeploymentId, "undone") : new Done()).ConfigureAwait(false);
        isEnded = true;
    }

    /// <inheritdoc />
    public async Task DetachAsync()
    {
        if (isEnded) return;
        isEnded = true;
        if (at.IsLost) return;
        try
        {
            await at.AskAsync<Done>(new DetachDeployment(), CancellationToken.None, events.Take).ConfigureAwait(false);
        }
        catch (ConnectionLostException)
        {
            // An agent that is left alone detaches itself.
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (isEnded) return;
        try
        {
            await UndoAsync().ConfigureAwait(false);
        }
        catch (InstanceUnreachableException)
        {
            // The instance keeps the unfinished deployment and undoes it before the next one.
        }
        finally
        {
            isEnded = true;
        }
    }

    /// <summary>Acts on the session, and again after each lost connection, once the session is joined again.</summary>
    /// <param name="act">What is done. What it says to be done already is in <see cref="Ended"/>.</param>
    /// <param name="nothing">What counts when the instance no longer has the deployment unfinished.</param>
    /// <param name="patience">Ends the wait for an event that an agent that was left alone still runs: nobody can stop it from here.</param>
    private async Task<T> GoOnAsync<T>(Func<Task<T>> act, Func<Task<T>> nothing, CancellationToken patience = default)
    {
        ConnectionLostException? lost = at.IsLost ? new("it ended.") : null;
        for (int losses = 0; ; losses++)
        {
            var since = Stopwatch.GetTimestamp();
            try
            {
                // What runs goes on whether somebody stops the deployment or not: so does the way back to it.
                if (lost is not null || at != await transport.ConnectedAsync(CancellationToken.None).ConfigureAwait(false))
                {
                    at = await transport.ReconnectAsync(lost ?? new("it was closed."), CancellationToken.None).ConfigureAwait(false);
                    if (await RejoinAsync(patience).ConfigureAwait(false) is not { } begun) return await nothing().ConfigureAwait(false);
                    (Ended, Interrupted, lost) = (begun.Ended, begun.Interrupted, null);
                }

                return await act().ConfigureAwait(false);
            }
            catch (ConnectionLostException e)
            {
                // A bad line may cut a long event many times; an agent that cannot do what it is asked for ends each time at once.
                if (Stopwatch.GetElapsedTime(since) > StoodWell) losses = 0;
                if (losses >= MostLosses) throw SshErrors.Lost(InstanceName, $"{e.Message} That was so {losses + 1} times.", e);
                lost = e;
            }
        }
    }

    private async Task<SessionBegun?> RejoinAsync(CancellationToken patience)
    {
        try
        {
            return await SshTransport.RejoinAtAsync(at, deployment, events, patience).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            throw SshErrors.Lost(InstanceName, "The deployment was stopped while the connection was down, and the lifecycle event that ran goes on.", e);
        }
    }

    private async Task<bool> IsCurrentAsync() =>
        (await transport.ReadStateAsync(deployment.DeploymentGroupName, CancellationToken.None).ConfigureAwait(false)).Current == deployment.DeploymentId;
}
