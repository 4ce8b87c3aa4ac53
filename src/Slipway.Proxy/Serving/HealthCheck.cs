using System.Net.Sockets;
using Slipway.Proxy.Configuration;

namespace Slipway.Proxy.Serving;

/// <summary>Asks a server for its health, for as long as it belongs to a service.</summary>
internal sealed class HealthCheck : IAsyncDisposable
{
    // While somebody waits for the server to come in, he does not wait for the interval.
    private static readonly TimeSpan Hurry = TimeSpan.FromMilliseconds(50);

    // Each check is a connection of its own: a kept one does not see that nobody listens any more.
    private static readonly HttpMessageInvoker Client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.Zero });

    private readonly Server server;
    private readonly HealthCheckConfiguration configuration;
    private readonly Action<string> log;
    private readonly CancellationTokenSource closing = new();
    private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task running;

    public HealthCheck(Server server, HealthCheckConfiguration configuration, Action<string> log)
    {
        this.server = server;
        this.configuration = configuration;
        this.log = log;
        running = Task.Run(RunAsync);
    }

    /// <summary>Ends when it is clear how the server stands.</summary>
    public Task First => first.Task;

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(false);
        closing.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                var asked = server.Health.Epoch;
                var why = await AskAsync().ConfigureAwait(false);
                if (server.Health.Tell(asked, why) && !server.IsOut) log($"{server.Name} is {(server.Health.IsHealthy ? "healthy" : $"unhealthy: {why}")}");
                if (server.Health.IsKnown) first.TrySetResult();
                var isHurried = configuration.Interval > Hurry && !server.Health.IsHealthy && (server.Health.IsAwaited || !first.Task.IsCompleted);
                await server.Health.Wake.WaitAsync(isHurried ? Hurry : configuration.Interval, closing.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            first.TrySetResult();
        }
    }

    /// <returns>Null when it is well, else why not.</returns>
    private async Task<string?> AskAsync()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(closing.Token);
        deadline.CancelAfter(configuration.Timeout);
        try
        {
            if (configuration.Path is null) return await ConnectAsync(deadline.Token).ConfigureAwait(false);
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Configuration.Address, configuration.Path));
            request.Headers.TryAddWithoutValidation("User-Agent", "slipway-proxy");
            using var answer = await Client.SendAsync(request, deadline.Token).ConfigureAwait(false);
            return (int)answer.StatusCode < 400 ? null : $"{configuration.Path} answers {(int)answer.StatusCode}";
        }
        catch (OperationCanceledException) when (!closing.IsCancellationRequested)
        {
            return $"no answer within {configuration.Timeout.TotalSeconds:0.##} s";
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or IOException)
        {
            return (e.InnerException ?? e).Message;
        }
    }

    private async Task<string?> ConnectAsync(CancellationToken cancellation)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.Configuration.Address.DnsSafeHost, server.Configuration.Address.Port, cancellation).ConfigureAwait(false);
        return null;
    }
}
