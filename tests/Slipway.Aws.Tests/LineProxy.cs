using System.Net;
using System.Net.Sockets;

namespace Slipway.Aws.Tests;

/// <summary>A line to a server that counts what goes over it, and breaks where a test wants it.</summary>
internal sealed class LineProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Uri _server;
    private readonly CancellationTokenSource _end = new();
    private long _sent, _received;

    public LineProxy(Uri server)
    {
        _server = server;
        _listener.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _ = AcceptAsync();
    }

    public Uri Url { get; }

    /// <summary>Bytes from the client.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Bytes to the client.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Of one connection: bytes so far; true breaks it.</summary>
    public Func<long, bool> BreaksSending { get; set; } = _ => false;

    /// <summary>Of one connection: bytes so far; true breaks it.</summary>
    public Func<long, bool> BreaksReceiving { get; set; } = _ => false;

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ForwardAsync(await _listener.AcceptTcpClientAsync(_end.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task ForwardAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(_server.Host, _server.Port, _end.Token);
                await Task.WhenAny(
                    PumpAsync(client, server, n => Interlocked.Add(ref _sent, n), total => BreaksSending(total)),
                    PumpAsync(server, client, n => Interlocked.Add(ref _received, n), total => BreaksReceiving(total)));
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // A broken line is what some tests are about.
            }
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, Action<int> count, Func<long, bool> breaks)
    {
        var buffer = new byte[64 * 1024];
        long total = 0;
        while (await from.GetStream().ReadAsync(buffer, _end.Token) is > 0 and var read)
        {
            count(read);
            total += read;
            if (breaks(total)) return;
            await to.GetStream().WriteAsync(buffer.AsMemory(0, read), _end.Token);
        }
    }
}
