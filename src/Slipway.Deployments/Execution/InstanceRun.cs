using Slipway.Deployments.History;
using Slipway.Deployments.Planning;
using Slipway.Deployments.Traffic;
using Slipway.Deployments.Transports;
using Slipway.Instances;
using Slipway.Instances.Events;
using Slipway.Specifications;
using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Execution;

/// <summary>One instance in one deployment: its session, its lifecycle events, its traffic. One caller at a time.</summary>
internal sealed class InstanceRun(InstanceDefinition definition, IInstanceTransport transport, ILoadBalancer? loadBalancer, FleetRecorder recorder, TimeProvider time)
    : IInstanceEvents, IAsyncDisposable
{
    private readonly List<EventResult> results = [];
    private readonly InstanceTraffic? traffic = loadBalancer is null ? null : new(loadBalancer, definition, recorder, time);
    private IInstanceSession? session;
    private bool hasRunScripts;

    /// <summary>The instance.</summary>
    public InstanceDefinition Definition { get; } = definition;

    /// <summary>Its name.</summary>
    public string Name => Definition.InstanceName;

    /// <summary>How it is reached.</summary>
    public IInstanceTransport Transport { get; } = transport;

    /// <summary>What it is given; set before it begins.</summary>
    public InstanceDeployment? Deployment { get; set; }

    /// <summary>Its environment, in blue/green.</summary>
    public TargetLabel? Label { get; set; }

    /// <summary>What it knew of the group before it began; null when it was not reached.</summary>
    public InstanceState? State { get; set; }

    /// <summary>Why it was not reached; null when it was.</summary>
    public SlipwayError? Unreached { get; set; }

    /// <summary>Where it stands.</summary>
    public TargetStatus Status { get; private set; } = TargetStatus.Pending;

    /// <summary>Why it failed or was left out.</summary>
    public SlipwayError? Error { get; private set; }

    /// <summary>What has become of its events.</summary>
    public IReadOnlyList<EventResult> Results => results;

    /// <summary>Whether its new revision stands.</summary>
    public bool IsCommitted { get; set; }

    /// <summary>Whether scripts have run under this deployment: then its application may not be what it was, although its tree is.</summary>
    public bool HasRunScripts => hasRunScripts;

    /// <summary>Whether there is no revision of ours on it: then only its traffic is moved, and no hooks run.</summary>
    public bool IsTrafficOnly { get; set; }

    /// <summary>Whether a dead process may have begun it: then it is joined again.</summary>
    public bool MayHaveBegun { get; set; }

    /// <summary>Whether a dead process had begun its events.</summary>
    public bool HadStarted { get; set; }

    /// <summary>Whether a dead process was about to complete it.</summary>
    public bool WasCommitting { get; set; }

    /// <summary>It stands elsewhere now.</summary>
    public void Become(TargetStatus status, SlipwayError? error = null)
    {
        if (Status == status && Error == error) return;
        (Status, Error) = (status, error);
        recorder.Tell(new InstanceStatusChanged(Name, status, error), isDurable: status == TargetStatus.InProgress);
    }

    /// <summary>How many of its deployment's events have run.</summary>
    public int Position => results.Count;

    /// <summary>Runs the events of its deployment up to a position, in order, that have not run yet; begins, or joins again, when it has no session.</summary>
    /// <returns>Null when all went well; else why not.</returns>
    public async Task<SlipwayError?> RunAsync(int upTo, CancellationToken cancellation)
    {
        try
        {
            // What may be unfinished there is joined in any case: a stopped deployment has to put it back.
            if (!MayHaveBegun) cancellation.ThrowIfCancellationRequested();
            if (session is null && !IsTrafficOnly && !IsCommitted && await OpenAsync(cancellation).ConfigureAwait(false) is { } refused) return refused;
            if (IsCommitted) return null;
            if (results.Count > 0 && Failure(results[^1], cancellation) is { } earlier) return earlier;
            while (results.Count < upTo)
            {
                cancellation.ThrowIfCancellationRequested();
                if (await RunEventAsync(Deployment!.Events[results.Count], cancellation).ConfigureAwait(false) is { } error) return error;
            }

            cancellation.ThrowIfCancellationRequested();
            return null;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return new("SLW0411", "The deployment was stopped before this instance was done.");
        }
        catch (SlipwayException e)
        {
            return e.Error;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return recorder.Unexpected.Take(e, Name);
        }
    }

    /// <summary>Makes the new revision the current one.</summary>
    /// <returns>Null when it is.</returns>
    public async Task<SlipwayError?> CommitAsync()
    {
        if (IsTrafficOnly) IsCommitted = true;
        if (session is null) return IsCommitted ? null : new("SLW0456", $"Instance {Name} has nothing to complete.");
        try
        {
            recorder.Before(JournalStep.Committing, e => e with { Instance = Name });
            await session.CommitAsync().ConfigureAwait(false);
            IsCommitted = true;
            await CloseAsync().ConfigureAwait(false);
            return null;
        }
        catch (SlipwayException e) when (e.Error.Code is "SLW0243")
        {
            recorder.Warn(Name, e.Error.Message);
            IsCommitted = true;
            return null;
        }
        catch (SlipwayException e)
        {
            return e.Error;
        }
    }

    /// <summary>Puts the tree back, and traffic where the application was never stopped. What cannot be put back is added to the error.</summary>
    public async Task<SlipwayError> UndoAsync(SlipwayError error)
    {
        if (session is null && results.Count == 0) return error;
        recorder.Before(JournalStep.Undoing, e => e with { Instance = Name });

        // Nobody is served by an instance whose tree is about to change.
        if (traffic is { IsOut: false } && results.Exists(r => r is { Event: LifecycleEvents.AllowTraffic, Status: EventStatus.Succeeded }))
            await traffic.TakeOutAsync().ConfigureAwait(false);
        try
        {
            if (session is not null) await session.UndoAsync().ConfigureAwait(false);
            await CloseAsync().ConfigureAwait(false);
        }
        catch (SlipwayException e)
        {
            await CloseAsync().ConfigureAwait(false);
            return e.Error with { Message = $"{e.Error.Message} Before that the deployment had failed with {error.Code}: {error.Message}" };
        }

        // With scripts run, nobody knows what serves there: it stays out, and counts as unhealthy.
        if (traffic is { IsOut: true } && !HasStopped) await traffic.PutBackAsync().ConfigureAwait(false);
        return error;
    }

    /// <summary>Whether it serves as before, after an undo: its application was never touched.</summary>
    public bool ServesAsBefore => traffic is not { IsOut: true } && !HasStopped;

    /// <summary>Leaves it unfinished in a long wait; the next events join it again.</summary>
    public async Task DetachAsync()
    {
        if (session is null) return;
        await session.DetachAsync().ConfigureAwait(false);
        await CloseAsync().ConfigureAwait(false);
        MayHaveBegun = true;
        await Transport.DisconnectAsync().ConfigureAwait(false);
    }

    /// <summary>Takes it out of the load balancer without a lifecycle event.</summary>
    public Task DeregisterAsync(CancellationToken cancellation) => traffic!.DeregisterAsync(cancellation);

    /// <summary>Where it stands at the load balancer.</summary>
    public Task<ServerState> ReadTrafficAsync(CancellationToken cancellation) => traffic!.ReadAsync(cancellation);

    /// <summary>Events that were not run, for the result.</summary>
    public IReadOnlyList<EventResult> AllResults()
    {
        var now = time.GetUtcNow();
        return [.. results, .. (Deployment?.Events ?? []).Skip(results.Count).Select(e => new EventResult(e, EventStatus.Skipped, now, now, []))];
    }

    /// <inheritdoc />
    public void On(InstanceEvent instanceEvent)
    {
        // The traffic events take as long as the load balancer does, and are told by us.
        if (instanceEvent is LifecycleEventStarted { Event: var started } && IsTraffic(started)) return;
        if (instanceEvent is LifecycleEventEnded { Result.Event: var ended } && IsTraffic(ended)) return;
        if (instanceEvent is ScriptStarted) hasRunScripts = true;
        recorder.On(Name, instanceEvent);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        await Transport.DisposeAsync().ConfigureAwait(false);
    }

    private bool HasStopped => hasRunScripts && results.Exists(r => !LifecycleOrder.Blocking.Contains(r.Event) && r.Scripts.Count > 0);

    private static bool IsTraffic(string lifecycleEvent) => lifecycleEvent is LifecycleEvents.BlockTraffic or LifecycleEvents.AllowTraffic;

    private async Task<SlipwayError?> OpenAsync(CancellationToken cancellation)
    {
        await Transport.ConnectAsync(MayHaveBegun ? CancellationToken.None : cancellation).ConfigureAwait(false);
        if (MayHaveBegun)
        {
            session = await Transport.RejoinAsync(Deployment!, this, CancellationToken.None).ConfigureAwait(false);
            if (session is { Interrupted: { } interrupted })
            {
                return new("SLW0457", $"{interrupted} was interrupted on instance {Name} when the agent or the machine died; it is not run twice, so the tree from before was put back. Deploy again.");
            }

            if (session is not null)
            {
                Adopt(session.Ended);
                return null;
            }

            if (await WasDoneAsync().ConfigureAwait(false) is { } done) return done.Error;
        }

        cancellation.ThrowIfCancellationRequested();
        session = await Transport.BeginAsync(Deployment!, this, cancellation).ConfigureAwait(false);
        return null;
    }

    // Nothing is unfinished there: it is done, or was undone by somebody, or never began. Only the last may begin.
    private async Task<(bool IsDone, SlipwayError? Error)?> WasDoneAsync()
    {
        State = await Transport.ReadStateAsync(Deployment!.DeploymentGroupName, CancellationToken.None).ConfigureAwait(false);
        if (State.Current == Deployment.DeploymentId || (Deployment.RestartOnly && WasCommitting))
        {
            IsCommitted = true;
            return (true, null);
        }

        return !HadStarted ? null
            : (false, new("SLW0457", $"Instance {Name} had begun and was put back meanwhile. Deploy again, or only to the instances that failed with --retry {Deployment.DeploymentId}."));
    }

    /// <summary>Takes over what a dead process had seen end, or what the instance itself knows of it, which may be more.</summary>
    public void Adopt(IReadOnlyList<EventResult> ended)
    {
        foreach (var result in ended.Skip(results.Count))
        {
            results.Add(result);
            if (result.Scripts.Count > 0) hasRunScripts = true;
            if (traffic is null) continue;
            if (result.Event == LifecycleEvents.BlockTraffic) traffic.IsOut = true;
            if (result.Event == LifecycleEvents.AllowTraffic) traffic.IsOut = result.Status == EventStatus.Failed;
        }
    }

    private SlipwayError? Failure(EventResult result, CancellationToken cancellation)
    {
        if (result.Status != EventStatus.Failed) return null;
        if (Deployment!.IgnoreApplicationStopFailures && LifecycleEvents.UsesPreviousRevision(result.Event) && !cancellation.IsCancellationRequested) return null;
        return result.Error ?? new("SLW0417", $"The lifecycle event {result.Event} failed.");
    }

    private async Task<SlipwayError?> RunEventAsync(string lifecycleEvent, CancellationToken cancellation)
    {
        JournalEntry Starting(JournalEntry e) => e with { Instance = Name, Event = lifecycleEvent };

        // After these nothing is as it was; of the others only the scripts do something, and the instance writes each of those down before it starts.
        if (lifecycleEvent == LifecycleEvents.Install || IsTraffic(lifecycleEvent)) recorder.Before(JournalStep.EventStarting, Starting);
        else recorder.Append(JournalStep.EventStarting, Starting);
        cancellation.ThrowIfCancellationRequested();
        var result = traffic is not null && IsTraffic(lifecycleEvent)
            ? await traffic.MoveAsync(lifecycleEvent, session, cancellation).ConfigureAwait(false)
            : session is not null ? await session.RunAsync(lifecycleEvent, cancellation).ConfigureAwait(false)
            : new(lifecycleEvent, EventStatus.Skipped, time.GetUtcNow(), time.GetUtcNow(), []);
        results.Add(result);
        return Failure(result, cancellation);
    }

    private async Task CloseAsync()
    {
        if (session is null) return;
        var closing = session;
        session = null;
        try
        {
            await closing.DisposeAsync().ConfigureAwait(false);
        }
        catch (SlipwayException e)
        {
            recorder.Warn(Name, e.Error.Message);
        }
    }
}
