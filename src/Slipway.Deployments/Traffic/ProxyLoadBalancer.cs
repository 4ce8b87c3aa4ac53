using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Slipway.Specifications;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Traffic;

/// <summary>
/// The embedded load balancer, <c>slipway proxy</c>, by its admin socket: HTTP with JSON over a Unix socket, as docs/load-balancers.md describes it. The proxy itself keeps the deadlines, so that
/// a deploying process that dies leaves nothing half drained.
/// </summary>
public sealed class ProxyLoadBalancer : ILoadBalancer
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(200);
    private static readonly Uri Services = new("http://proxy/services");
    private readonly ProxyDefinition definition;
    private readonly LoadBalancerDefinition settings;
    private readonly TimeProvider time;
    private readonly HttpClient client;
    private string? service;

    /// <summary>A load balancer; nothing is asked of it yet.</summary>
    /// <param name="definition">Where its socket is.</param>
    /// <param name="settings">The deadlines.</param>
    /// <param name="time">The clock.</param>
    public ProxyLoadBalancer(ProxyDefinition definition, LoadBalancerDefinition settings, TimeProvider time)
    {
        if (definition.Service is { } name) TrafficErrors.RequireName("service", name);
        this.definition = definition;
        this.settings = settings;
        this.time = time;
        service = definition.Service;
        client = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectAsync, UseProxy = false, AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <inheritdoc/>
    public string Name => $"slipway proxy at {definition.Socket}";

    /// <summary>All that the proxy knows of itself, as JSON.</summary>
    /// <exception cref="SlipwayException">SLW0470, SLW0471: it cannot be reached.</exception>
    public async Task<string> DescribeAsync(CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Get, Services, null, Grace, cancellation).ConfigureAwait(false);
        return await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<ServerState> ReadAsync(string server, CancellationToken cancellation)
    {
        using var answer = await AskAsync(HttpMethod.Get, server, "", null, Grace, cancellation).ConfigureAwait(false);
        return State(answer) switch
        {
            "IN_SERVICE" => ServerState.InService,
            "DRAINING" => ServerState.Draining,
            "OUT_OF_SERVICE" => ServerState.OutOfService,
            "UNHEALTHY" => ServerState.Unhealthy,
            var other => throw TrafficErrors.Refused(Name, "state", $"'{other}' is no state of this version"),
        };
    }

    /// <inheritdoc/>
    public async Task<int> DeregisterAsync(string server, CancellationToken cancellation)
    {
        using var answer = await AskAsync(HttpMethod.Post, server, "/drain", settings.DrainTimeout, settings.DrainTimeout + Grace, cancellation).ConfigureAwait(false);
        return State(answer) == "OUT_OF_SERVICE" ? answer.RootElement.GetProperty("cut").GetInt32()
            : throw TrafficErrors.NotDrained(Name, server, $"somebody let it in meanwhile, its state is {State(answer)}");
    }

    /// <inheritdoc/>
    public async Task RegisterAsync(string server, CancellationToken cancellation)
    {
        using var answer = await AskAsync(HttpMethod.Post, server, "/ready", settings.HealthTimeout, settings.HealthTimeout + Grace, cancellation).ConfigureAwait(false);
        if (State(answer) != "IN_SERVICE") throw TrafficErrors.NotHealthy(Name, server, settings.HealthTimeout, $"its state is {State(answer)}, its last check said {Text(answer, "lastCheck")}");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string State(JsonDocument answer) => Text(answer, "state");

    private static string Text(JsonDocument answer, string name) => answer.RootElement.TryGetProperty(name, out var value) ? value.ToString() : "";

    private async Task<JsonDocument> AskAsync(HttpMethod method, string server, string verb, TimeSpan? within, TimeSpan patience, CancellationToken cancellation)
    {
        TrafficErrors.RequireName("server", server);
        var of = await ServiceAsync(cancellation).ConfigureAwait(false);
        var address = new Uri($"{Services}/{Uri.EscapeDataString(of)}/servers/{Uri.EscapeDataString(server)}{verb}");
        DateTimeOffset? giveUp = null;
        while (true)
        {
            try
            {
                using var answer = await SendAsync(method, address, within, patience, cancellation).ConfigureAwait(false);
                var text = await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
                if (answer.StatusCode == HttpStatusCode.NotFound) throw await UnknownAsync(of, server, cancellation).ConfigureAwait(false);
                if (!answer.IsSuccessStatusCode) throw TrafficErrors.Refused(Name, $"{method} {address.AbsolutePath}", $"{(int)answer.StatusCode} {text}");
                return JsonDocument.Parse(text);
            }
            catch (JsonException)
            {
                throw TrafficErrors.Refused(Name, $"{method} {address.AbsolutePath}", "its answer is not JSON; is that slipway proxy?");
            }
            catch (SlipwayException e) when (e.InnerException is HttpRequestException cause && (giveUp is not null || cause.InnerException is not SocketException))
            {
                // It ended while it was asked. One that is started again knows what it was told, and is asked again.
                giveUp ??= time.GetUtcNow() + Grace;
                if (time.GetUtcNow() >= giveUp) throw;
                await Task.Delay(RetryPause, time, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task<string> ServiceAsync(CancellationToken cancellation)
    {
        if (service is { } known) return known;
        using var described = await ServicesAsync(cancellation).ConfigureAwait(false);
        var names = Names(described.RootElement.GetProperty("services"));
        return service = names is [var only] ? only : throw TrafficErrors.UnknownBackend(Name, "service", "(not named)", names);
    }

    private async Task<SlipwayException> UnknownAsync(string of, string server, CancellationToken cancellation)
    {
        using var described = await ServicesAsync(cancellation).ConfigureAwait(false);
        var services = described.RootElement.GetProperty("services");
        var found = services.EnumerateArray().FirstOrDefault(candidate => candidate.GetProperty("name").GetString() == of);
        return found.ValueKind == JsonValueKind.Undefined ? TrafficErrors.UnknownBackend(Name, "service", of, Names(services)) : TrafficErrors.UnknownServer(Name, server, Names(found.GetProperty("servers")));
    }

    private async Task<JsonDocument> ServicesAsync(CancellationToken cancellation)
    {
        try
        {
            return JsonDocument.Parse(await DescribeAsync(cancellation).ConfigureAwait(false));
        }
        catch (JsonException)
        {
            throw TrafficErrors.Refused(Name, "GET /services", "its answer is not JSON; is that slipway proxy?");
        }
    }

    private static List<string> Names(JsonElement items) => [.. items.EnumerateArray().Select(item => item.GetProperty("name").GetString()!)];

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri address, TimeSpan? within, TimeSpan patience, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        using var request = new HttpRequestMessage(method, address);
        if (within is { } seconds) request.Content = new StringContent($$"""{"timeoutSeconds":{{seconds.TotalSeconds.ToString(CultureInfo.InvariantCulture)}}}""", null, "application/json");
        try
        {
            return await client.SendAsync(request, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw TrafficErrors.Unreachable(Name, $"no answer within {patience.TotalSeconds:0} s", "See whether it is overloaded or stopped.", e);
        }
        catch (HttpRequestException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.AccessDenied })
        {
            throw TrafficErrors.Denied(Name, "its socket belongs to another account", "Run slipway proxy under the account that deploys, or deploy with sudo.", e);
        }
        catch (HttpRequestException e)
        {
            var why = e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused } ? "nobody listens there"
                : !File.Exists(definition.Socket) ? "there is no such socket" : (e.InnerException ?? e).Message.TrimEnd('.');
            throw TrafficErrors.Unreachable(Name, why, "See that 'slipway proxy' runs, and that adminSocket in proxy.yml and 'socket' in deploy.yml name the same place.", e);
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(definition.Socket), cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (ArgumentException e)
        {
            // A path that is too long for a socket.
            socket.Dispose();
            throw new HttpRequestException(e.Message, e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
