using System.Diagnostics.CodeAnalysis;
using Slipway.Proxy.Configuration;

namespace Slipway.Proxy.Serving;

/// <summary>
/// A server behind the proxy. It gets requests while it is healthy and nobody has taken it out. Entering counts first and asks then, and taking out says first and counts then: one of the two
/// always sees the other, so a drained server has no request that is still on its way.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "Sources without timers hold nothing; requests that end just now may still ask them.")]
internal sealed class Server(ServerConfiguration configuration, HealthCheckConfiguration check)
{
    private readonly Lock gate = new();
    private CancellationTokenSource cut = new();
    private CancellationTokenSource cutUpgraded = new();
    private int inFlight;
    private long requests;
    private long failed;
    private int isOut;
    private int generation;

    public ServerConfiguration Configuration => configuration;

    public string Name => configuration.Name;

    /// <summary>Where its requests go.</summary>
    public string Prefix { get; } = configuration.Address.GetLeftPart(UriPartial.Authority);

    /// <summary>Requests and upgraded connections that it has now.</summary>
    public int InFlight => Volatile.Read(ref inFlight);

    /// <summary>Requests that it has had.</summary>
    public long Requests => Interlocked.Read(ref requests);

    /// <summary>Requests of those that got no whole answer.</summary>
    public long Failed => Interlocked.Read(ref failed);

    /// <summary>Whether somebody took it out.</summary>
    public bool IsOut => Volatile.Read(ref isOut) == 1;

    /// <summary>What is known of its health.</summary>
    public Health Health { get; } = new(check);

    /// <summary>Cancelled when what it has in flight is cut.</summary>
    public CancellationToken Cut => Volatile.Read(ref cut).Token;

    /// <summary>Cancelled when it is taken out: upgraded connections do not end by themselves, and their clients connect again elsewhere.</summary>
    public CancellationToken CutUpgraded => Volatile.Read(ref cutUpgraded).Token;

    public string State => (IsOut, InFlight, Health.IsHealthy) switch
    {
        (true, 0, _) => "OUT_OF_SERVICE",
        (true, _, _) => "DRAINING",
        (_, _, true) => "IN_SERVICE",
        _ => "UNHEALTHY",
    };

    /// <summary>Begins a request, unless it gets none. Each that was begun must be left.</summary>
    public bool TryEnter()
    {
        Interlocked.Increment(ref inFlight);
        if (!IsOut && Health.IsHealthy) return true;
        Interlocked.Decrement(ref inFlight);
        return false;
    }

    /// <summary>Ends a request.</summary>
    public void Leave(bool isDone)
    {
        Interlocked.Increment(ref requests);
        if (!isDone) Interlocked.Increment(ref failed);
        Interlocked.Decrement(ref inFlight);
    }

    /// <summary>Ends a request that it never saw, because no connection could be made.</summary>
    public void LeaveUnsent() => Interlocked.Decrement(ref inFlight);

    /// <summary>Takes it out; upgraded connections are cut at once.</summary>
    public void TakeOut()
    {
        lock (gate)
        {
            Interlocked.Exchange(ref isOut, 1);
            generation++;
            cutUpgraded.Cancel();
        }
    }

    /// <summary>Lets it in, as soon as it is healthy: what was known of its health is forgotten, for it may be another program by now.</summary>
    public void LetIn()
    {
        lock (gate)
        {
            generation++;
            Health.Forget();
            // Those of before may still be held by requests that end just now; the collector has them when they have.
            if (cut.IsCancellationRequested) Volatile.Write(ref cut, new CancellationTokenSource());
            if (cutUpgraded.IsCancellationRequested) Volatile.Write(ref cutUpgraded, new CancellationTokenSource());
            Interlocked.Exchange(ref isOut, 0);
        }
    }

    /// <summary>Waits until nothing is in flight, and cuts what is when the time is over.</summary>
    /// <returns>How many were cut.</returns>
    public async Task<int> DrainAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        var mine = Volatile.Read(ref generation);
        if (await IsEmptyWithinAsync(timeout, mine, cancellation).ConfigureAwait(false)) return 0;
        int left;
        lock (gate)
        {
            // Let in meanwhile: nothing is to be cut any more.
            if (generation != mine) return 0;
            left = InFlight;
            cut.Cancel();
        }
        await IsEmptyWithinAsync(TimeSpan.FromSeconds(5), mine, cancellation).ConfigureAwait(false);
        return left;
    }

    /// <summary>Ends all that is in flight, when the proxy itself ends.</summary>
    public void CutAll()
    {
        lock (gate) cut.Cancel();
    }

    /// <summary>Ends upgraded connections, when the proxy itself ends.</summary>
    public void CutAllUpgraded()
    {
        lock (gate) cutUpgraded.Cancel();
    }

    private async Task<bool> IsEmptyWithinAsync(TimeSpan timeout, int mine, CancellationToken cancellation)
    {
        for (var start = Environment.TickCount64; InFlight > 0;)
        {
            if (Volatile.Read(ref generation) != mine) return true;
            if (Environment.TickCount64 - start >= timeout.TotalMilliseconds) return false;
            await Task.Delay(5, cancellation).ConfigureAwait(false);
        }
        return true;
    }
}
