using System.Collections.Concurrent;
using Slipway.Deployments.Traffic;
using Slipway.Specifications;
using Slipway.Specifications.DeployFiles;
using Slipway.Testing;
using Xunit;

namespace Slipway.Deployments.Tests.Traffic;

public sealed class NginxTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> notices = new();
    private readonly TinyServer[] servers = [new("web-1"), new("web-2")];
    private readonly HttpClient client = new();
    private RunningNginx nginx = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(!RunningNginx.IsMissing, "nginx is not installed");
        nginx = await RunningNginx.StartAsync(servers);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        if (nginx is not null) await nginx.DisposeAsync();
        foreach (var server in servers) await server.DisposeAsync();
    }

    [Fact]
    public async Task Takes_a_server_out_and_leaves_the_file_as_it_was_when_it_is_back()
    {
        var before = await File.ReadAllTextAsync(nginx.UpstreamFile);
        await using var balancer = Open();
        Assert.Equal(ServerState.InService, await balancer.ReadAsync("web-1", default));
        Assert.Equal(0, await balancer.DeregisterAsync("web-1", default));
        Assert.Equal(ServerState.OutOfService, await balancer.ReadAsync("web-1", default));
        Assert.Equal(before.Replace($"{servers[0].Address} max_fails=0;", $"{servers[0].Address} max_fails=0 down;"), await File.ReadAllTextAsync(nginx.UpstreamFile));
        Assert.Equal(["web-2", "web-2"], [await GetAsync(), await GetAsync()]);
        await balancer.RegisterAsync(servers[0].Address, default);
        Assert.Equal(before, await File.ReadAllTextAsync(nginx.UpstreamFile));
        Assert.Equal(["web-1", "web-2"], new[] { await GetAsync(), await GetAsync(), await GetAsync(), await GetAsync() }.Distinct().Order());
        Assert.Empty(notices);
    }

    [Fact]
    public async Task Waits_until_the_requests_in_flight_have_been_answered()
    {
        await using var balancer = Open();
        var requests = Enumerable.Range(0, 8).Select(_ => client.GetStringAsync(nginx.Url + "slow/1000")).ToList();
        await Eventually.IsTrueAsync(() => servers[0].InFlight + servers[1].InFlight == 8, "the servers have them");
        var draining = balancer.DeregisterAsync("web-1", default);
        Assert.Equal(0, await draining);
        Assert.Equal(0, servers[0].InFlight);
        Assert.Equal(["web-1", "web-2"], (await Task.WhenAll(requests)).Distinct().Order());
    }

    [Fact]
    public async Task Cuts_what_is_in_flight_when_the_time_is_over_and_counts_it()
    {
        await using var balancer = Open(drain: TimeSpan.FromMilliseconds(200));
        await balancer.DeregisterAsync("web-2", default);
        var request = client.GetAsync(nginx.Url + "slow/3000");
        await Eventually.IsTrueAsync(() => servers[0].InFlight == 1, "it is with the server");
        Assert.Equal(1, await balancer.DeregisterAsync("web-1", default));
        // HttpClient asks again when a connection ends without a word; then nobody is there.
        Assert.False((await request).IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_server_is_not_let_in_before_it_answers_its_health_path()
    {
        await using var balancer = Open(health: TimeSpan.FromMilliseconds(300), healthPath: "/health");
        await balancer.DeregisterAsync("web-1", default);
        servers[0].IsWell = false;
        var error = await Assert.ThrowsAsync<SlipwayException>(() => balancer.RegisterAsync("web-1", default));
        Assert.Equal("SLW0475", error.Error.Code);
        Assert.Contains("/health answers 503", error.Message, StringComparison.Ordinal);
        Assert.Equal(ServerState.OutOfService, await balancer.ReadAsync("web-1", default));
        servers[0].IsWell = true;
        await balancer.RegisterAsync("web-1", default);
        Assert.Equal(ServerState.InService, await balancer.ReadAsync("web-1", default));
    }

    [Fact]
    public async Task Puts_the_file_back_when_nginx_does_not_take_the_configuration()
    {
        await File.AppendAllTextAsync(nginx.Configuration, "servr { }\n");
        var before = await File.ReadAllTextAsync(nginx.UpstreamFile);
        await using var balancer = Open();
        var error = await Assert.ThrowsAsync<SlipwayException>(() => balancer.DeregisterAsync("web-1", default));
        Assert.Equal("SLW0476", error.Error.Code);
        Assert.Equal(nginx.Configuration, error.Error.File);
        Assert.True(error.Error.Line > 10);
        Assert.Contains("unknown directive \"servr\"", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(nginx.UpstreamFile));
    }

    [Fact]
    public async Task Puts_the_file_back_when_the_reload_fails()
    {
        var before = await File.ReadAllTextAsync(nginx.UpstreamFile);
        await using var balancer = Open(reload: ["/bin/false"]);
        Assert.Equal("SLW0477", (await Assert.ThrowsAsync<SlipwayException>(() => balancer.DeregisterAsync("web-1", default))).Error.Code);
        Assert.Equal(before, await File.ReadAllTextAsync(nginx.UpstreamFile));
    }

    [Fact]
    public async Task Warns_once_of_a_server_that_one_failed_request_takes_out()
    {
        await File.WriteAllTextAsync(nginx.UpstreamFile, (await File.ReadAllTextAsync(nginx.UpstreamFile)).Replace(" max_fails=0", ""));
        await using var balancer = Open();
        await balancer.DeregisterAsync("web-1", default);
        await balancer.DeregisterAsync("web-1", default);
        Assert.Contains("max_fails=0", Assert.Single(notices), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("orders", "web-9", "SLW0473", "(web-1)")]
    [InlineData("ordres", "web-1", "SLW0472", "orders")]
    public async Task Lists_the_names_that_there_are(string upstream, string server, string code, string known)
    {
        await using var balancer = Open(upstream: upstream);
        var error = await Assert.ThrowsAsync<SlipwayException>(() => balancer.DeregisterAsync(server, default));
        Assert.Equal(code, error.Error.Code);
        Assert.Contains(known, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_stays_a_link_and_the_mode_stays()
    {
        if (OperatingSystem.IsWindows()) return;
        var target = nginx.UpstreamFile + ".real";
        File.Move(nginx.UpstreamFile, target);
        File.SetUnixFileMode(target, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        File.CreateSymbolicLink(nginx.UpstreamFile, target);
        await using var balancer = Open();
        await balancer.DeregisterAsync("web-1", default);
        Assert.Equal(target, new FileInfo(nginx.UpstreamFile).LinkTarget);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(target));
        Assert.Contains(" down;", await File.ReadAllTextAsync(target), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rolls_under_load_and_drops_no_request_but_by_its_own_resets()
    {
        Assert.SkipUnless(!Wrk.IsMissing, "wrk is not installed");
        await using var balancer = Open();
        var wrk = Wrk.RunAsync(nginx.Url, 1, keepAlive: false);
        Assert.Equal(0, await Roll.InPlaceAsync(balancer, servers, TimeSpan.FromMilliseconds(15), wrk));
        Assert.Equal(0, (await wrk).Failed);
    }

    private ILoadBalancer Open(TimeSpan? drain = null, TimeSpan? health = null, string? healthPath = null, string upstream = "orders", string[]? reload = null) =>
        new LoadBalancers(TimeProvider.System, notices.Enqueue).Open(new LoadBalancerDefinition
        {
            Nginx = new NginxDefinition(nginx.UpstreamFile, upstream) { TestCommand = nginx.TestCommand, ReloadCommand = reload ?? nginx.ReloadCommand, HealthPath = healthPath },
            DrainTimeout = drain ?? TimeSpan.FromSeconds(10),
            HealthTimeout = health ?? TimeSpan.FromSeconds(10),
        });

    private async Task<string> GetAsync() => await client.GetStringAsync(nginx.Url);
}
