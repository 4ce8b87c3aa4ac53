using System.Net.Sockets;
using Slipway.Deployments.Traffic;
using Slipway.Specifications.DeployFiles;
using Slipway.Testing;

namespace Slipway.Proxy.Tests;

/// <summary>The proxy as the process that users run.</summary>
internal sealed class RunningProxy : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("slipway-proxy-");

    public RunningProgram? Program { get; private set; }

    public int Port { get; } = RunningProgram.FreePort();

    public string Url => $"http://127.0.0.1:{Port}/";

    public string Socket => Path.Combine(folder.FullName, "run", "proxy.sock");

    public string Configuration => Path.Combine(folder.FullName, "proxy.yml");

    public string Folder => folder.FullName;

    /// <summary>Writes a proxy.yml with one service, <c>orders</c>.</summary>
    public void Configure(TinyServer[] servers, string more = "", string listen = "")
    {
        File.WriteAllText(Configuration + ".new", $$"""
            listen:
              - http://127.0.0.1:{{Port}}
            {{listen}}
            adminSocket: run/proxy.sock
            services:
              - name: orders
                healthCheck: { path: /health, intervalInSeconds: 0.2, timeoutInSeconds: 2, healthyAfter: 2, unhealthyAfter: 2 }
                {{more}}
                servers:
            {{string.Join('\n', servers.Select(server => $"      - {{ name: {server.Name}, address: \"http://{server.Address}\" }}"))}}

            """);
        File.Move(Configuration + ".new", Configuration, overwrite: true);
    }

    public async Task StartAsync()
    {
        Program = New();
        await Eventually.IsTrueAsync(() => Program.HasExited || IsListening(), "the proxy listens");
        if (Program.HasExited) throw new InvalidOperationException("the proxy ended: " + Program.Output);
    }

    public RunningProgram New() => new("dotnet", Assembly(), "--config", Configuration);

    public ILoadBalancer Open(double drainSeconds = 10, double healthSeconds = 10) => new LoadBalancers(TimeProvider.System).Open(new LoadBalancerDefinition
    {
        Proxy = new ProxyDefinition(Socket, null),
        DrainTimeout = TimeSpan.FromSeconds(drainSeconds),
        HealthTimeout = TimeSpan.FromSeconds(healthSeconds),
    });

    /// <summary>A client of the admin socket.</summary>
    public HttpClient Admin() => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellation) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = new Uri("http://proxy/") };

    public async ValueTask DisposeAsync()
    {
        if (Program is not null) await Program.DisposeAsync();
        folder.Delete(recursive: true);
    }

    // Beside the tests; the benchmarks do not reference it.
    private static string Assembly() => Path.Combine(AppContext.BaseDirectory, "slipway-proxy.dll") is var beside && File.Exists(beside) ? beside
        : Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../../src/Slipway.Proxy/bin/Release/net10.0/slipway-proxy.dll"));

    private bool IsListening()
    {
        try
        {
            using var client = new TcpClient();
            client.Connect("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
