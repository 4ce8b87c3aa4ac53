using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Slipway.Cli.Tests;

public sealed class ProxyVerbTests : IDisposable
{
    private readonly InProcess cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Becomes_the_proxy_that_the_other_verbs_ask_and_ends_with_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are sent");
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        await File.WriteAllTextAsync(cli.PathOf("proxy.yml"), $$"""
            listen: [ "http://127.0.0.1:{{FreePort()}}" ]
            adminSocket: p.sock
            services: [ { name: orders, servers: [ { name: web-1, address: "http://{{server.LocalEndpoint}}" } ] } ]
            """);
        using var proxy = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "slipway.dll"), "proxy"])
        {
            WorkingDirectory = cli.Folder,
            RedirectStandardOutput = true,
        })!;
        try
        {
            var line = await proxy.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            while (line?.Contains("listens on", StringComparison.Ordinal) == false) line = await proxy.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, await cli.Slipway("proxy", "status", "--socket", "p.sock"));
            Assert.Contains("orders   web-1   IN_SERVICE", cli.Output, StringComparison.Ordinal);
            Assert.Equal(0, await cli.Slipway("proxy", "drain", "web-1", "--socket", "p.sock"));
            Assert.Equal("web-1 is out of service.\n", cli.Output);
            Assert.Equal(0, await cli.Slipway("proxy", "status", "--socket", "p.sock", "--format", "json"));
            Assert.Equal("OUT_OF_SERVICE", cli.Json.GetProperty("services")[0].GetProperty("servers")[0].GetProperty("state").GetString());
            Assert.Equal(0, await cli.Slipway("proxy", "ready", "web-1", "--socket", "p.sock", "--timeout", "20"));
            Assert.Equal("web-1 is in service.\n", cli.Output);
            Assert.Equal(1, await cli.Slipway("proxy", "drain", "web-2", "--socket", "p.sock"));
            Assert.Contains("SLW0473", cli.Error, StringComparison.Ordinal);
            using var kill = Process.Start("kill", ["-TERM", proxy.Id.ToString(CultureInfo.InvariantCulture)])!;
            await proxy.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token);
            Assert.Equal(0, proxy.ExitCode);
        }
        finally
        {
            if (!proxy.HasExited) proxy.Kill();
        }
    }

    [Fact]
    public async Task Says_when_there_is_no_proxy()
    {
        Assert.Equal(2, await cli.Slipway("proxy", "--config", "nowhere.yml"));
        Assert.Equal(1, await cli.Slipway("proxy", "status", "--socket", "p.sock"));
        Assert.Contains("SLW0470", cli.Error, StringComparison.Ordinal);
        Assert.Equal(2, await cli.Slipway("proxy", "drain", "web-1", "--socket", "p.sock", "--timeout", "-1"));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
