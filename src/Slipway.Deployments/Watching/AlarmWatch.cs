using Slipway.Specifications;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Watching;

/// <summary>
/// Watches the alarms of a group while it is deployed to. An alarm fires when as many looks in a row as its threshold say that it is not well (or cannot be read, unless that is ignored), and is
/// resolved by the first that says it is. What has fired stays fired for the deployment.
/// </summary>
public sealed class AlarmWatch : IAsyncDisposable
{
    private readonly AlarmConfiguration configuration;
    private readonly IAlarmProbe probe;
    private readonly TimeProvider time;
    private readonly Action<AlarmChanged> changed;
    private readonly CancellationTokenSource fired = new();
    private readonly CancellationTokenSource closing = new();
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> failures = new(StringComparer.Ordinal);
    private readonly HashSet<string> firing = new(StringComparer.Ordinal);
    private Task watching = Task.CompletedTask;

    /// <summary>A watch that does not look yet.</summary>
    /// <param name="configuration">The alarms.</param>
    /// <param name="probe">Looks at one.</param>
    /// <param name="time">The clock of intervals.</param>
    /// <param name="changed">Told when an alarm fires or is resolved; one call at a time, from any thread.</param>
    public AlarmWatch(AlarmConfiguration configuration, IAlarmProbe probe, TimeProvider time, Action<AlarmChanged> changed)
    {
        this.configuration = configuration;
        this.probe = probe;
        this.time = time;
        this.changed = changed;
    }

    /// <summary>Cancelled when an alarm fires.</summary>
    public CancellationToken Fired => fired.Token;

    /// <summary>The first alarm that fired and why; null while none has.</summary>
    public AlarmChanged? FirstFired { get; private set; }

    /// <summary>SLW0482, why the deployment is stopped; null while no alarm has fired.</summary>
    public SlipwayError? Error => FirstFired is { } first
        ? new SlipwayError("SLW0482", $"Alarm '{first.AlarmName}' fired: {first.Reason}. The deployment was stopped; look at what the alarm watches before deploying again.")
        : null;

    /// <summary>Begins to look at each alarm, at once and then after each of its intervals, until disposed.</summary>
    public void Start() => watching = Task.WhenAll(configuration.Alarms.Select(alarm => Task.Run(() => WatchAsync(alarm))));

    /// <summary>
    /// Looks at every alarm again, for a moment that matters: before the first instance, before traffic moves, before the deployment counts as successful. Returns when each has said that it is
    /// well, or one has fired; an alarm that fails below its threshold is looked at again after its interval.
    /// </summary>
    /// <returns>The alarm that has fired; null when all is well.</returns>
    public async Task<AlarmChanged?> CheckNowAsync(CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, Fired);
        try
        {
            await Task.WhenAll(configuration.Alarms.Select(alarm => LookUntilWellAsync(alarm, either.Token))).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // One has fired.
        }
        return FirstFired;
    }

    /// <summary>Ends the watch.</summary>
    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync().ConfigureAwait(false);
        await watching.ConfigureAwait(false);
        closing.Dispose();
        fired.Dispose();
    }

    private async Task WatchAsync(AlarmDefinition alarm)
    {
        try
        {
            while (true)
            {
                await LookAsync(alarm, closing.Token).ConfigureAwait(false);
                await Task.Delay(alarm.Interval, time, closing.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The deployment is over.
        }
    }

    private async Task LookUntilWellAsync(AlarmDefinition alarm, CancellationToken cancellation)
    {
        while (!await LookAsync(alarm, cancellation).ConfigureAwait(false)) await Task.Delay(alarm.Interval, time, cancellation).ConfigureAwait(false);
    }

    /// <returns>Whether the alarm is well, or its state does not matter.</returns>
    private async Task<bool> LookAsync(AlarmDefinition alarm, CancellationToken cancellation)
    {
        var (reading, reason) = await probe.ProbeAsync(alarm, cancellation).ConfigureAwait(false);
        if (reading == AlarmReading.Unreadable && configuration.IgnorePollFailure) return true;
        lock (gate)
        {
            if (reading == AlarmReading.Ok)
            {
                failures[alarm.Name] = 0;
                if (firing.Remove(alarm.Name)) changed(new AlarmChanged(alarm.Name, IsFiring: false, reason));
                return true;
            }
            var inRow = failures[alarm.Name] = failures.GetValueOrDefault(alarm.Name) + 1;
            if (inRow < alarm.Threshold || !firing.Add(alarm.Name)) return false;
            var news = new AlarmChanged(alarm.Name, IsFiring: true, inRow == 1 ? reason : $"{reason} ({inRow} times in a row)");
            FirstFired ??= news;
            changed(news);
        }
        await fired.CancelAsync().ConfigureAwait(false);
        return false;
    }
}
