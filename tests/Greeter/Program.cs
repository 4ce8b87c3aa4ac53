using System.Net;

// PORT says where; `version` beside the assembly says what is answered; DELAY how long a request is in flight, in milliseconds.
var version = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "version")).Trim();
var delay = TimeSpan.FromMilliseconds(int.Parse(Environment.GetEnvironmentVariable("DELAY") ?? "5"));
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, int.Parse(Environment.GetEnvironmentVariable("PORT")!)));
var app = builder.Build();
app.MapGet("/health", () => version);
app.MapGet("/", async () =>
{
    await Task.Delay(delay);
    return version;
});
app.Run();
