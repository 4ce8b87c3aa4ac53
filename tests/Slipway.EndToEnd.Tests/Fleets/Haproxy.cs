using System.Diagnostics;
using System.Net.Sockets;

namespace Slipway.EndToEnd.Tests.Fleets;

/// <summary>A real HAProxy on loopback.</summary>
internal sealed class Haproxy : IDisposable
{
    private readonly Process process;

    /// <param name="folder">For its configuration and socket.</param>
    /// <param name="port">Where it listens.</param>
    /// <param name="servers">Names and ports.</param>
    public Haproxy(string folder, int port, IEnumerable<(string Name, int Port)> servers)
    {
        Socket = Path.Combine(folder, "haproxy.sock");
        Url = $"http://127.0.0.1:{port}/";
        var configuration = Path.Combine(folder, "haproxy.cfg");
        File.WriteAllText(configuration, $"""
            global
                stats socket {Socket} mode 600 level admin
            defaults
                mode http
                timeout connect 2s
                timeout client 30s
                timeout server 30s
                option httpchk GET /health
                option redispatch
                retries 3
            frontend users
                bind 127.0.0.1:{port}
                default_backend greeters
            backend greeters
            {string.Join('\n', servers.Select(s => $"    server {s.Name} 127.0.0.1:{s.Port} check inter 200ms fall 2 rise 1"))}

            """);
        process = Process.Start(new ProcessStartInfo("haproxy", ["-db", "-f", configuration]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        Until(() => Answers(port), "HAProxy does not listen");
    }

    public string Socket { get; }

    public string Url { get; }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.WaitForExit();
    }

    /// <summary>Polls until something is so.</summary>
    public static void Until(Func<bool> isSo, string otherwise)
    {
        var deadline = Stopwatch.StartNew();
        while (!isSo())
        {
            Xunit.Assert.True(deadline.Elapsed < TimeSpan.FromSeconds(60), otherwise);
            Thread.Sleep(20);
        }
    }

    private static bool Answers(int port)
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
