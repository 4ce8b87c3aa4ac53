using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Slipway.Deployments.Traffic.Nginx;

/// <summary>The address of a <c>server</c> line: <c>host:port</c>, <c>[v6]:port</c>, or <c>unix:/path</c>.</summary>
internal sealed record ServerAddress(string Text)
{
    /// <summary>The path of a Unix socket; null for TCP.</summary>
    public string? UnixPath => Text.StartsWith("unix:", StringComparison.Ordinal) ? Text[5..] : null;

    /// <summary>Host and port; the port is 80 unless written.</summary>
    public DnsEndPoint HostAndPort()
    {
        var colon = Text.LastIndexOf(':');
        var hasPort = colon > Text.LastIndexOf(']') && int.TryParse(Text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _);
        var host = (hasPort ? Text[..colon] : Text).Trim('[', ']');
        return new DnsEndPoint(host, hasPort ? int.Parse(Text.AsSpan(colon + 1), CultureInfo.InvariantCulture) : 80);
    }

    /// <summary>A connection to it.</summary>
    public async Task<Stream> ConnectAsync(CancellationToken cancellation)
    {
        var socket = UnixPath is null ? new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true } : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            EndPoint end = UnixPath is { } path ? new UnixDomainSocketEndPoint(path) : HostAndPort();
            await socket.ConnectAsync(end, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Its addresses as the kernel writes them in /proc/net/tcp and tcp6; empty for a Unix socket or a name that cannot be resolved.</summary>
    public async Task<IReadOnlyCollection<string>> InKernelFormAsync(CancellationToken cancellation)
    {
        if (UnixPath is not null) return [];
        try
        {
            var end = HostAndPort();
            var addresses = await Dns.GetHostAddressesAsync(end.Host, cancellation).ConfigureAwait(false);
            return [.. addresses.SelectMany(address => new[] { address, address.AddressFamily == AddressFamily.InterNetwork ? address.MapToIPv6() : address }).Distinct()
                .Select(address => $"{Hex(address)}:{end.Port:X4}")];
        }
        catch (SocketException)
        {
            return [];
        }
    }

    // Groups of four bytes, each as a number of this machine.
    private static string Hex(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return string.Concat(Enumerable.Range(0, bytes.Length / 4).Select(group =>
        {
            var four = bytes.AsSpan(group * 4, 4);
            var number = BitConverter.IsLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(four) : BinaryPrimitives.ReadUInt32BigEndian(four);
            return number.ToString("X8", CultureInfo.InvariantCulture);
        }));
    }
}
