using System.Net.Sockets;
using System.Text;

namespace Slipway.Testing;

/// <summary>A real HAProxy in master-worker mode, with a frontend and the backend <c>orders</c>.</summary>
internal sealed class RunningHaproxy : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("slipway-haproxy-");
    private RunningProgram? program;

    private RunningHaproxy()
    {
    }

    public static bool IsMissing => !RunningProgram.Exists("haproxy");

    public string Socket => Path.Combine(folder.FullName, "admin.sock");

    public string UserSocket => Path.Combine(folder.FullName, "user.sock");

    public int Port { get; } = RunningProgram.FreePort();

    public int TcpSocket { get; } = RunningProgram.FreePort();

    public string Url => $"http://127.0.0.1:{Port}/";

    public static async Task<RunningHaproxy> StartAsync(bool isChecked, params TinyServer[] servers)
    {
        var haproxy = new RunningHaproxy();
        var lines = servers.Select(server => $"  server {server.Name} {server.Address}{(isChecked ? " check inter 50ms rise 2 fall 2" : "")}");
        await File.WriteAllTextAsync(Path.Combine(haproxy.folder.FullName, "haproxy.cfg"), $"""
            global
              stats socket {haproxy.Socket} mode 600 level admin
              stats socket {haproxy.UserSocket} mode 600 level user
              stats socket ipv4@127.0.0.1:{haproxy.TcpSocket} level admin
              nbthread 2
            defaults
              mode http
              timeout connect 2s
              timeout client 30s
              timeout server 30s
              retries 0
            frontend web
              bind 127.0.0.1:{haproxy.Port}
              default_backend orders
            backend other
              server lonely 127.0.0.1:1 disabled
            backend orders
              {(isChecked ? "option httpchk GET /health" : "")}
            {string.Join('\n', lines)}

            """);
        haproxy.program = new RunningProgram(RunningProgram.Find("haproxy"), "-W", "-db", "-f", Path.Combine(haproxy.folder.FullName, "haproxy.cfg"));
        await Eventually.IsTrueAsync(() => haproxy.IsListening(), "haproxy listens");
        if (isChecked) await Eventually.IsTrueAsync(async () => (await haproxy.AskAsync("show stat")).Split('\n').Count(line => line.StartsWith("orders,", StringComparison.Ordinal) && line.Contains("L7OK")) == servers.Length, "its checks have run");
        return haproxy;
    }

    /// <summary>A graceful reload: the next generation has forgotten what the Runtime API was told.</summary>
    public async Task ReloadAsync()
    {
        var before = await AskAsync("show info");
        program!.Signal(12);
        await Eventually.IsTrueAsync(async () => Pid(await AskAsync("show info")) is var now && now.Length > 0 && now != Pid(before), "another worker answers");

        static string Pid(string info) => info.Split('\n').FirstOrDefault(line => line.StartsWith("Pid:", StringComparison.Ordinal)) ?? "";
    }

    public async Task<string> AskAsync(string command)
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket));
            await socket.SendAsync(Encoding.ASCII.GetBytes(command + "\n"));
            using var stream = new NetworkStream(socket);
            return await new StreamReader(stream).ReadToEndAsync();
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return "";
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (program is not null) await program.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private bool IsListening()
    {
        if (program!.HasExited) throw new InvalidOperationException("haproxy ended: " + program.Output);
        try
        {
            using var client = new TcpClient();
            client.Connect("127.0.0.1", Port);
            return File.Exists(Socket);
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
