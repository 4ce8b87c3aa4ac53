using System.Collections.Concurrent;
using Slipway.Deployments.Programs;
using Slipway.Specifications;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Traffic.Nginx;

/// <summary>
/// nginx by the word <c>down</c> of a server in its upstream file, a test of the configuration, and a graceful reload. nginx closes idle keep-alive connections at a reload, so a client that
/// sends on one in that moment is reset: docs/load-balancers.md has the numbers.
/// </summary>
internal sealed class NginxLoadBalancer(NginxDefinition definition, LoadBalancerDefinition settings, TimeProvider time, Action<string> notice) : ILoadBalancer
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private readonly UpstreamDisk disk = new(definition.UpstreamFile);
    private readonly ServerProbe probe = new(definition.HealthPath, time);
    private readonly NginxReload reload = new(definition, time);
    private readonly ConcurrentDictionary<string, bool> warned = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim gate = new(1);

    public string Name => $"nginx (upstream '{definition.Upstream}')";

    public async Task<ServerState> ReadAsync(string server, CancellationToken cancellation)
    {
        var found = Find(disk.Parse(disk.Read()), server);
        if (found.IsDown) return ServerState.OutOfService;
        return await probe.AskAsync(new ServerAddress(found.Address), cancellation).ConfigureAwait(false) is null ? ServerState.InService : ServerState.Unhealthy;
    }

    public async Task<int> DeregisterAsync(string server, CancellationToken cancellation)
    {
        var (found, old) = await ApplyAsync(server, isDown: true, cancellation).ConfigureAwait(false);
        if (!found.ToleratesFailures && warned.TryAdd(server, true))
        {
            notice($"{Name}: '{server}' has no max_fails=0, so nginx takes it out for 10 s after one failed request; when that happens to every server, all requests fail. Add max_fails=0.");
        }
        return await DrainAsync(new ServerAddress(found.Address), old, cancellation).ConfigureAwait(false);
    }

    public async Task RegisterAsync(string server, CancellationToken cancellation)
    {
        var address = new ServerAddress(Find(disk.Parse(disk.Read()), server).Address);
        var deadline = time.GetUtcNow() + settings.HealthTimeout;
        // Before it is let in: nginx would send requests to whatever is there.
        while (await probe.AskAsync(address, cancellation).ConfigureAwait(false) is { } why)
        {
            if (time.GetUtcNow() >= deadline) throw TrafficErrors.NotHealthy(Name, server, settings.HealthTimeout, why);
            await Task.Delay(Poll, time, cancellation).ConfigureAwait(false);
        }
        await ApplyAsync(server, isDown: false, cancellation).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync()
    {
        gate.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Changes the file and reloads nginx, one change at a time; a change that nginx does not take is undone.</summary>
    /// <returns>The server, and the workers that were there before the reload; null when no nginx can be seen here.</returns>
    private async Task<(UpstreamServer Server, IReadOnlyList<NginxWorker>? OldWorkers)> ApplyAsync(string server, bool isDown, CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var before = disk.Read();
            var file = disk.Parse(before);
            var found = Find(file, server);
            var isChanged = found.IsDown != isDown;
            if (isChanged) disk.Write(file.With(found, isDown));
            try
            {
                // Also when nothing changed: whoever wrote the file may have died before the reload.
                return (found, await reload.RunAsync(cancellation).ConfigureAwait(false));
            }
            catch when (isChanged)
            {
                disk.Write(before);
                throw;
            }
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<int> DrainAsync(ServerAddress server, IReadOnlyList<NginxWorker>? old, CancellationToken cancellation)
    {
        if (old is null)
        {
            notice($"{Name}: no nginx can be seen on this machine, so its requests in flight cannot be counted; waiting the whole drain timeout ({settings.DrainTimeout.TotalSeconds:0} s).");
            await Task.Delay(settings.DrainTimeout, time, cancellation).ConfigureAwait(false);
            return 0;
        }
        var addresses = await server.InKernelFormAsync(cancellation).ConfigureAwait(false);
        var deadline = time.GetUtcNow() + settings.DrainTimeout;
        while (true)
        {
            var busy = old.Select(worker => (Worker: worker, InFlight: InFlight(worker, addresses))).Where(worker => worker.InFlight > 0).ToList();
            if (busy.Count == 0) return 0;
            if (time.GetUtcNow() >= deadline)
            {
                busy.ForEach(worker => OldWorkers.End(worker.Worker));
                return busy.Sum(worker => worker.InFlight);
            }
            await Task.Delay(Poll, time, cancellation).ConfigureAwait(false);
        }
    }

    // A worker whose connections cannot be seen counts as busy until it ends.
    private static int InFlight(NginxWorker worker, IReadOnlyCollection<string> addresses) =>
        !NginxProcesses.IsAlive(worker) ? 0
        : OperatingSystem.IsLinux() && addresses.Count > 0 && NginxProcesses.ConnectionsTo(worker, addresses) is { } connections ? connections
        : 1;

    private UpstreamServer Find(UpstreamFile file, string server)
    {
        TrafficErrors.RequireName("server", server);
        if (!file.Upstreams.TryGetValue(definition.Upstream, out var servers))
        {
            throw TrafficErrors.UnknownBackend("The upstream file", "upstream", definition.Upstream, [.. file.Upstreams.Keys], definition.UpstreamFile);
        }
        return servers.FirstOrDefault(candidate => candidate.IsCalled(server))
            ?? throw TrafficErrors.UnknownServer(Name, server, [.. servers.Select(known => known.Alias is null ? known.Address : $"{known.Address} ({known.Alias})")], definition.UpstreamFile);
    }
}
