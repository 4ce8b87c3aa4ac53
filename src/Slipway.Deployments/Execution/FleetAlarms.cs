using Slipway.Deployments.Watching;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Execution;

/// <summary>Stops a deployment when one of its group's alarms fires.</summary>
internal sealed class FleetAlarms : IAsyncDisposable
{
    private readonly AlarmWatch watch;
    private readonly DeploymentStops stops;
    private readonly CancellationTokenRegistration fired;

    public FleetAlarms(AlarmConfiguration alarms, IAlarmProbe probe, TimeProvider time, FleetRecorder recorder, DeploymentStops stops)
    {
        this.stops = stops;
        watch = new(alarms, probe, time, changed => recorder.Tell(changed));
        fired = watch.Fired.UnsafeRegister(_ => Stop(), null);
        watch.Start();
    }

    /// <summary>Asks the alarms again at a moment that matters.</summary>
    public async Task CheckAsync(CancellationToken cancellation)
    {
        try
        {
            if (await watch.CheckNowAsync(cancellation).ConfigureAwait(false) is not null) Stop();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // It is stopped for another reason.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await fired.DisposeAsync().ConfigureAwait(false);
        await watch.DisposeAsync().ConfigureAwait(false);
    }

    private void Stop()
    {
        if (watch.Error is { } error) stops.Stop(new(StopKind.Alarm, error));
    }
}
