using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Slipway.Proxy.Serving;

/// <summary>
/// Sends each request to a server of its service. What could not be sent at all, because no connection could be made, is sent to another server; what a server may have begun to work on is never
/// sent twice.
/// </summary>
internal sealed class Forwarding(IHttpForwarder forwarder, Func<ServiceTable> table, Action<string> log)
{
    private static readonly ForwardedHeaders Headers = new();

    public async Task HandleAsync(HttpContext context)
    {
        if (table().Find(context.Request.Host.Host) is not { } service)
        {
            await AnswerAsync(context, StatusCodes.Status404NotFound, "No service is configured for this host.\n").ConfigureAwait(false);
            return;
        }
        var isUpgraded = IsUpgraded(context);
        for (ulong tried = 0; service.Enter(ref tried) is { } server;)
        {
            var token = isUpgraded ? server.CutUpgraded : server.Cut;
            ForwarderError error;
            try
            {
                error = await forwarder.SendAsync(context, server.Prefix, service.Client, isUpgraded ? Service.Upgraded : service.Request, Headers, token).ConfigureAwait(false);
            }
            catch
            {
                server.Leave(isDone: false);
                throw;
            }
            if (error == ForwarderError.None)
            {
                server.Leave(isDone: true);
                return;
            }
            if (!IsUnsent(context, error, out var why))
            {
                server.Leave(isDone: context.RequestAborted.IsCancellationRequested);
                return;
            }
            server.LeaveUnsent();
            if (server.Health.MarkUnreachable(why)) log($"{server.Name} is unhealthy: {why}");
            context.Response.Clear();
            context.Features.Set<IForwarderErrorFeature>(null);
        }
        context.Response.Headers.RetryAfter = "1";
        await AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, "No server is in service.\n").ConfigureAwait(false);
    }

    // A request that asks for a connection of its own: WebSockets, over HTTP/1.1 or HTTP/2.
    private static bool IsUpgraded(HttpContext context) =>
        context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };

    private static bool IsUnsent(HttpContext context, ForwarderError error, out string why)
    {
        why = "";
        if (error != ForwarderError.Request || context.Response.HasStarted || context.RequestAborted.IsCancellationRequested) return false;
        if (context.Features.Get<IForwarderErrorFeature>()?.Exception is not HttpRequestException failure) return false;
        why = (failure.InnerException ?? failure).Message;
        return failure.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;
    }

    private static Task AnswerAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(text);
    }
}
