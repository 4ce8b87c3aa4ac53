using System.Globalization;
using Slipway.Deployments.Traffic;
using Slipway.Proxy.Tests;
using Slipway.Specifications.DeployFiles;
using Slipway.Testing;

namespace Slipway.Benchmarks;

/// <summary>
/// What users notice of a deployment behind each load balancer: wrk, which never retries, counts failed requests and latencies while servers are rolled and environments are switched, beside the
/// same load without a deployment, and without a load balancer.
/// </summary>
internal static class TrafficBenchmark
{
    private const int Connections = 64;
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(5);

    public static int Run(string[] args)
    {
        var seconds = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 15;
        if (Wrk.IsMissing)
        {
            Console.Error.WriteLine("wrk is not installed.");
            return 1;
        }
        Console.WriteLine($"{Connections} connections, {Delay.TotalMilliseconds} ms a request, {seconds} s a line");
        Console.WriteLine($"{"balancer",-10}{"action",-14}{"connections",-12}{"requests",10}{"failed",8}{"cut",6}{"p50 ms",9}{"p99 ms",9}{"a second",10}");
        RunAsync(seconds).GetAwaiter().GetResult();
        return 0;
    }

    private static async Task RunAsync(double seconds)
    {
        TinyServer[] servers = [new("web-1", delay: Delay), new("web-2", delay: Delay)];
        foreach (var keepAlive in new[] { true, false })
        {
            await LineAsync("none", "steady", keepAlive, $"http://{servers[0].Address}/", seconds, until => Task.FromResult(0));
        }
        if (!RunningHaproxy.IsMissing)
        {
            await using var haproxy = await RunningHaproxy.StartAsync(isChecked: true, servers);
            await LinesAsync("HAProxy", haproxy.Url, seconds, servers, new LoadBalancerDefinition { Haproxy = new HaproxyDefinition(haproxy.Socket, "orders") });
        }
        await using (var proxy = new RunningProxy())
        {
            proxy.Configure(servers);
            await proxy.StartAsync();
            await LinesAsync("proxy", proxy.Url, seconds, servers, new LoadBalancerDefinition { Proxy = new ProxyDefinition(proxy.Socket, null) });
        }
        if (!RunningNginx.IsMissing)
        {
            await using var nginx = await RunningNginx.StartAsync(servers);
            var definition = new NginxDefinition(nginx.UpstreamFile, "orders") { TestCommand = nginx.TestCommand, ReloadCommand = nginx.ReloadCommand, HealthPath = "/health" };
            await LinesAsync("nginx", nginx.Url, seconds, servers, new LoadBalancerDefinition { Nginx = definition });
        }
        foreach (var server in servers) await server.DisposeAsync();
    }

    private static async Task LinesAsync(string name, string url, double seconds, TinyServer[] servers, LoadBalancerDefinition definition)
    {
        await using var balancer = new LoadBalancers(TimeProvider.System).Open(definition);
        var (requests, failed) = (0L, 0L);
        foreach (var keepAlive in new[] { true, false })
        {
            await LineAsync(name, "steady", keepAlive, url, seconds, _ => Task.FromResult(0));
            Add(await LineAsync(name, "roll", keepAlive, url, seconds, until => Roll.InPlaceAsync(balancer, servers, Delay, until)));
            await balancer.DeregisterAsync(servers[1].Name, default);
            Add(await LineAsync(name, "blue/green", keepAlive, url, seconds, until => Roll.BlueGreenAsync(balancer, servers, until)));
            await balancer.RegisterAsync(servers[1].Name, default);
        }
        Console.WriteLine($"{name}: {failed} of {requests} requests failed during rolls and switches.");

        void Add(Wrk line) => (requests, failed) = (requests + line.Requests, failed + line.Failed);
    }

    private static async Task<Wrk> LineAsync(string name, string action, bool keepAlive, string url, double seconds, Func<Task, Task<int>> deploy)
    {
        var load = Wrk.RunAsync(url, seconds, keepAlive, Connections);
        var cut = await deploy(load);
        var wrk = await load;
        Console.WriteLine(
            $"{name,-10}{action,-14}{(keepAlive ? "kept" : "one each"),-12}{wrk.Requests,10}{wrk.Failed,8}{cut,6}{wrk.P50,9:F1}{wrk.P99,9:F1}{wrk.PerSecond,10:F0}");
        return wrk;
    }
}
