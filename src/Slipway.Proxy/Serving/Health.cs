using Slipway.Proxy.Configuration;

namespace Slipway.Proxy.Serving;

/// <summary>What is known of a server's health: good answers in a row make it healthy, bad ones unhealthy.</summary>
internal sealed class Health(HealthCheckConfiguration configuration)
{
    private readonly Lock gate = new();
    private int good;
    private int bad;
    private int epoch;
    private int isHealthy;
    private int awaited;

    public bool IsHealthy => Volatile.Read(ref isHealthy) == 1;

    /// <summary>What the last check said.</summary>
    public string LastCheck { get; private set; } = "not asked yet";

    /// <summary>A number to give back with the answer: an answer to a question from before <see cref="Forget"/> does not count.</summary>
    public int Epoch => Volatile.Read(ref epoch);

    /// <summary>Whether it is clear how it stands: healthy, or a bad answer was the last.</summary>
    public bool IsKnown
    {
        get
        {
            lock (gate) return isHealthy == 1 || bad > 0;
        }
    }

    /// <summary>Whether somebody waits for it to become healthy.</summary>
    public bool IsAwaited => Volatile.Read(ref awaited) > 0;

    /// <summary>Released when it is to be asked at once.</summary>
    public SemaphoreSlim Wake { get; } = new(0);

    /// <summary>Takes an answer.</summary>
    /// <param name="asked">The <see cref="Epoch"/> when it was asked.</param>
    /// <param name="why">Null for a good answer.</param>
    /// <returns>Whether its health is another now.</returns>
    public bool Tell(int asked, string? why)
    {
        lock (gate)
        {
            if (asked != epoch) return false;
            (good, bad) = why is null ? (good + 1, 0) : (0, bad + 1);
            LastCheck = why ?? "well";
            var now = (why is null ? IsHealthy || good >= configuration.HealthyAfter : IsHealthy && bad < configuration.UnhealthyAfter) ? 1 : 0;
            return Interlocked.Exchange(ref isHealthy, now) != now;
        }
    }

    /// <summary>A request could not be sent to it: it is unhealthy at once.</summary>
    public bool MarkUnreachable(string why)
    {
        lock (gate)
        {
            (good, bad) = (0, bad + 1);
            LastCheck = why;
            return Interlocked.Exchange(ref isHealthy, 0) == 1;
        }
    }

    /// <summary>Forgets all: it may be another program by now.</summary>
    public void Forget()
    {
        lock (gate)
        {
            (good, bad) = (0, 0);
            Interlocked.Increment(ref epoch);
            Interlocked.Exchange(ref isHealthy, 0);
            LastCheck = "not asked yet";
        }
        Wake.Release();
    }

    /// <summary>Waits until it is healthy.</summary>
    /// <returns>Whether it is.</returns>
    public async Task<bool> BecomesHealthyAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        Interlocked.Increment(ref awaited);
        try
        {
            Wake.Release();
            for (var start = Environment.TickCount64; !IsHealthy; await Task.Delay(5, cancellation).ConfigureAwait(false))
            {
                if (Environment.TickCount64 - start >= timeout.TotalMilliseconds) return false;
            }
            return true;
        }
        finally
        {
            Interlocked.Decrement(ref awaited);
        }
    }
}
