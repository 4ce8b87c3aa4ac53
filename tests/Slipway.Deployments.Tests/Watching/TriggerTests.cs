using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Slipway.Deployments.Watching;
using Slipway.Specifications;
using Slipway.Specifications.DeployFiles;
using Slipway.Testing;
using Xunit;

namespace Slipway.Deployments.Tests.Watching;

public sealed class TriggerTests : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly ConcurrentQueue<(WebHeaderCollection Headers, byte[] Body)> received = new();
    private readonly Queue<(int Status, string? Location)> answers = new();
    private readonly Task listening;
    private readonly string url;

    public TriggerTests()
    {
        url = $"http://127.0.0.1:{RunningProgram.FreePort()}/";
        listener.Prefixes.Add(url);
        listener.Start();
        listening = ListenAsync();
    }

    private static TriggerNotification News => new(TriggerEvent.InstanceFailure, "Orders", "production", "d-123", new DateTimeOffset(2026, 11, 25, 8, 0, 0, TimeSpan.Zero))
    {
        InstanceName = "web-1",
        Status = "Failed",
        Error = new SlipwayError("SLW0300", "A \"hook\" failed\nwith two lines", "Scripts/start.sh", 3),
        RevisionIdentity = "sha256:abc",
    };

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await listening;
    }

    [Fact]
    public async Task Posts_the_event_signed_with_the_secret_over_timestamp_and_body()
    {
        using var sender = new TriggerSender(TimeProvider.System, name => name == "CHAT_SECRET" ? "geheim" : null);
        Assert.Null(await sender.SendAsync(Trigger() with { SecretVariable = "CHAT_SECRET" }, News, default));
        var (headers, body) = Assert.Single(received);
        var signed = Encoding.UTF8.GetBytes(headers["X-Slipway-Timestamp"] + ".").Concat(body).ToArray();
        Assert.Equal("sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData("geheim"u8, signed)), headers["X-Slipway-Signature-256"]);
        Assert.Equal("InstanceFailure", headers["X-Slipway-Event"]);
        using var json = JsonDocument.Parse(body);
        string? Value(string name) => json.RootElement.GetProperty(name).GetString();
        Assert.Equal(
            ("chat", "InstanceFailure", "Orders", "production", "d-123", "2026-11-25T08:00:00.000Z", "web-1"),
            (Value("eventTriggerName"), Value("triggerEvent"), Value("applicationName"), Value("deploymentGroupName"), Value("deploymentId"), Value("time"), Value("instanceName")));
        Assert.Equal(3, json.RootElement.GetProperty("errorInformation").GetProperty("line").GetInt32());
        Assert.False(json.RootElement.TryGetProperty("rollbackTriggeringDeploymentId", out _));
    }

    [Fact]
    public async Task Asks_again_with_the_same_delivery_until_it_is_taken()
    {
        foreach (var status in new[] { 503, 429, 200 }) answers.Enqueue((status, null));
        using var sender = new TriggerSender(new HastyTime());
        Assert.Null(await sender.SendAsync(Trigger(), News, default));
        Assert.Equal(3, received.Count);
        Assert.Single(received.Select(request => request.Headers["X-Slipway-Delivery"]).Distinct());
    }

    [Theory]
    [InlineData(500, null, 4, "answered 500, asked 4 times")]
    [InlineData(404, null, 1, "answered 404")]
    [InlineData(302, "/elsewhere", 1, "redirects (302)")]
    [InlineData(307, "http://elsewhere.example/", 1, "redirects (307)")]
    [InlineData(308, "/here", 4, "redirects (308)")]
    public async Task Gives_up_with_a_reason(int status, string? location, int asked, string reason)
    {
        for (var i = 0; i < 10; i++) answers.Enqueue((status, location));
        using var sender = new TriggerSender(new HastyTime());
        Assert.Contains(reason, await sender.SendAsync(Trigger(), News, default), StringComparison.Ordinal);
        Assert.Equal(asked, received.Count);
    }

    [Fact]
    public async Task Says_when_nobody_answers_and_keeps_the_path_to_itself()
    {
        using var sender = new TriggerSender(new HastyTime());
        var reason = await sender.SendAsync(Trigger() with { Url = "http://127.0.0.1:1/services/T00/very-secret" }, News, default);
        Assert.Contains("127.0.0.1 cannot be reached", reason, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file:///etc/passwd", null, "http or https")]
    [InlineData("nonsense", null, "http or https")]
    [InlineData(null, "NO_SUCH_SECRET", "NO_SUCH_SECRET")]
    public async Task Sends_nothing_that_it_should_not(string? address, string? secret, string reason)
    {
        using var sender = new TriggerSender(new HastyTime(), _ => null);
        Assert.Contains(reason, await sender.SendAsync(Trigger() with { Url = address ?? url, SecretVariable = secret }, News, default), StringComparison.Ordinal);
        Assert.Empty(received);
    }

    [Fact]
    public async Task Gives_a_program_the_event_on_its_standard_input_and_in_its_environment()
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "there is no /bin/sh");
        var folder = Directory.CreateTempSubdirectory("slipway-trigger-");
        using var sender = new TriggerSender(TimeProvider.System);
        var file = Path.Combine(folder.FullName, "told");
        Assert.Null(await sender.SendAsync(Program($"cat > {file}; echo \"$SLIPWAY_TRIGGER_EVENT $SLIPWAY_DEPLOYMENT_ID $SLIPWAY_INSTANCE_NAME\" >> {file}"), News, default));
        var told = await File.ReadAllTextAsync(file);
        Assert.StartsWith("{\"eventTriggerName\":\"chat\"", told, StringComparison.Ordinal);
        Assert.EndsWith("InstanceFailure d-123 web-1\n", told, StringComparison.Ordinal);
        var reason = await sender.SendAsync(Program("echo no chat today; exit 9"), News, default);
        Assert.Contains("ended with 9", reason, StringComparison.Ordinal);
        Assert.Contains("no chat today", reason, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    private TriggerDefinition Trigger() => new("chat", [TriggerEvent.InstanceFailure]) { Url = url };

    private static TriggerDefinition Program(string script) => new("chat", [TriggerEvent.InstanceFailure]) { Command = ["/bin/sh", "-c", script] };

    private async Task ListenAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            received.Enqueue(((WebHeaderCollection)context.Request.Headers, body.ToArray()));
            var (status, location) = answers.Count > 0 ? answers.Dequeue() : (200, null);
            context.Response.StatusCode = status;
            if (location is not null) context.Response.RedirectLocation = location;
            context.Response.Close();
        }
    }

    /// <summary>A clock on which pauses are over at once; deadlines of requests are left alone.</summary>
    private sealed class HastyTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, dueTime < TimeSpan.FromSeconds(9.5) ? TimeSpan.FromMilliseconds(1) : dueTime, period);
    }
}
