namespace Slipway.Deployments.Tests.Simulation;

/// <summary>A clock whose time passes only when nothing else can happen: it jumps from timer to timer, and fires each in the pumping thread.</summary>
internal sealed class VirtualTime : TimeProvider
{
    private readonly PriorityQueue<VirtualTimer, (DateTimeOffset Due, long Number)> queue = new();
    private readonly Lock gate = new();
    private DateTimeOffset now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private long numbers;

    /// <summary>Timers that are still to fire.</summary>
    public int Pending
    {
        get
        {
            lock (gate) return queue.UnorderedItems.Count(i => i.Element.IsScheduledAt(i.Priority.Due));
        }
    }

    public override DateTimeOffset GetUtcNow() => now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Lets time pass until a task has ended.</summary>
    public void Pump(Task task)
    {
        var deadline = Environment.TickCount64 + 60_000;
        while (!task.IsCompleted)
        {
            if (FireNext()) continue;

            // Work that went to the pool comes back; nothing else may be waited for.
            if (Environment.TickCount64 > deadline) throw new TimeoutException("The simulation came to a halt: no timer is pending and the deployment has not ended.");
            Thread.Yield();
        }
    }

    private bool FireNext()
    {
        VirtualTimer timer;
        lock (gate)
        {
            if (!queue.TryDequeue(out timer!, out var priority)) return false;
            if (!timer.IsScheduledAt(priority.Due)) return true;
            now = priority.Due > now ? priority.Due : now;
        }

        timer.Fire();
        return true;
    }

    private sealed class VirtualTimer(VirtualTime time, Action fire) : ITimer
    {
        private DateTimeOffset? due;
        private TimeSpan period;

        public bool IsScheduledAt(DateTimeOffset at) => due == at;

        public void Fire()
        {
            due = null;
            if (period > TimeSpan.Zero) Change(period, period);
            fire();
        }

        public bool Change(TimeSpan dueTime, TimeSpan changedPeriod)
        {
            lock (time.gate)
            {
                period = changedPeriod;
                if (dueTime == Timeout.InfiniteTimeSpan)
                {
                    due = null;
                    return true;
                }

                due = time.now + dueTime;
                time.queue.Enqueue(this, (due.Value, time.numbers++));
                return true;
            }
        }

        public void Dispose() => due = null;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
