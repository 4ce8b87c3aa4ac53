using System.Threading.Channels;
using Slipway.Deployments.Planning;
using Slipway.Deployments.Traffic;
using Slipway.Specifications;

namespace Slipway.Deployments.Execution;

/// <summary>The arm of <see cref="RollingDecision"/>: starts what it says, and tells it what has become of that.</summary>
/// <param name="fleet">The deployment.</param>
/// <param name="state">Where the instances stand.</param>
/// <param name="runs">The instances, in the state's order.</param>
/// <param name="turn">One instance's turn: true when it succeeded. Ends by itself when the deployment stops.</param>
internal sealed class RollingLoop(FleetContext fleet, RollingState state, IReadOnlyList<InstanceRun> runs, Func<InstanceRun, Task<bool>> turn)
{
    private static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(1);
    private readonly Channel<(int Index, bool Succeeded)> ended =
        Channel.CreateUnbounded<(int, bool)>(new() { SingleReader = true, AllowSynchronousContinuations = true });

    private CapacityChanged? told;
    private DateTimeOffset lookedAt = fleet.Time.GetUtcNow();

    /// <summary>Whether the capacity is told: not while a replacement environment is deployed to, which serves nobody.</summary>
    public bool TellsCapacity { get; init; } = true;

    /// <summary>Rolls until every instance has had its turn, too many have failed, or the deployment is stopped.</summary>
    /// <returns>True for success, false for failure; null when it was stopped.</returns>
    public async Task<bool?> RunAsync()
    {
        var running = 0;
        var patience = fleet.Time.GetUtcNow() + (fleet.Definition.LoadBalancer?.HealthTimeout ?? TimeSpan.Zero);
        TellCapacity();

        // What a dead process had begun goes on, whatever else is decided.
        var begun = Enumerable.Range(0, state.Count).Where(i => state[i] == RollingPhase.Running).ToList();
        running = begun.Count;
        foreach (var index in begun) _ = StartAsync(index);
        while (true)
        {
            var decision = new RollingDecision(RollingVerdict.GoOn, []);
            if (fleet.Stops.Cause is null)
            {
                await LookAtHealthAsync(isForced: false).ConfigureAwait(false);
                decision = RollingDecision.For(state, fleet.MaxConnections);
            }

            switch (decision.Verdict)
            {
                case RollingVerdict.Succeeded:
                    return true;
                case RollingVerdict.Failed when RollingDecision.CanRecover(state) && TellsCapacity && fleet.LoadBalancer is not null && fleet.Time.GetUtcNow() < patience:
                    // Nothing has failed: servers are missing that were in service before. They may come back.
                    await DelayAsync(LookPeriod).ConfigureAwait(false);
                    if (fleet.Stops.Cause is null) await LookAtHealthAsync(isForced: true).ConfigureAwait(false);
                    continue;
                case RollingVerdict.Failed:
                    return false;
                case RollingVerdict.WatchZone:
                    await fleet.WaitAsync(WaitKind.ZoneMonitor, state.Zones[decision.Zone].Monitor ?? TimeSpan.Zero).ConfigureAwait(false);
                    state.WatchedZones = decision.Zone + 1;
                    continue;
            }

            foreach (var index in decision.Starts)
            {
                state[index] = RollingPhase.Running;
                running++;
            }

            TellCapacity();
            foreach (var index in decision.Starts) _ = StartAsync(index);
            if (running == 0) return fleet.Stops.Cause is null ? throw new InvalidOperationException("A deployment came to a halt.") : null;
            var (ended1, succeeded) = await ended.Reader.ReadAsync().ConfigureAwait(false);
            running--;
            Take(ended1, succeeded);
            while (ended.Reader.TryRead(out var more))
            {
                running--;
                Take(more.Index, more.Succeeded);
            }

            patience = fleet.Time.GetUtcNow() + (fleet.Definition.LoadBalancer?.HealthTimeout ?? TimeSpan.Zero);
            TellCapacity();
        }
    }

    private void Take(int index, bool succeeded)
    {
        state[index] = succeeded ? RollingPhase.Succeeded : RollingPhase.Failed;
        state.SetHealthy(index, succeeded || (runs[index].ServesAsBefore && state.IsHealthy(index)));
    }

    private async Task StartAsync(int index)
    {
        var succeeded = false;
        try
        {
            succeeded = await turn(runs[index]).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            runs[index].Become(TargetStatus.Failed, fleet.Recorder.Unexpected.Take(e, runs[index].Name));
        }
        finally
        {
            ended.Writer.TryWrite((index, succeeded));
        }
    }

    // A server may have died since the deployment began. Its capacity must not be counted when the next one is taken out.
    private async Task LookAtHealthAsync(bool isForced)
    {
        if (fleet.LoadBalancer is null || !TellsCapacity) return;
        var period = TimeSpan.FromSeconds(Math.Max(5, state.Count / 20));
        if (!isForced && fleet.Time.GetUtcNow() - lookedAt < period) return;
        lookedAt = fleet.Time.GetUtcNow();
        var indices = Enumerable.Range(0, state.Count).Where(i => state[i] is not RollingPhase.Running).ToList();
        await Bounded.ForEachAsync(indices, fleet.MaxConnections, async i =>
        {
            try
            {
                var isInService = await runs[i].ReadTrafficAsync(fleet.Stops.Token).ConfigureAwait(false) == ServerState.InService;
                if (state[i] != RollingPhase.Running) state.SetHealthy(i, isInService);
            }
            catch (Exception e) when (e is SlipwayException or OperationCanceledException)
            {
                // Not knowing is no reason to stop: the traffic events ask again and tell the reason.
            }
        }).ConfigureAwait(false);
        TellCapacity();
    }

    private async Task DelayAsync(TimeSpan span)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(fleet.Stops.Token);
        await Task.WhenAny(Task.Delay(span, fleet.Time, stop.Token)).ConfigureAwait(false);
    }

    private void TellCapacity()
    {
        if (!TellsCapacity) return;
        var now = new CapacityChanged(state.InService, state.Count, state.Minimum);
        if (now == told) return;
        told = now;
        fleet.Recorder.Tell(now);
    }
}
