using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Slipway.Deployments.Traffic.Haproxy;

/// <summary>Where HAProxy's Runtime API listens: a Unix socket, or TCP.</summary>
internal sealed record HaproxyAddress(string Text)
{
    /// <summary>Whether it is a path.</summary>
    public bool IsUnix => Text.StartsWith('/') || !TrySplit(out _, out _);

    /// <summary>A connection to it.</summary>
    /// <exception cref="SocketException">It cannot be reached.</exception>
    public async Task<Socket> ConnectAsync(CancellationToken cancellation)
    {
        TrySplit(out var host, out var port);
        var isTcp = !IsUnix;
        var socket = isTcp ? new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true } : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            EndPoint address = isTcp ? new DnsEndPoint(host, port) : new UnixDomainSocketEndPoint(Text);
            await socket.ConnectAsync(address, cancellation).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool TrySplit(out string host, out int port)
    {
        var colon = Text.LastIndexOf(':');
        host = colon < 0 ? "" : Text[..colon].Trim('[', ']');
        port = 0;
        return host.Length > 0 && int.TryParse(Text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65535;
    }
}
