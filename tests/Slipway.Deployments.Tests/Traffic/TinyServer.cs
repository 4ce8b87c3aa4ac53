using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Slipway.Testing;

/// <summary>
/// An HTTP/1.1 server with keep-alive in this process: answers with its name after a delay. GET /health says whether it is well; /slow/MS answers after MS; an upgrade is taken and echoes.
/// </summary>
internal sealed class TinyServer : IAsyncDisposable
{
    private readonly TimeSpan delay;
    private readonly ConcurrentDictionary<Task, bool> connections = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Task accepting;
    private int inFlight;
    private int served;

    public TinyServer(string name, int port = 0, TimeSpan delay = default)
    {
        Name = name;
        this.delay = delay;
        listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listener.Listen(512);
        Port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        accepting = AcceptAsync();
    }

    public string Name { get; }

    public int Port { get; }

    public string Address => $"127.0.0.1:{Port}";

    public bool IsWell { get; set; } = true;

    /// <summary>Requests that are being answered, without health checks.</summary>
    public int InFlight => Volatile.Read(ref inFlight);

    /// <summary>Requests answered, without health checks.</summary>
    public int Served => Volatile.Read(ref served);

    /// <summary>Stops as a server does on SIGTERM: no new connections, idle ones are closed, requests in flight are answered.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Dispose();
        await accepting;
        await Task.WhenAll(connections.Keys);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var connection = await listener.AcceptAsync(stopping.Token);
                connection.NoDelay = true;
                var serving = Task.Run(() => ServeAsync(connection));
                connections[serving] = true;
                _ = serving.ContinueWith(ended => connections.TryRemove(ended, out _), TaskScheduler.Default);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        using var stream = new NetworkStream(connection, ownsSocket: true);
        var reader = new Requests(stream);
        try
        {
            while (await reader.ReadAsync(stopping.Token) is { } head)
            {
                if (head.Contains("\r\nUpgrade:", StringComparison.OrdinalIgnoreCase))
                {
                    await EchoAsync(stream);
                    return;
                }
                var path = head.Split(' ')[1];
                if (path == "/health")
                {
                    await AnswerAsync(stream, IsWell ? "200 OK" : "503 Unwell", "health", close: stopping.IsCancellationRequested);
                    continue;
                }
                Interlocked.Increment(ref inFlight);
                var pause = path.StartsWith("/slow/", StringComparison.Ordinal) ? TimeSpan.FromMilliseconds(int.Parse(path.AsSpan(6), CultureInfo.InvariantCulture)) : delay;
                if (pause > TimeSpan.Zero) await Task.Delay(pause);
                // Before the answer: whoever has read it may look at once.
                Interlocked.Decrement(ref inFlight);
                Interlocked.Increment(ref served);
                var close = stopping.IsCancellationRequested || head.Contains("\r\nConnection: close", StringComparison.OrdinalIgnoreCase);
                await AnswerAsync(stream, "200 OK", path == "/head" ? head : Name, close);
                if (close) return;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
        {
        }
    }

    private async Task EchoAsync(NetworkStream stream)
    {
        await stream.WriteAsync("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"u8.ToArray());
        var buffer = new byte[4096];
        while (await stream.ReadAsync(buffer, stopping.Token) is > 0 and var count) await stream.WriteAsync(buffer.AsMemory(0, count));
    }

    private static async Task AnswerAsync(NetworkStream stream, string status, string body, bool close) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\nContent-Type: text/plain\r\n{(close ? "Connection: close\r\n" : "")}\r\n{body}"));

    /// <summary>Heads of requests, one after the other; bodies with a length are skipped.</summary>
    private sealed class Requests(NetworkStream stream)
    {
        private readonly byte[] buffer = new byte[64 * 1024];
        private int filled;

        public async Task<string?> ReadAsync(CancellationToken cancellation)
        {
            while (true)
            {
                var end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
                if (end >= 0)
                {
                    var head = Encoding.ASCII.GetString(buffer, 0, end + 2);
                    Drop(end + 4);
                    await SkipAsync(BodyLength(head), cancellation);
                    return head;
                }
                var count = await stream.ReadAsync(buffer.AsMemory(filled), cancellation);
                if (count == 0) return null;
                filled += count;
            }
        }

        private async Task SkipAsync(int length, CancellationToken cancellation)
        {
            while (length > 0)
            {
                if (filled == 0 && (filled = await stream.ReadAsync(buffer, cancellation)) == 0) return;
                var now = Math.Min(length, filled);
                Drop(now);
                length -= now;
            }
        }

        private void Drop(int count)
        {
            Buffer.BlockCopy(buffer, count, buffer, 0, filled - count);
            filled -= count;
        }

        private static int BodyLength(string head) =>
            head.Split("\r\n").Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).Select(line => int.Parse(line.AsSpan(15).Trim(), CultureInfo.InvariantCulture)).FirstOrDefault();
    }
}
