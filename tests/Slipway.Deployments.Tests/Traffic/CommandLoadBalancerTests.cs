using Slipway.Deployments.Traffic;
using Slipway.Specifications;
using Slipway.Specifications.DeployFiles;
using Xunit;

namespace Slipway.Deployments.Tests.Traffic;

public sealed class CommandLoadBalancerTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("slipway-command-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Does_what_the_program_does()
    {
        await using var balancer = Open($"""
            case $1 in
              deregister) echo "out $2 within $SLIPWAY_DRAIN_TIMEOUT"; echo OUT-OF-SERVICE > {folder.FullName}/$2; echo "cut: 2";;
              register) echo in-service > {folder.FullName}/$2;;
              state) cat {folder.FullName}/$2 || echo in-service;;
            esac
            """);
        Assert.Equal(ServerState.InService, await balancer.ReadAsync("web-1", default));
        Assert.Equal(2, await balancer.DeregisterAsync("web-1", default));
        Assert.Equal(ServerState.OutOfService, await balancer.ReadAsync("web-1", default));
        await balancer.RegisterAsync("web-1", default);
        Assert.Equal(ServerState.InService, await balancer.ReadAsync("web-1", default));
    }

    [Theory]
    [InlineData("echo some words; echo 'no such server' >&2; exit 3", "ended with 3", "no such server")]
    [InlineData("echo hello", "printed 'hello'", "in-service")]
    public async Task Quotes_what_the_program_said(string script, string what, string quoted)
    {
        await using var balancer = Open(script);
        var error = await Assert.ThrowsAsync<SlipwayException>(() => balancer.ReadAsync("web-1", default));
        Assert.Equal("SLW0478", error.Error.Code);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        Assert.Contains(quoted, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_when_the_program_cannot_be_started()
    {
        await using var balancer = new LoadBalancers(TimeProvider.System).Open(new LoadBalancerDefinition { Command = new LoadBalancerCommandDefinition(["/nowhere/balance"]) });
        var error = await Assert.ThrowsAsync<SlipwayException>(() => balancer.RegisterAsync("web-1", default));
        Assert.Equal("SLW0478", error.Error.Code);
        Assert.Contains("could not be started", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Passes_no_name_that_would_be_an_option()
    {
        await using var balancer = Open("exit 0");
        Assert.Equal("SLW0480", (await Assert.ThrowsAsync<SlipwayException>(() => balancer.RegisterAsync("--help", default))).Error.Code);
    }

    private ILoadBalancer Open(string script)
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "there is no /bin/sh");
        var file = Path.Combine(folder.FullName, "balance.sh");
        File.WriteAllText(file, script);
        return new LoadBalancers(TimeProvider.System).Open(new LoadBalancerDefinition { Command = new LoadBalancerCommandDefinition(["/bin/sh", file]) });
    }
}
