using System.Net.Sockets;
using System.Text;
using Slipway.Testing;
using Xunit;

namespace Slipway.Proxy.Tests;

/// <summary>Two servers, and the proxy before them.</summary>
public abstract class WithProxy : IAsyncLifetime
{
    private protected readonly TinyServer[] servers = [new("web-1"), new("web-2")];
    private protected readonly HttpClient client = new();
    private protected readonly RunningProxy proxy = new();

    public async ValueTask InitializeAsync()
    {
        proxy.Configure(servers);
        await proxy.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        client.Dispose();
        await proxy.DisposeAsync();
        foreach (var server in servers) await server.DisposeAsync();
    }

    private protected async Task<string> GetAsync() => await client.GetStringAsync(proxy.Url);

    private protected async Task<Socket> UpgradeAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync("127.0.0.1", proxy.Port);
        await socket.SendAsync("GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"u8.ToArray());
        var buffer = new byte[1024];
        var head = Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer));
        Assert.StartsWith("HTTP/1.1 101", head, StringComparison.Ordinal);
        await socket.SendAsync("hello"u8.ToArray());
        Assert.Equal("hello", Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer)));
        return socket;
    }
}
