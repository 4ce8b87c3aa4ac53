using Slipway.Deployments.Traffic;
using Slipway.Deployments.Transports;
using Slipway.Instances.Events;
using Slipway.Specifications;
using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Execution;

/// <summary>The traffic of one instance in one deployment.</summary>
internal sealed class InstanceTraffic(ILoadBalancer loadBalancer, InstanceDefinition instance, FleetRecorder recorder, TimeProvider time)
{
    /// <summary>Whether this deployment has taken it out, or is not sure that it is in.</summary>
    public bool IsOut { get; set; }

    private string Name => instance.InstanceName;

    private string Server => instance.Server ?? instance.InstanceName;

    /// <summary>Where it stands.</summary>
    public Task<ServerState> ReadAsync(CancellationToken cancellation) => loadBalancer.ReadAsync(Server, cancellation);

    /// <summary>Takes it out.</summary>
    public async Task DeregisterAsync(CancellationToken cancellation)
    {
        IsOut = true;
        var cut = await loadBalancer.DeregisterAsync(Server, cancellation).ConfigureAwait(false);
        if (cut > 0) recorder.Warn(Name, $"{cut} requests in flight were cut when the drain timeout was over.");
    }

    /// <summary>BlockTraffic or AllowTraffic: done here, told as lifecycle events that take as long as the load balancer does, and written down by the instance afterwards.</summary>
    /// <param name="lifecycleEvent">Which.</param>
    /// <param name="session">The instance's session; null when no revision of ours is on it.</param>
    /// <param name="cancellation">Ends it; the event fails.</param>
    public async Task<EventResult> MoveAsync(string lifecycleEvent, IInstanceSession? session, CancellationToken cancellation)
    {
        var startedAt = time.GetUtcNow();
        recorder.On(Name, new LifecycleEventStarted(lifecycleEvent));
        SlipwayError? error = null;
        try
        {
            if (lifecycleEvent == LifecycleEvents.BlockTraffic) await DeregisterAsync(cancellation).ConfigureAwait(false);
            else
            {
                // From here on it may get requests, so a failure has to take it out again.
                IsOut = true;
                await loadBalancer.RegisterAsync(Server, cancellation).ConfigureAwait(false);
                IsOut = false;
            }

            if (session is not null) error = (await session.RunAsync(lifecycleEvent, cancellation).ConfigureAwait(false)).Error;
        }
        catch (InstanceUnreachableException)
        {
            // What it does with its tree when it comes back nobody knows; it must not serve meanwhile.
            if (lifecycleEvent == LifecycleEvents.AllowTraffic) await TakeOutAsync().ConfigureAwait(false);
            throw;
        }
        catch (SlipwayException e)
        {
            error = e.Error;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            error = new("SLW0411", $"{lifecycleEvent} was stopped.");
        }

        if (error is not null && lifecycleEvent == LifecycleEvents.AllowTraffic) await TakeOutAsync().ConfigureAwait(false);
        var result = new EventResult(lifecycleEvent, error is null ? EventStatus.Succeeded : EventStatus.Failed, startedAt, time.GetUtcNow(), [], error);
        recorder.On(Name, new LifecycleEventEnded(result));
        return result;
    }

    /// <summary>
    /// Takes it out after a failure: a server that is enabled and not healthy yet would get requests the moment it answers, whatever stands there by then.
    /// </summary>
    public async Task TakeOutAsync()
    {
        try
        {
            await DeregisterAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (SlipwayException e)
        {
            recorder.Warn(Name, $"It could not be taken out of {loadBalancer.Name} again: {e.Error.Message}");
        }
    }

    /// <summary>Puts it in again after a failure that has left its application alone.</summary>
    public async Task PutBackAsync()
    {
        try
        {
            await loadBalancer.RegisterAsync(Server, CancellationToken.None).ConfigureAwait(false);
            IsOut = false;
        }
        catch (SlipwayException e)
        {
            recorder.Warn(Name, $"It was not registered at {loadBalancer.Name} again: {e.Error.Message}");
        }
    }
}
