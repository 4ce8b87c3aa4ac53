using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace Slipway.Proxy.Serving;

/// <summary>
/// Headers for the server: as the client sent them, with the Host it asked for, and X-Forwarded-For, -Proto and -Host as this proxy saw them. What the client says of these is not passed on: a
/// server that believes them believes us.
/// </summary>
internal sealed class ForwardedHeaders : HttpTransformer
{
    private static readonly object ClientKey = new();

    public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken).ConfigureAwait(false);
        var headers = proxyRequest.Headers;
        headers.Remove("Forwarded");
        Set(headers, "X-Forwarded-For", Client(httpContext));
        Set(headers, "X-Forwarded-Proto", httpContext.Request.Scheme);
        Set(headers, "X-Forwarded-Host", httpContext.Request.Host.Value);
    }

    private static void Set(System.Net.Http.Headers.HttpRequestHeaders headers, string name, string? value)
    {
        headers.Remove(name);
        if (!string.IsNullOrEmpty(value)) headers.TryAddWithoutValidation(name, value);
    }

    // Once a connection, not once a request.
    private static string? Client(HttpContext context)
    {
        if (context.Features.Get<IConnectionItemsFeature>()?.Items is not { } items) return context.Connection.RemoteIpAddress?.ToString();
        if (items.TryGetValue(ClientKey, out var known)) return (string?)known;
        var address = context.Connection.RemoteIpAddress;
        var text = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4().ToString() : address?.ToString();
        items[ClientKey] = text;
        return text;
    }
}
