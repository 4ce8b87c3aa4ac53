namespace Slipway.Deployments.Tests;

/// <summary>A clock that a test turns; timers fire in the turning thread.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly List<ManualTimer> timers = [];
    private DateTimeOffset now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(() => callback(state), now + dueTime, period);
        timers.Add(timer);
        return timer;
    }

    public void Advance(TimeSpan span)
    {
        now += span;
        foreach (var timer in timers) timer.FireUntil(now);
    }

    private sealed class ManualTimer(Action fire, DateTimeOffset due, TimeSpan period) : ITimer
    {
        private DateTimeOffset next = due;
        private bool stopped;

        public void FireUntil(DateTimeOffset now)
        {
            for (; !stopped && next <= now; next += period) fire();
        }

        public bool Change(TimeSpan dueTime, TimeSpan changedPeriod) => false;

        public void Dispose() => stopped = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
