using System.Net;
using System.Net.Sockets;
using System.Text;
using Slipway.Deployments.Traffic;
using Slipway.Specifications;
using Slipway.Testing;
using Xunit;

namespace Slipway.Proxy.Tests;

public sealed class ProxyTests : WithProxy
{
    [Fact]
    public async Task Takes_a_server_out_and_lets_it_in_again()
    {
        await using var balancer = proxy.Open();
        Assert.Equal(ServerState.InService, await balancer.ReadAsync("web-1", default));
        Assert.Equal(["web-1", "web-2"], new[] { await GetAsync(), await GetAsync() }.Order());
        Assert.Equal(0, await balancer.DeregisterAsync("web-1", default));
        Assert.Equal(ServerState.OutOfService, await balancer.ReadAsync("web-1", default));
        Assert.Equal(["web-2", "web-2"], [await GetAsync(), await GetAsync()]);
        await balancer.RegisterAsync("web-1", default);
        Assert.Equal(ServerState.InService, await balancer.ReadAsync("web-1", default));
        Assert.Equal(["web-1", "web-2"], new[] { await GetAsync(), await GetAsync() }.Order());
    }

    [Fact]
    public async Task Waits_until_the_last_request_in_flight_has_been_answered()
    {
        await using var balancer = proxy.Open();
        await balancer.DeregisterAsync("web-2", default);
        var request = client.GetStringAsync(proxy.Url + "slow/700");
        await Eventually.IsTrueAsync(() => servers[0].InFlight == 1, "the request is with the server");
        var draining = balancer.DeregisterAsync("web-1", default);
        await Eventually.IsTrueAsync(async () => await balancer.ReadAsync("web-1", default) == ServerState.Draining, "it is draining");
        Assert.Equal(0, await draining);
        Assert.Equal(0, servers[0].InFlight);
        Assert.Equal("web-1", await request);
        using var none = await client.GetAsync(proxy.Url);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, none.StatusCode);
    }

    [Fact]
    public async Task Cuts_what_is_in_flight_when_the_time_is_over_and_counts_it()
    {
        await using var balancer = proxy.Open(drainSeconds: 0.2);
        await balancer.DeregisterAsync("web-2", default);
        var requests = new[] { client.GetAsync(proxy.Url + "slow/3000"), client.GetAsync(proxy.Url + "slow/3000") };
        await Eventually.IsTrueAsync(() => servers[0].InFlight == 2, "both are with the server");
        Assert.Equal(2, await balancer.DeregisterAsync("web-1", default));
        foreach (var request in requests) Assert.False((await request).IsSuccessStatusCode);
        await balancer.RegisterAsync("web-1", default);
        Assert.Equal("web-1", await GetAsync());
    }

    [Fact]
    public async Task Cuts_upgraded_connections_at_once_so_that_their_clients_connect_elsewhere()
    {
        await using var balancer = proxy.Open();
        await balancer.DeregisterAsync("web-2", default);
        using var socket = await UpgradeAsync();
        var request = client.GetStringAsync(proxy.Url + "slow/800");
        await Eventually.IsTrueAsync(() => servers[0].InFlight == 1, "an ordinary request is with the server as well");
        var draining = balancer.DeregisterAsync("web-1", default);
        Assert.Equal(0, await socket.ReceiveAsync(new byte[16]));
        Assert.False(request.IsCompleted);
        Assert.Equal(0, await draining);
        Assert.Equal("web-1", await request);
    }

    [Fact]
    public async Task Lets_a_server_in_only_after_its_checks_have_passed()
    {
        await using var balancer = proxy.Open();
        await balancer.DeregisterAsync("web-1", default);
        servers[0].IsWell = false;
        var registering = balancer.RegisterAsync("web-1", default);
        var served = servers[0].Served;
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
        await using var balancer = proxy.Open(healthSeconds: 0.3);
        servers[0].IsWell = false;
        await balancer.DeregisterAsync("web-1", default);
        var error = await Assert.ThrowsAsync<SlipwayException>(() => balancer.RegisterAsync("web-1", default));
        Assert.Equal("SLW0475", error.Error.Code);
        Assert.Contains("/health answers 503", error.Message, StringComparison.Ordinal);
        Assert.Equal(ServerState.Unhealthy, await balancer.ReadAsync("web-1", default));
    }

    [Fact]
    public async Task Sends_what_could_not_be_sent_to_another_server()
    {
        await servers[0].DisposeAsync();
        for (var i = 0; i < 4; i++)
        {
            using var answer = await client.PostAsync(proxy.Url, new StringContent(new string('x', 100_000)));
            Assert.Equal("web-2", await answer.Content.ReadAsStringAsync());
        }
        await using var balancer = proxy.Open();
        await Eventually.IsTrueAsync(async () => await balancer.ReadAsync("web-1", default) == ServerState.Unhealthy, "it is unhealthy");
        servers[0] = new TinyServer("web-1", servers[0].Port);
        await Eventually.IsTrueAsync(async () => await balancer.ReadAsync("web-1", default) == ServerState.InService, "it is healthy again");
    }

    [Fact]
    public async Task Tells_the_server_who_asked_and_nothing_that_the_client_made_up()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, proxy.Url + "head");
        request.Headers.Host = "orders.example.com";
        request.Headers.Add("X-Forwarded-For", "6.6.6.6");
        request.Headers.Add("Forwarded", "for=6.6.6.6");
        request.Headers.Add("X-Custom", "kept");
        using var answer = await client.SendAsync(request);
        var head = await answer.Content.ReadAsStringAsync();
        Assert.Contains("Host: orders.example.com\r\n", head, StringComparison.Ordinal);
        Assert.Contains("X-Forwarded-For: 127.0.0.1\r\n", head, StringComparison.Ordinal);
        Assert.Contains("X-Forwarded-Proto: http\r\n", head, StringComparison.Ordinal);
        Assert.Contains("X-Forwarded-Host: orders.example.com\r\n", head, StringComparison.Ordinal);
        Assert.Contains("X-Custom: kept\r\n", head, StringComparison.Ordinal);
        Assert.DoesNotContain("6.6.6.6", head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_the_names_that_there_are()
    {
        await using var balancer = proxy.Open();
        var error = await Assert.ThrowsAsync<SlipwayException>(() => balancer.DeregisterAsync("web-9", default));
        Assert.Equal("SLW0473", error.Error.Code);
        Assert.Contains("web-1, web-2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_nonsense_on_its_admin_socket()
    {
        const string Server = "services/orders/servers/web-1";
        using var admin = proxy.Admin();
        foreach (var (method, path, body, status) in new[]
        {
            ("POST", Server + "/drain", "{", 400),
            ("POST", Server + "/drain", "[]", 400),
            ("POST", Server + "/drain", "{\"timeoutSeconds\":-1}", 400),
            ("POST", Server + "/drain", "{\"timeoutSeconds\":1e99}", 400),
            ("POST", Server + "/drain", new string('x', 100_000), 400),
            ("POST", Server + "/ready", "{\"timeoutSeconds\":\"x\"}", 400),
            ("DELETE", Server, "", 405),
            ("GET", "services/orders/servers/%2e%2e", "", 404),
            ("GET", "nothing", "", 404),
        })
        {
            using var answer = await admin.SendAsync(new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent(body) });
            Assert.Equal((path, body.Length, status), (path, body.Length, (int)answer.StatusCode));
        }
        await using var balancer = proxy.Open();
        Assert.Equal(ServerState.InService, await balancer.ReadAsync("web-1", default));
    }

    [Fact]
    public async Task Survives_what_is_not_HTTP()
    {
        foreach (var text in new[]
        {
            "GARBAGE\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nX: " + new string('x', 100_000) + "\r\n\r\n",
        })
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync("127.0.0.1", proxy.Port);
            await socket.SendAsync(Encoding.ASCII.GetBytes(text));
            try
            {
                await socket.ReceiveAsync(new byte[1024]);
            }
            catch (SocketException)
            {
                // It was told so with a reset.
            }
            Assert.StartsWith("web-", await GetAsync(), StringComparison.Ordinal);
        }
    }
}
