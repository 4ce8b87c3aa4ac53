using Slipway.Proxy.Configuration;
using Slipway.Specifications;

namespace Slipway.Proxy.Serving;

/// <summary>All services and servers of the proxy: taken out, let in, and replaced by a reload.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private readonly Action<string> log;
    private readonly OutOfServiceFile file;
    private readonly HashSet<string> outOfService;
    private readonly Dictionary<string, (Server Server, HealthCheck Check)> servers = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly List<Task> leaving = [];
    private readonly TaskCompletionSource applied = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ServiceTable table = new([]);

    /// <exception cref="SlipwayException">SLW0506: what was remembered cannot be read or written.</exception>
    public Fleet(string stateFile, Action<string> log)
    {
        this.log = log;
        file = new OutOfServiceFile(stateFile);
        outOfService = file.Read();
        file.Write(outOfService);
    }

    public ServiceTable Table => Volatile.Read(ref table);

    /// <summary>Ends when there are services: whoever asks while the proxy starts waits for them, instead of hearing that there are none.</summary>
    public Task Applied => applied.Task;

    /// <summary>
    /// Takes over a configuration, as soon as it is clear how its new servers stand, so that no request meets servers that nobody has asked yet. Servers that stay keep what they have in flight;
    /// those that go are drained. One call at a time.
    /// </summary>
    public async Task ApplyAsync(ProxyConfiguration configuration)
    {
        var kept = new HashSet<string>(StringComparer.Ordinal);
        List<Service> services;
        lock (gate) services = [.. configuration.Services.Select(service => new Service(service, [.. service.Servers.Select(server => Take(service, server, kept))]))];
        List<Task> checks;
        lock (gate) checks = [.. servers.Where(server => kept.Contains(server.Key)).Select(server => server.Value.Check.First)];
        await Task.WhenAll(checks).ConfigureAwait(false);
        lock (gate)
        {
            var before = Table.Services;
            Volatile.Write(ref table, new ServiceTable(services));
            leaving.RemoveAll(task => task.IsCompleted);
            foreach (var key in servers.Keys.Where(key => !kept.Contains(key)).ToList())
            {
                var (server, check) = servers[key];
                servers.Remove(key);
                leaving.Add(RetireAsync(server, check, before.First(service => service.Servers.Contains(server)).Configuration.DrainTimeout));
            }
        }
        applied.TrySetResult();
    }

    /// <summary>Takes a server out and waits until nothing of it is in flight.</summary>
    /// <returns>How many requests and connections were cut when the time was over.</returns>
    /// <exception cref="SlipwayException">SLW0506: it could not be remembered; the server is in service still.</exception>
    public async Task<int> DrainAsync(Service service, Server server, TimeSpan? timeout, CancellationToken cancellation)
    {
        Remember(service, server, isOut: true);
        log($"{server.Name} is taken out, {server.InFlight} in flight");
        server.TakeOut();
        var cut = await server.DrainAsync(timeout ?? service.Configuration.DrainTimeout, cancellation).ConfigureAwait(false);
        log(cut == 0 ? $"{server.Name} is out of service" : $"{server.Name} is out of service, {cut} were cut");
        return cut;
    }

    /// <summary>Lets a server in and waits until it is healthy; it stays in when it does not become so in time, and gets no requests until it does.</summary>
    /// <returns>Whether it is healthy.</returns>
    public Task<bool> LetInAsync(Service service, Server server, TimeSpan timeout, CancellationToken cancellation)
    {
        Remember(service, server, isOut: false);
        // One that gets requests already keeps getting them.
        if (server.IsOut)
        {
            server.LetIn();
            log($"{server.Name} is let in");
        }
        return server.Health.BecomesHealthyAsync(timeout, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        List<HealthCheck> checks;
        lock (gate) checks = [.. servers.Values.Select(server => server.Check)];
        foreach (var check in checks) await check.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAll(leaving).ConfigureAwait(false);
        foreach (var service in Table.Services) service.Dispose();
    }

    private static string Key(string service, string server) => $"{service}/{server}";

    private Server Take(ServiceConfiguration service, ServerConfiguration configuration, HashSet<string> kept)
    {
        var key = Key(service.Name, configuration.Name);
        // Another address or another check is another server.
        var identity = $"{key} {configuration.Address} {service.HealthCheck}";
        kept.Add(identity);
        if (servers.TryGetValue(identity, out var known)) return known.Server;
        var server = new Server(configuration, service.HealthCheck);
        if (outOfService.Contains(key)) server.TakeOut();
        servers[identity] = (server, new HealthCheck(server, service.HealthCheck, log));
        return server;
    }

    private async Task RetireAsync(Server server, HealthCheck check, TimeSpan drain)
    {
        log($"{server.Name} ({server.Prefix}) is no longer configured, {server.InFlight} in flight");
        server.TakeOut();
        await server.DrainAsync(drain, CancellationToken.None).ConfigureAwait(false);
        await check.DisposeAsync().ConfigureAwait(false);
    }

    // Before it is done: a proxy that dies in between comes back with what was asked of it.
    private void Remember(Service service, Server server, bool isOut)
    {
        lock (gate)
        {
            var key = Key(service.Configuration.Name, server.Name);
            if (!(isOut ? outOfService.Add(key) : outOfService.Remove(key))) return;
            try
            {
                file.Write(outOfService);
            }
            catch
            {
                _ = isOut ? outOfService.Remove(key) : outOfService.Add(key);
                throw;
            }
        }
    }
}
