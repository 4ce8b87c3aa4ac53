using System.Diagnostics;
using Slipway.EndToEnd.Tests.Running;

namespace Slipway.EndToEnd.Tests.Fleets;

/// <summary><c>slipway proxy</c>, as a user starts it.</summary>
internal sealed class EmbeddedProxy : IDisposable
{
    private readonly Process process;

    /// <param name="folder">For its configuration and socket.</param>
    /// <param name="port">Where it listens.</param>
    /// <param name="servers">Names and ports.</param>
    public EmbeddedProxy(string folder, int port, IEnumerable<(string Name, int Port)> servers)
    {
        Socket = Path.Combine(folder, "proxy.sock");
        Url = $"http://127.0.0.1:{port}/";
        var configuration = Path.Combine(folder, "proxy.yml");
        File.WriteAllText(configuration, $$"""
            listen:
              - http://127.0.0.1:{{port}}
            adminSocket: {{Socket}}
            services:
              - name: greeters
                healthCheck: { path: /health, intervalInSeconds: 0.2, timeoutInSeconds: 2, healthyAfter: 1, unhealthyAfter: 2 }
                servers:
            {{string.Join('\n', servers.Select(s => $"      - {{ name: {s.Name}, address: \"http://127.0.0.1:{s.Port}\" }}"))}}

            """);
        process = new CommandLine { WorkingFolder = folder }.Start("proxy", "--config", configuration);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Haproxy.Until(() => process.HasExited || File.Exists(Socket), "the proxy does not listen");
        Xunit.Assert.False(process.HasExited, "the proxy ended");
    }

    public string Socket { get; }

    public string Url { get; }

    public void Dispose()
    {
        // As a user ends it: what it started goes with it.
        CommandLine.Program("kill", "-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (!process.WaitForExit(TimeSpan.FromSeconds(30))) process.Kill(entireProcessTree: true);
        process.Dispose();
    }
}
