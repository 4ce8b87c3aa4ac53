using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Slipway.Proxy.Admin;
using Slipway.Proxy.Configuration;
using Slipway.Proxy.Serving;
using Slipway.Specifications;
using Yarp.ReverseProxy.Forwarder;

namespace Slipway.Proxy;

/// <summary>The load balancer: clients on one side, servers on the other, and the deploying side on its admin socket.</summary>
internal sealed class ProxyServer : IAsyncDisposable
{
    private readonly Action<string> log;
    private readonly Fleet fleet;
    private readonly Dictionary<ListenAddress, Certificates> certificates = [];
    private readonly SemaphoreSlim gate = new(1);
    private bool hasSocket;
    private ProxyConfiguration configuration;
    private WebApplication? front;
    private WebApplication? admin;

    private ProxyServer(ProxyConfiguration configuration, Action<string> log)
    {
        this.configuration = configuration;
        this.log = log;
        foreach (var address in configuration.Listen.Where(address => address.IsHttps)) certificates[address] = new Certificates(address, configuration.File);
        fleet = new Fleet(configuration.StateFile, log);
    }

    /// <summary>Starts it; when this returns, it listens and knows how each server stands.</summary>
    /// <exception cref="SlipwayException">SLW0503 to SLW0506: it cannot listen, a certificate, the socket or the state cannot be used.</exception>
    public static async Task<ProxyServer> StartAsync(ProxyConfiguration configuration, Action<string> log)
    {
        var server = new ProxyServer(configuration, log);
        try
        {
            // The socket first: it says whether another proxy runs.
            server.admin = server.Admin();
            await StartAsync(server.admin, configuration).ConfigureAwait(false);
            await server.fleet.ApplyAsync(configuration).ConfigureAwait(false);
            server.front = server.Front();
            await StartAsync(server.front, configuration).ConfigureAwait(false);
            log($"listens on {string.Join(", ", configuration.Listen)}; admin socket {configuration.AdminSocket}");
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Reads the configuration again, and takes it over when it is clear how its new servers stand.</summary>
    /// <returns>Why it was not taken over; the old one is kept then.</returns>
    public async Task<SlipwayError?> ReloadAsync()
    {
        await gate.WaitAsync().ConfigureAwait(false);
        try
        {
            var next = ProxyConfigurationReader.Read(configuration.File);
            var same = next with { Listen = configuration.Listen, AdminSocket = configuration.AdminSocket, StateFile = configuration.StateFile };
            if (!next.Listen.Select(address => address.ToString()).SequenceEqual(same.Listen.Select(address => address.ToString())) || next.AdminSocket != same.AdminSocket || next.StateFile != same.StateFile)
            {
                log("listen, adminSocket and stateFile have changed; that counts after a restart");
            }
            await fleet.ApplyAsync(same).ConfigureAwait(false);
            configuration = same;
            log($"{configuration.File} was read again");
            return null;
        }
        catch (SlipwayException e)
        {
            log($"{e.Error} The configuration of before is kept.");
            return e.Error;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Reads certificates again whose files have changed.</summary>
    public void RefreshCertificates()
    {
        foreach (var error in certificates.Values.Select(certificate => certificate.Refresh()).OfType<SlipwayError>()) log($"{error} The certificate of before is kept.");
    }

    /// <summary>Ends it: nothing new is taken, upgraded connections are cut, requests in flight may end until the longest drain timeout is over.</summary>
    public async Task StopAsync()
    {
        var servers = fleet.Table.Services.SelectMany(service => service.Servers).ToList();
        var patience = fleet.Table.Services.Max(service => service.Configuration.DrainTimeout);
        log($"stopping, {servers.Sum(server => server.InFlight)} in flight");
        using var deadline = new CancellationTokenSource(patience);
        var stopping = front!.StopAsync(deadline.Token);
        servers.ForEach(server => server.CutAllUpgraded());
        try
        {
            await stopping.WaitAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            log($"{servers.Sum(server => server.InFlight)} are cut");
            servers.ForEach(server => server.CutAll());
            await stopping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        log("stopped");
    }

    public async ValueTask DisposeAsync()
    {
        if (front is not null) await front.DisposeAsync().ConfigureAwait(false);
        if (admin is not null)
        {
            using var now = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            await admin.StopAsync(now.Token).ConfigureAwait(false);
            await admin.DisposeAsync().ConfigureAwait(false);
            if (hasSocket) File.Delete(configuration.AdminSocket);
        }
        await fleet.DisposeAsync().ConfigureAwait(false);
        gate.Dispose();
    }

    private static async Task StartAsync(WebApplication application, ProxyConfiguration configuration)
    {
        try
        {
            await application.StartAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new SlipwayException(new SlipwayError("SLW0503", $"It cannot be listened: {e.Message.TrimEnd('.')}. End what listens there, or choose other addresses in listen.", configuration.File), e);
        }
    }

    private static WebApplicationBuilder Builder(Action<KestrelServerOptions> configure)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            configure(options);
        });
        // A drain's timeout ends it sooner.
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromDays(1));
        return builder;
    }

    private WebApplication Front()
    {
        var builder = Builder(options =>
        {
            // How large a body may be is the server's to say.
            options.Limits.MaxRequestBodySize = null;
            foreach (var address in configuration.Listen) Listen(options, address);
        });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Services.AddHttpForwarder();
        var application = builder.Build();
        application.Run(new Forwarding(application.Services.GetRequiredService<IHttpForwarder>(), () => fleet.Table, log).HandleAsync);
        return application;
    }

    private void Listen(KestrelServerOptions options, ListenAddress address)
    {
        void Configure(ListenOptions listen)
        {
            listen.Protocols = address.IsHttps ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1;
            if (!address.IsHttps) return;
            var certificate = certificates[address];
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = certificate.Current }),
            });
        }

        if (address.Host == "*") options.ListenAnyIP(address.Port, Configure);
        else if (address.Host == "localhost") options.ListenLocalhost(address.Port, Configure);
        else options.Listen(IPAddress.Parse(address.Host), address.Port, Configure);
    }

    private WebApplication Admin()
    {
        var builder = Builder(options => options.ListenUnixSocket(configuration.AdminSocket));
        builder.Services.Configure<SocketTransportOptions>(options => options.CreateBoundListenSocket = _ =>
        {
            var socket = AdminSocket.Bind(configuration.AdminSocket);
            hasSocket = true;
            return socket;
        });
        var application = builder.Build();
        application.Run(new AdminApi(fleet, ReloadAsync).HandleAsync);
        return application;
    }
}
