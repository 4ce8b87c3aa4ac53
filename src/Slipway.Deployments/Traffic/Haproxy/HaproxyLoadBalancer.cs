using System.Collections.Concurrent;
using Slipway.Specifications;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Traffic.Haproxy;

/// <summary>
/// HAProxy by its Runtime API. Nothing is written to haproxy.cfg, so a reload forgets who was out: while this object lives it looks every second and takes them out again.
/// </summary>
internal sealed class HaproxyLoadBalancer : ILoadBalancer
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan WatchPeriod = TimeSpan.FromSeconds(1);
    private readonly HaproxyRuntime runtime;
    private readonly string backend;
    private readonly LoadBalancerDefinition settings;
    private readonly TimeProvider time;
    private readonly Action<string> notice;
    private readonly ConcurrentDictionary<string, bool> heldOut = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource closing = new();
    private readonly SemaphoreSlim watchGate = new(1);
    private readonly Lazy<Task> watching;

    public HaproxyLoadBalancer(HaproxyDefinition definition, LoadBalancerDefinition settings, TimeProvider time, Action<string> notice)
    {
        TrafficErrors.RequireName("backend", definition.Backend);
        runtime = new HaproxyRuntime(definition.Socket, time);
        backend = definition.Backend;
        this.settings = settings;
        this.time = time;
        this.notice = notice;
        watching = new Lazy<Task>(WatchAsync);
    }

    public string Name => runtime.Name;

    public async Task<ServerState> ReadAsync(string server, CancellationToken cancellation) => (await LookAsync(server, cancellation).ConfigureAwait(false)).State;

    public async Task<int> DeregisterAsync(string server, CancellationToken cancellation)
    {
        var seen = await LookAsync(server, cancellation).ConfigureAwait(false);
        if (!seen.IsMaintenance) await SetStateAsync(server, "drain", cancellation).ConfigureAwait(false);
        var left = await DrainAsync(server, cancellation).ConfigureAwait(false);
        await SetStateAsync(server, "maint", cancellation).ConfigureAwait(false);
        if (left > 0) await runtime.ChangeAsync($"shutdown sessions server {backend}/{server}", cancellation).ConfigureAwait(false);
        heldOut[server] = true;
        _ = watching.Value;
        var now = await LookAsync(server, cancellation).ConfigureAwait(false);
        return now.IsMaintenance ? left : throw TrafficErrors.NotDrained(Name, server, now.ToString());
    }

    public async Task RegisterAsync(string server, CancellationToken cancellation)
    {
        var seen = await LookAsync(server, cancellation).ConfigureAwait(false);
        await ReleaseAsync(server, cancellation).ConfigureAwait(false);
        var deadline = time.GetUtcNow() + settings.HealthTimeout;
        if (!seen.IsUp && await IsCheckedAsync(server, cancellation).ConfigureAwait(false))
        {
            // Out of maintenance a server counts as healthy until its first check: it is let in only when as many checks as HAProxy asks for have passed.
            await WaitAsync(server, deadline, now => now.IsDraining || now.IsUp, cancellation).ConfigureAwait(false);
        }
        await SetStateAsync(server, "ready", cancellation).ConfigureAwait(false);
        await WaitAsync(server, deadline, now => now.IsUp, cancellation).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync().ConfigureAwait(false);
        if (watching.IsValueCreated) await watching.Value.ConfigureAwait(false);
        closing.Dispose();
        watchGate.Dispose();
    }

    /// <returns>How many requests were still in flight when the drain's time was over.</returns>
    private async Task<int> DrainAsync(string server, CancellationToken cancellation)
    {
        var deadline = time.GetUtcNow() + settings.DrainTimeout;
        for (var quietLooks = 0; ;)
        {
            var now = await LookAsync(server, cancellation).ConfigureAwait(false);
            if (now.IsUp)
            {
                // Somebody reloaded HAProxy, or let it in by hand.
                notice($"{Name} let '{server}' in while it was being taken out; it is taken out again.");
                await SetStateAsync(server, "drain", cancellation).ConfigureAwait(false);
            }
            // Twice, because a request may be between the choice of its server and being counted.
            quietLooks = now.InFlight == 0 && !now.IsUp ? quietLooks + 1 : 0;
            if (quietLooks == 2) return 0;
            if (time.GetUtcNow() >= deadline && quietLooks == 0) return now.InFlight;
            await Task.Delay(Poll, time, cancellation).ConfigureAwait(false);
        }
    }

    /// <returns>Whether HAProxy checks the server: then it is drained now, counts as down, and its checks run.</returns>
    private async Task<bool> IsCheckedAsync(string server, CancellationToken cancellation)
    {
        await SetStateAsync(server, "drain", cancellation).ConfigureAwait(false);
        // HAProxy takes "health down" for a server that it does not check as well, and never calls it up again.
        if ((await LookAsync(server, cancellation).ConfigureAwait(false)).LastCheck.Length == 0) return false;
        var answer = await runtime.AskAsync($"set server {backend}/{server} health down", cancellation).ConfigureAwait(false);
        return answer.Trim().Length == 0;
    }

    private async Task WaitAsync(string server, DateTimeOffset deadline, Func<HaproxyServer, bool> isReached, CancellationToken cancellation)
    {
        while (true)
        {
            var now = await LookAsync(server, cancellation).ConfigureAwait(false);
            if (isReached(now)) return;
            if (time.GetUtcNow() >= deadline) throw TrafficErrors.NotHealthy(Name, server, settings.HealthTimeout, now.ToString());
            await Task.Delay(Poll, time, cancellation).ConfigureAwait(false);
        }
    }

    private Task SetStateAsync(string server, string state, CancellationToken cancellation) => runtime.ChangeAsync($"set server {backend}/{server} state {state}", cancellation);

    private async Task<HaproxyServer> LookAsync(string server, CancellationToken cancellation)
    {
        TrafficErrors.RequireName("server", server);
        var servers = HaproxyTables.Stat(await runtime.AskAsync("show stat", cancellation).ConfigureAwait(false));
        if (!servers.TryGetValue((backend, server), out var found))
        {
            var known = servers.Keys.Where(key => key.Backend == backend).Select(key => key.Server).Order(StringComparer.Ordinal).ToList();
            throw known.Count > 0 ? TrafficErrors.UnknownServer(Name, server, known)
                : TrafficErrors.UnknownBackend(Name, "backend", backend, [.. servers.Keys.Select(key => key.Backend).Distinct().Order(StringComparer.Ordinal)]);
        }
        var connections = await runtime.AskAsync($"show servers conn {backend}", cancellation).ConfigureAwait(false);
        // HAProxy before 2.2 does not know the command; its sessions must do.
        return found with { Used = HaproxyTables.UsedConnections(connections, backend, server) ?? 0 };
    }

    private async Task WatchAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (!closing.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(WatchPeriod, time, closing.Token).ConfigureAwait(false);
                foreach (var server in heldOut.Keys) await KeepOutAsync(server).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SlipwayException)
            {
                // Not there just now, perhaps between two generations; whoever needs it next reports it.
            }
        }
    }

    // Whoever is let in again is not taken out by a look from just before.
    private async Task ReleaseAsync(string server, CancellationToken cancellation)
    {
        await watchGate.WaitAsync(cancellation).ConfigureAwait(false);
        heldOut.TryRemove(server, out _);
        watchGate.Release();
    }

    private async Task KeepOutAsync(string server)
    {
        await watchGate.WaitAsync(closing.Token).ConfigureAwait(false);
        try
        {
            if (!heldOut.ContainsKey(server) || !(await LookAsync(server, closing.Token).ConfigureAwait(false)).IsUp) return;
            await SetStateAsync(server, "maint", closing.Token).ConfigureAwait(false);
            notice($"HAProxy was reloaded and had let '{server}' in again; it was taken out.");
        }
        finally
        {
            watchGate.Release();
        }
    }
}
