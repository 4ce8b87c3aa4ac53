using System.Net.Sockets;
using Slipway.Proxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace Slipway.Proxy.Serving;

/// <summary>A service: servers that are interchangeable, one of which a request is sent to.</summary>
internal sealed class Service : IDisposable
{
    /// <summary>How a request is sent that becomes a connection; its ends may be silent for hours.</summary>
    public static readonly ForwarderRequestConfig Upgraded = new() { ActivityTimeout = TimeSpan.FromDays(1) };

    private readonly Server[] servers;
    private int turn;

    public Service(ServiceConfiguration configuration, IReadOnlyList<Server> servers)
    {
        Configuration = configuration;
        this.servers = [.. servers];
        Request = new ForwarderRequestConfig { ActivityTimeout = configuration.ResponseTimeout };
        Client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = System.Net.DecompressionMethods.None,
            EnableMultipleHttp2Connections = true,
            ActivityHeadersPropagator = null,
            ConnectTimeout = Timeout.InfiniteTimeSpan,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            ConnectCallback = ConnectAsync,
        });
    }

    public ServiceConfiguration Configuration { get; }

    public IReadOnlyList<Server> Servers => servers;

    /// <summary>Sends requests to its servers.</summary>
    public HttpMessageInvoker Client { get; }

    /// <summary>How an ordinary request is sent.</summary>
    public ForwarderRequestConfig Request { get; }

    /// <summary>Begins a request on the server with the fewest in flight; of equals, by turns.</summary>
    /// <param name="tried">One bit for each of the first 64 servers that was tried before for this request; the one that is entered is added.</param>
    /// <returns>Null when none is in service.</returns>
    public Server? Enter(ref ulong tried)
    {
        while (true)
        {
            var start = (uint)Interlocked.Increment(ref turn) % (uint)servers.Length;
            var best = -1;
            for (var i = 0; i < servers.Length; i++)
            {
                var at = (int)((start + i) % servers.Length);
                if (IsTried(tried, at) || servers[at].IsOut || !servers[at].Health.IsHealthy) continue;
                if (best < 0 || servers[at].InFlight < servers[best].InFlight) best = at;
            }
            if (best < 0) return null;
            if (!servers[best].TryEnter()) continue;
            tried |= best < 64 ? 1UL << best : 0;
            return servers[best];
        }
    }

    public void Dispose() => Client.Dispose();

    private static bool IsTried(ulong tried, int at) => at < 64 && (tried >> at & 1) != 0;

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Configuration.ConnectTimeout);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, deadline.Token).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            socket.Dispose();
            throw new SocketException((int)SocketError.TimedOut);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
