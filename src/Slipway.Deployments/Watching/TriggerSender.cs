using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Slipway.Deployments.Programs;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Watching;

/// <summary>
/// Tells the receivers of triggers: a webhook by POST, signed, with retries; a program by its standard input. Never throws but for cancellation: nobody's chat room stops a deployment.
/// docs/alarms-and-triggers.md describes the body, the headers and how the signature is verified.
/// </summary>
public sealed class TriggerSender : ITriggerSender, IDisposable
{
    private const int MostRedirects = 3;
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(9)];
    private readonly TimeProvider time;
    private readonly Func<string, string?> variable;
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>A sender.</summary>
    /// <param name="time">The clock of pauses, deadlines and timestamps.</param>
    /// <param name="variable">Reads the environment variable with a secret; null for this process's own.</param>
    public TriggerSender(TimeProvider time, Func<string, string?>? variable = null)
    {
        this.time = time;
        this.variable = variable ?? Environment.GetEnvironmentVariable;
    }

    /// <inheritdoc/>
    public async Task<string?> SendAsync(TriggerDefinition trigger, TriggerNotification notification, CancellationToken cancellation)
    {
        var body = TriggerBody.Json(trigger, notification);
        if (trigger.Command is { } command) return await RunAsync(command, trigger, notification, body, cancellation).ConfigureAwait(false);
        if (!Uri.TryCreate(trigger.Url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            return $"trigger '{trigger.Name}' was not sent: its url is not an address of http or https";
        }
        string? secret = null;
        if (trigger.SecretVariable is { } name && string.IsNullOrEmpty(secret = variable(name)))
        {
            return $"trigger '{trigger.Name}' was not sent: the environment variable {name}, which holds its secret, is not set";
        }
        for (var attempt = 0; ; attempt++)
        {
            var (why, isFinal) = await PostAsync(address, trigger, notification, body, secret, cancellation).ConfigureAwait(false);
            if (why is null) return null;
            // The path may be a secret of its own, as chat services have it; the host says enough.
            if (isFinal || attempt == Pauses.Length) return $"trigger '{trigger.Name}' was not told: {address.Host} {why}{(attempt > 0 ? $", asked {attempt + 1} times" : "")}";
            await Task.Delay(Pauses[attempt], time, cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private async Task<string?> RunAsync(IReadOnlyList<string> command, TriggerDefinition trigger, TriggerNotification notification, byte[] body, CancellationToken cancellation)
    {
        var variables = new Dictionary<string, string>
        {
            ["SLIPWAY_TRIGGER_NAME"] = trigger.Name,
            ["SLIPWAY_TRIGGER_EVENT"] = notification.Event.ToString(),
            ["SLIPWAY_APPLICATION_NAME"] = notification.ApplicationName,
            ["SLIPWAY_DEPLOYMENT_GROUP_NAME"] = notification.DeploymentGroupName,
            ["SLIPWAY_DEPLOYMENT_ID"] = notification.DeploymentId,
            ["SLIPWAY_DEPLOYMENT_STATUS"] = notification.Status ?? "",
            ["SLIPWAY_INSTANCE_NAME"] = notification.InstanceName ?? "",
        };
        var outcome = await UserProgram.RunAsync(command, CommandTimeout, time, cancellation, body, variables).ConfigureAwait(false);
        return outcome.IsDone ? null : $"trigger '{trigger.Name}' was not told: '{string.Join(' ', command)}' {outcome.Description(CommandTimeout)}{outcome.QuotedOutput()}";
    }

    /// <returns>Null when the receiver took it; else why not, and whether asking again is no use.</returns>
    private async Task<(string? Why, bool IsFinal)> PostAsync(
        Uri address, TriggerDefinition trigger, TriggerNotification notification, byte[] body, string? secret, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            for (var redirects = 0; ; redirects++)
            {
                using var request = Request(address, trigger, notification, body, secret);
                using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
                var status = (int)answer.StatusCode;
                if (status is >= 200 and < 300) return (null, true);
                if (status is >= 300 and < 400)
                {
                    var target = answer.Headers.Location is { } location ? new Uri(address, location) : null;
                    var isKept = status is 307 or 308 && target is not null && Uri.Compare(target, address, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;
                    if (!isKept || redirects == MostRedirects) return ($"redirects ({status}) and is not followed; write the address it means", true);
                    address = target!;
                    continue;
                }
                return ($"answered {status}", status < 500 && answer.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout));
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return ($"did not answer within {RequestTimeout.TotalSeconds:0} s", false);
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or IOException)
        {
            return ($"cannot be reached ({(e.InnerException ?? e).Message.TrimEnd('.')})", false);
        }
    }

    private HttpRequestMessage Request(Uri address, TriggerDefinition trigger, TriggerNotification notification, byte[] body, string? secret)
    {
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.UserAgent.ParseAdd("Slipway");
        request.Headers.Add("X-Slipway-Event", notification.Event.ToString());
        request.Headers.Add("X-Slipway-Delivery", TriggerBody.DeliveryId(trigger, notification));
        request.Headers.Add("X-Slipway-Timestamp", timestamp);
        if (secret is not null) request.Headers.Add("X-Slipway-Signature-256", TriggerBody.Signature(secret, timestamp, body));
        return request;
    }
}
