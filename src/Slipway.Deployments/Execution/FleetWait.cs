using Slipway.Deployments.History;

namespace Slipway.Deployments.Execution;

/// <summary>Waits in a deployment: for time, for somebody, or until it is stopped.</summary>
internal static class FleetWait
{
    /// <summary>Waits. A wait that a dead process had begun ends when that one would have ended.</summary>
    /// <returns>Whether somebody ended it by continuing.</returns>
    public static async Task<bool> WaitAsync(this FleetContext fleet, WaitKind kind, TimeSpan duration)
    {
        if (duration <= TimeSpan.Zero && kind != WaitKind.Ready) return false;
        var past = fleet.TakePastWait(kind);
        if (past is { Step: JournalStep.WaitEnded }) return past.Message == "continued";
        var now = fleet.Time.GetUtcNow();
        var until = past?.Until ?? now + duration;
        fleet.Recorder.Tell(new WaitStarted(kind, until), isDurable: true);
        var continued = fleet.Continuations.Of(kind);
        using (var over = CancellationTokenSource.CreateLinkedTokenSource(fleet.Stops.Token))
        {
            if (until > now && !continued.IsCompleted) await Task.WhenAny(Task.Delay(until - now, fleet.Time, over.Token), continued).ConfigureAwait(false);
            over.Cancel();
        }

        fleet.Recorder.Tell(new WaitEnded(kind, continued.IsCompleted));
        return continued.IsCompleted;
    }
}
