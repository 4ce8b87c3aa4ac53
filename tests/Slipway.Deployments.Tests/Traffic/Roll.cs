using Slipway.Deployments.Traffic;

namespace Slipway.Testing;

/// <summary>What a deployment does to the servers behind a load balancer, without the installing.</summary>
internal static class Roll
{
    /// <summary>One server after the other: taken out, stopped, started again, let in. As often as time allows until <paramref name="until"/> has ended, each at least once.</summary>
    /// <returns>How many requests were cut, of all drains.</returns>
    public static async Task<int> InPlaceAsync(ILoadBalancer balancer, TinyServer[] servers, TimeSpan delay, Task until)
    {
        var cut = 0;
        do
        {
            for (var i = 0; i < servers.Length; i++)
            {
                cut += await balancer.DeregisterAsync(servers[i].Name, default);
                // At its end wrk leaves requests that are still worked on.
                if (servers[i].InFlight != 0 && !until.IsCompleted) throw new InvalidOperationException($"{servers[i].InFlight} requests are in flight on a server that was drained.");
                await servers[i].DisposeAsync();
                servers[i] = new TinyServer(servers[i].Name, servers[i].Port, delay);
                await balancer.RegisterAsync(servers[i].Name, default);
            }
        }
        while (!until.IsCompleted);
        return cut;
    }

    /// <summary>The replacement is let in, then the original taken out; and back, until <paramref name="until"/> has ended. Only the first server is in service at the start and at the end.</summary>
    public static async Task<int> BlueGreenAsync(ILoadBalancer balancer, TinyServer[] servers, Task until)
    {
        var cut = 0;
        do
        {
            foreach (var (from, to) in new[] { (servers[0], servers[1]), (servers[1], servers[0]) })
            {
                await balancer.RegisterAsync(to.Name, default);
                cut += await balancer.DeregisterAsync(from.Name, default);
                await Task.Delay(50);
            }
        }
        while (!until.IsCompleted);
        return cut;
    }
}
