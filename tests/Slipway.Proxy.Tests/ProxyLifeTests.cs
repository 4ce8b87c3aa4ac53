using System.Net.Sockets;
using Slipway.Deployments.Traffic;
using Slipway.Testing;
using Xunit;

namespace Slipway.Proxy.Tests;

public sealed class ProxyLifeTests : WithProxy
{
    [Fact]
    public async Task Takes_over_a_changed_configuration_and_keeps_the_old_one_when_it_is_wrong()
    {
        await using var third = new TinyServer("web-3");
        var request = client.GetStringAsync(proxy.Url + "slow/1500");
        await Eventually.IsTrueAsync(() => servers.Sum(server => server.InFlight) == 1, "a request is in flight");
        proxy.Configure([third]);
        await Eventually.IsTrueAsync(async () => await GetAsync() == "web-3", "the new server answers");
        Assert.StartsWith("web-", await request, StringComparison.Ordinal);
        await File.AppendAllTextAsync(proxy.Configuration, "      - { nam: web-4 }\n");
        await Eventually.IsTrueAsync(() => proxy.Program!.Output.Contains("error SLW0501", StringComparison.Ordinal), "the mistake is reported");
        Assert.Equal("web-3", await GetAsync());
    }

    [Fact]
    public async Task Comes_back_with_the_servers_out_that_were_out_even_when_it_was_killed()
    {
        await using (var balancer = proxy.Open()) await balancer.DeregisterAsync("web-1", default);
        proxy.Program!.Signal(9);
        await proxy.Program.WaitForExitAsync(TimeSpan.FromSeconds(10));
        Assert.True(File.Exists(proxy.Socket));
        await proxy.StartAsync();
        await using var again = proxy.Open();
        Assert.Equal(ServerState.OutOfService, await again.ReadAsync("web-1", default));
        Assert.Equal(["web-2", "web-2"], [await GetAsync(), await GetAsync()]);
        await again.RegisterAsync("web-1", default);
        Assert.Equal(ServerState.InService, await again.ReadAsync("web-1", default));
    }

    [Fact]
    public async Task A_drain_goes_on_when_the_proxy_is_started_again_meanwhile()
    {
        await using var balancer = proxy.Open();
        await balancer.DeregisterAsync("web-2", default);
        var request = client.GetAsync(proxy.Url + "slow/3000");
        await Eventually.IsTrueAsync(() => servers[0].InFlight == 1, "the request is with the server");
        var draining = balancer.DeregisterAsync("web-1", default);
        await Eventually.IsTrueAsync(async () => await balancer.ReadAsync("web-1", default) == ServerState.Draining, "it is draining");
        proxy.Program!.Signal(9);
        await proxy.Program.WaitForExitAsync(TimeSpan.FromSeconds(10));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => request);
        await proxy.StartAsync();
        Assert.Equal(0, await draining);
        Assert.Equal(ServerState.OutOfService, await balancer.ReadAsync("web-1", default));
    }

    [Fact]
    public async Task Cuts_what_is_in_flight_when_it_ends_and_the_drain_timeout_is_over()
    {
        proxy.Configure(servers, more: "drainTimeoutInSeconds: 0.2");
        await Eventually.IsTrueAsync(() => proxy.Program!.Output.Contains("was read again", StringComparison.Ordinal), "the configuration was read");
        var request = client.GetAsync(proxy.Url + "slow/5000");
        await Eventually.IsTrueAsync(() => servers.Sum(server => server.InFlight) == 1, "a request is in flight");
        proxy.Program!.Signal(15);
        await proxy.Program.WaitForExitAsync(TimeSpan.FromSeconds(4));
        Assert.Equal(0, proxy.Program.ExitCode);
        await Record.ExceptionAsync(() => request);
    }

    [Fact]
    public async Task Answers_what_is_in_flight_before_it_ends()
    {
        using var socket = await UpgradeAsync();
        var request = client.GetStringAsync(proxy.Url + "slow/700");
        await Eventually.IsTrueAsync(() => servers.Sum(server => server.InFlight) == 1, "a request is in flight");
        proxy.Program!.Signal(15);
        Assert.Equal(0, await socket.ReceiveAsync(new byte[16]));
        Assert.StartsWith("web-", await request, StringComparison.Ordinal);
        await proxy.Program.WaitForExitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(0, proxy.Program.ExitCode);
        Assert.False(File.Exists(proxy.Socket));
    }

    [Fact]
    public async Task Its_admin_socket_is_for_its_owner_and_for_one_proxy()
    {
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(proxy.Socket));
        await using var second = proxy.New();
        await second.WaitForExitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(1, second.ExitCode);
        await Eventually.IsTrueAsync(() => second.Output.Contains("SLW0505", StringComparison.Ordinal), "it says why");
        Assert.StartsWith("web-", await GetAsync(), StringComparison.Ordinal);
        await using var balancer = proxy.Open();
        Assert.Equal(ServerState.InService, await balancer.ReadAsync("web-1", default));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Drops_no_request_while_servers_roll_and_environments_switch(bool keepAlive)
    {
        Assert.SkipUnless(!Wrk.IsMissing, "wrk is not installed");
        await using var balancer = proxy.Open();
        foreach (var load in new Func<Task, Task<int>>[] { until => Roll.InPlaceAsync(balancer, servers, TimeSpan.FromMilliseconds(15), until), until => Roll.BlueGreenAsync(balancer, servers, until) })
        {
            var wrk = Wrk.RunAsync(proxy.Url, 1, keepAlive);
            Assert.Equal(0, await load(wrk));
            Assert.Equal(0, (await wrk).Failed);
            Assert.True((await wrk).Requests > 100);
        }
    }
}
