using System.Globalization;
using System.Runtime.InteropServices;
using Slipway.Proxy;
using Slipway.Proxy.Configuration;
using Slipway.Specifications;

const string Usage = "slipway proxy --config proxy.yml";

if (args is not ["--config", { Length: > 0 } file])
{
    Console.Error.WriteLine(new SlipwayError("SLW0507", $"The proxy takes one argument: {Usage}"));
    return 2;
}
using var stop = new CancellationTokenSource();
void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
try
{
    var configuration = ProxyConfigurationReader.Read(file);
    await using var proxy = await ProxyServer.StartAsync(configuration, Log);
    using var reload = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
    {
        context.Cancel = true;
        _ = proxy.ReloadAsync();
    });
    await ConfigurationWatch.RunAsync(proxy, configuration.File, stop.Token);
    await proxy.StopAsync();
    return 0;
}
catch (SlipwayException e)
{
    Console.Error.WriteLine(e.Error);
    return 1;
}

static void Log(string line) => Console.Out.WriteLine($"{DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)} {line}");
