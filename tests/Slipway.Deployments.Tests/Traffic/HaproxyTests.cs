using System.Collections.Concurrent;
using Slipway.Deployments.Traffic;
using Slipway.Specifications;
using Slipway.Specifications.DeployFiles;
using Slipway.Testing;
using Xunit;

namespace Slipway.Deployments.Tests.Traffic;

public sealed class HaproxyTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> notices = new();
    private readonly TinyServer[] servers = [new("web-1"), new("web-2")];
    private readonly HttpClient client = new();
    private RunningHaproxy haproxy = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(!RunningHaproxy.IsMissing, "haproxy is not installed");
        haproxy = await RunningHaproxy.StartAsync(isChecked: true, servers);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        if (haproxy is not null) await haproxy.DisposeAsync();
        foreach (var server in servers) await server.DisposeAsync();
    }

    [Fact]
    public async Task Takes_a_server_out_and_lets_it_in_again()
    {
        await using var balancer = Open();
        Assert.Equal(ServerState.InService, await balancer.ReadAsync("web-1", default));
        Assert.Equal(0, await balancer.DeregisterAsync("web-1", default));
        Assert.Equal(ServerState.OutOfService, await balancer.ReadAsync("web-1", default));
        Assert.Equal(["web-2", "web-2", "web-2"], [await GetAsync(), await GetAsync(), await GetAsync()]);
        await balancer.RegisterAsync("web-1", default);
        Assert.Equal(ServerState.InService, await balancer.ReadAsync("web-1", default));
        Assert.Contains("web-1", new[] { await GetAsync(), await GetAsync() });
    }

    [Fact]
    public async Task Speaks_over_TCP_as_well()
    {
        await using var balancer = Open(socket: $"127.0.0.1:{haproxy.TcpSocket}");
        Assert.Equal(0, await balancer.DeregisterAsync("web-2", default));
        Assert.Equal(ServerState.OutOfService, await balancer.ReadAsync("web-2", default));
    }

    [Fact]
    public async Task Waits_until_the_last_request_in_flight_has_been_answered()
    {
        await using var balancer = Open();
        await balancer.DeregisterAsync("web-2", default);
        var request = client.GetStringAsync(haproxy.Url + "slow/700");
        await Eventually.IsTrueAsync(() => servers[0].InFlight == 1, "the request is with the server");
        var draining = balancer.DeregisterAsync("web-1", default);
        await Eventually.IsTrueAsync(async () => await balancer.ReadAsync("web-1", default) == ServerState.Draining, "it is draining");
        Assert.Equal(0, await draining);
        Assert.Equal(0, servers[0].InFlight);
        Assert.Equal("web-1", await request);
    }

    [Fact]
    public async Task Cuts_what_is_in_flight_when_the_time_is_over_and_counts_it()
    {
        await using var balancer = Open(drain: TimeSpan.FromMilliseconds(200));
        await balancer.DeregisterAsync("web-2", default);
        var requests = new[] { client.GetAsync(haproxy.Url + "slow/3000"), client.GetAsync(haproxy.Url + "slow/3000") };
        await Eventually.IsTrueAsync(() => servers[0].InFlight == 2, "both requests are with the server");
        Assert.Equal(2, await balancer.DeregisterAsync("web-1", default));
        Assert.Equal(ServerState.OutOfService, await balancer.ReadAsync("web-1", default));
        foreach (var request in requests) Assert.False((await request).IsSuccessStatusCode);
    }

    [Fact]
    public async Task Lets_a_server_in_only_after_its_checks_have_passed()
    {
        await using var balancer = Open(health: TimeSpan.FromSeconds(10));
        await balancer.DeregisterAsync("web-1", default);
        servers[0].IsWell = false;
        var served = servers[0].Served;
        var registering = balancer.RegisterAsync("web-1", default);
        for (var i = 0; i < 30; i++) Assert.Equal("web-2", await GetAsync());
        Assert.False(registering.IsCompleted);
        Assert.Equal(served, servers[0].Served);
        servers[0].IsWell = true;
        await registering;
        Assert.Equal(ServerState.InService, await balancer.ReadAsync("web-1", default));
    }

    [Fact]
    public async Task Says_what_the_last_check_said_when_a_server_does_not_become_healthy()
    {
        await using var balancer = Open(health: TimeSpan.FromMilliseconds(400));
        await balancer.DeregisterAsync("web-1", default);
        servers[0].IsWell = false;
        var error = await Assert.ThrowsAsync<SlipwayException>(() => balancer.RegisterAsync("web-1", default));
        Assert.Equal("SLW0475", error.Error.Code);
        Assert.Contains("L7STS", error.Message, StringComparison.Ordinal);
        Assert.Equal(ServerState.Unhealthy, await balancer.ReadAsync("web-1", default));
    }

    [Fact]
    public async Task A_server_without_checks_is_let_in_at_once()
    {
        await using var plain = await RunningHaproxy.StartAsync(isChecked: false, servers);
        await using var balancer = new LoadBalancers(TimeProvider.System).Open(Definition(plain.Socket));
        await balancer.DeregisterAsync("web-1", default);
        await balancer.RegisterAsync("web-1", default);
        Assert.Equal(ServerState.InService, await balancer.ReadAsync("web-1", default));
    }

    [Fact]
    public async Task Takes_a_server_out_again_that_a_reload_let_in()
    {
        await using var balancer = Open();
        await balancer.DeregisterAsync("web-1", default);
        await haproxy.ReloadAsync();
        await Eventually.IsTrueAsync(async () => await balancer.ReadAsync("web-1", default) == ServerState.OutOfService, "it is out again");
        await Eventually.IsTrueAsync(() => notices.Any(notice => notice.Contains("'web-1'", StringComparison.Ordinal)), "it is said");
        await balancer.RegisterAsync("web-1", default);
        Assert.Equal(ServerState.InService, await balancer.ReadAsync("web-1", default));
    }

    [Fact]
    public async Task Goes_on_draining_after_a_reload()
    {
        await using var balancer = Open();
        await balancer.DeregisterAsync("web-2", default);
        var request = client.GetStringAsync(haproxy.Url + "slow/1500");
        await Eventually.IsTrueAsync(() => servers[0].InFlight == 1, "the request is with the server");
        var draining = balancer.DeregisterAsync("web-1", default);
        await Eventually.IsTrueAsync(async () => await balancer.ReadAsync("web-1", default) == ServerState.Draining, "it is draining");
        await haproxy.ReloadAsync();
        await draining;
        Assert.Equal(ServerState.OutOfService, await balancer.ReadAsync("web-1", default));
        Assert.Equal("web-1", await request);
    }

    [Theory]
    [InlineData("orders", "web-9", "SLW0473", "web-1, web-2")]
    [InlineData("ordres", "web-1", "SLW0472", "orders, other")]
    public async Task Lists_the_names_that_there_are(string backend, string server, string code, string known)
    {
        await using var balancer = Open(backend: backend);
        foreach (var ask in new Func<Task>[] { () => balancer.ReadAsync(server, default), () => balancer.DeregisterAsync(server, default), () => balancer.RegisterAsync(server, default) })
        {
            var error = await Assert.ThrowsAsync<SlipwayException>(ask);
            Assert.Equal(code, error.Error.Code);
            Assert.Contains(known, error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("web-1 state ready; set server orders/web-2")]
    [InlineData("web-1\nshow stat")]
    [InlineData("")]
    [InlineData("wéb")]
    public async Task Refuses_names_that_would_be_commands(string server)
    {
        await using var balancer = Open();
        Assert.Equal("SLW0480", (await Assert.ThrowsAsync<SlipwayException>(() => balancer.DeregisterAsync(server, default))).Error.Code);
        Assert.Equal("SLW0480", Assert.Throws<SlipwayException>(() => Open(backend: server)).Error.Code);
    }

    [Fact]
    public async Task Says_when_the_socket_may_only_look()
    {
        await using var balancer = Open(socket: haproxy.UserSocket);
        var error = await Assert.ThrowsAsync<SlipwayException>(() => balancer.DeregisterAsync("web-1", default));
        Assert.Equal("SLW0471", error.Error.Code);
        Assert.Contains("level admin", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nowhere/admin.sock")]
    [InlineData("127.0.0.1:1")]
    [InlineData("not a path")]
    public async Task Says_when_nobody_is_there(string socket)
    {
        await using var balancer = Open(socket: socket);
        Assert.Equal("SLW0470", (await Assert.ThrowsAsync<SlipwayException>(() => balancer.ReadAsync("web-1", default))).Error.Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Drops_no_request_while_servers_roll_and_environments_switch(bool keepAlive)
    {
        Assert.SkipUnless(!Wrk.IsMissing, "wrk is not installed");
        await using var balancer = Open();
        var delay = TimeSpan.FromMilliseconds(15);
        foreach (var load in new Func<Task, Task<int>>[] { until => Roll.InPlaceAsync(balancer, servers, delay, until), until => Roll.BlueGreenAsync(balancer, servers, until) })
        {
            var wrk = Wrk.RunAsync(haproxy.Url, 1, keepAlive);
            Assert.Equal(0, await load(wrk));
            Assert.Equal(0, (await wrk).Failed);
            Assert.True((await wrk).Requests > 100);
        }
    }

    private ILoadBalancer Open(string? socket = null, string backend = "orders", TimeSpan? drain = null, TimeSpan? health = null) =>
        new LoadBalancers(TimeProvider.System, notices.Enqueue).Open(Definition(socket ?? haproxy.Socket, backend) with
        {
            DrainTimeout = drain ?? TimeSpan.FromSeconds(10),
            HealthTimeout = health ?? TimeSpan.FromSeconds(10),
        });

    private static LoadBalancerDefinition Definition(string socket, string backend = "orders") => new() { Haproxy = new HaproxyDefinition(socket, backend) };

    private async Task<string> GetAsync() => await client.GetStringAsync(haproxy.Url);
}
