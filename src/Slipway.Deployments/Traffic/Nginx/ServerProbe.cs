using System.Net.Sockets;

namespace Slipway.Deployments.Traffic.Nginx;

/// <summary>Asks a server itself whether it is healthy, because nginx does not: by HTTP when a path is given, else by a connection.</summary>
internal sealed class ServerProbe(string? healthPath, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <returns>Null when it is healthy, else why not.</returns>
    public async Task<string?> AskAsync(ServerAddress server, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            if (healthPath is not null) return await GetAsync(server, healthPath, either.Token).ConfigureAwait(false);
            await using var connection = await server.ConnectAsync(either.Token).ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"no answer within {Patience.TotalSeconds:0} s";
        }
        catch (Exception e) when (e is SocketException or HttpRequestException or IOException or ArgumentException or UriFormatException)
        {
            return (e.InnerException ?? e).Message.TrimEnd('.');
        }
    }

    private static async Task<string?> GetAsync(ServerAddress server, string path, CancellationToken cancellation)
    {
        var isUrl = path.StartsWith("http://", StringComparison.Ordinal) || path.StartsWith("https://", StringComparison.Ordinal);
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false };
        if (!isUrl) handler.ConnectCallback = async (_, token) => await server.ConnectAsync(token).ConfigureAwait(false);
        using var client = new HttpClient(handler);
        var authority = server.UnixPath is null ? $"{Bracketed(server.HostAndPort().Host)}:{server.HostAndPort().Port}" : "localhost";
        var address = isUrl ? path : $"http://{authority}/{path.TrimStart('/')}";
        using var answer = await client.GetAsync(new Uri(address), HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        return (int)answer.StatusCode < 400 ? null : $"{address} answers {(int)answer.StatusCode}";
    }

    private static string Bracketed(string host) => host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
}
