using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Slipway.Proxy.Serving;
using Slipway.Specifications;

namespace Slipway.Proxy.Admin;

/// <summary>
/// What the deploying side asks: <c>GET /services</c>, <c>GET /services/S/servers/N</c>, <c>POST …/drain</c> and <c>POST …/ready</c>, the two with <c>{"timeoutSeconds":N}</c> and answered when
/// they are done, and <c>POST /reload</c>.
/// </summary>
internal sealed class AdminApi(Fleet fleet, Func<Task<SlipwayError?>> reload)
{
    private const int LongestBody = 4096;
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(120);

    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            await fleet.Applied.WaitAsync(context.RequestAborted).ConfigureAwait(false);
            await RouteAsync(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked has gone.
        }
        catch (SlipwayException e)
        {
            await ErrorAsync(context, StatusCodes.Status500InternalServerError, e.Error.ToString()).ConfigureAwait(false);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or OverflowException)
        {
            await ErrorAsync(context, StatusCodes.Status400BadRequest, "The body is {\"timeoutSeconds\":N}, N from 0 to 86400, or empty.").ConfigureAwait(false);
        }
    }

    private async Task RouteAsync(HttpContext context)
    {
        var path = (context.Request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        switch (context.Request.Method, path)
        {
            case ("GET", ["services"]):
                await AnswerAsync(context, StatusCodes.Status200OK, WriteAll).ConfigureAwait(false);
                return;
            case ("POST", ["reload"]):
                if (await reload().ConfigureAwait(false) is { } error) await ErrorAsync(context, StatusCodes.Status409Conflict, error.ToString()).ConfigureAwait(false);
                else await AnswerAsync(context, StatusCodes.Status200OK, WriteAll).ConfigureAwait(false);
                return;
            case (_, ["services", var serviceName, "servers", var serverName, .. var verb]):
                if (Find(serviceName, serverName) is not var (service, server))
                {
                    await ErrorAsync(context, StatusCodes.Status404NotFound, $"There is no server {serviceName}/{serverName}.").ConfigureAwait(false);
                    return;
                }
                await ServerAsync(context, verb, service, server).ConfigureAwait(false);
                return;
            default:
                await ErrorAsync(context, StatusCodes.Status404NotFound, "GET /services; GET /services/S/servers/N; POST …/drain, …/ready, /reload.").ConfigureAwait(false);
                return;
        }
    }

    private async Task ServerAsync(HttpContext context, string[] verb, Service service, Server server)
    {
        var cut = 0;
        switch (context.Request.Method, verb)
        {
            case ("GET", []):
                break;
            case ("POST", ["drain"]):
                // Goes on when whoever asked has gone: a server is never left half drained.
                cut = await fleet.DrainAsync(service, server, await TimeoutAsync(context).ConfigureAwait(false), CancellationToken.None).ConfigureAwait(false);
                break;
            case ("POST", ["ready"]):
                await fleet.LetInAsync(service, server, await TimeoutAsync(context).ConfigureAwait(false) ?? ReadyTimeout, context.RequestAborted).ConfigureAwait(false);
                break;
            default:
                await ErrorAsync(context, StatusCodes.Status405MethodNotAllowed, "GET, POST …/drain or POST …/ready.").ConfigureAwait(false);
                return;
        }
        await AnswerAsync(context, StatusCodes.Status200OK, json => Write(json, server, cut)).ConfigureAwait(false);
    }

    private (Service, Server)? Find(string serviceName, string serverName)
    {
        var service = fleet.Table.Services.FirstOrDefault(service => service.Configuration.Name == serviceName);
        return service?.Servers.FirstOrDefault(server => server.Name == serverName) is { } found ? (service, found) : null;
    }

    private static async Task<TimeSpan?> TimeoutAsync(HttpContext context)
    {
        var body = new byte[LongestBody];
        var length = await context.Request.Body.ReadAtLeastAsync(body, LongestBody, throwOnEndOfStream: false, context.RequestAborted).ConfigureAwait(false);
        if (length == 0) return null;
        using var json = JsonDocument.Parse(body.AsMemory(0, length));
        if (!json.RootElement.TryGetProperty("timeoutSeconds", out var seconds)) return null;
        return seconds.GetDouble() is >= 0 and <= 86_400 and var number ? TimeSpan.FromSeconds(number) : throw new FormatException();
    }

    private void WriteAll(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("services");
        foreach (var service in fleet.Table.Services)
        {
            json.WriteStartObject();
            json.WriteString("name", service.Configuration.Name);
            json.WriteStartArray("servers");
            foreach (var server in service.Servers) Write(json, server, 0);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Server server, int cut)
    {
        json.WriteStartObject();
        json.WriteString("name", server.Name);
        json.WriteString("address", server.Prefix);
        json.WriteString("state", server.State);
        json.WriteBoolean("healthy", server.Health.IsHealthy);
        json.WriteString("lastCheck", server.Health.LastCheck);
        json.WriteNumber("inFlight", server.InFlight);
        json.WriteNumber("requests", server.Requests);
        json.WriteNumber("failed", server.Failed);
        json.WriteNumber("cut", cut);
        json.WriteEndObject();
    }

    private static Task ErrorAsync(HttpContext context, int status, string message) =>
        AnswerAsync(context, status, json =>
        {
            json.WriteStartObject();
            json.WriteString("error", message);
            json.WriteEndObject();
        });

    private static async Task AnswerAsync(HttpContext context, int status, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer)) write(json);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.Headers.ContentLength = buffer.WrittenCount;
        await context.Response.Body.WriteAsync(buffer.WrittenMemory).ConfigureAwait(false);
    }
}
