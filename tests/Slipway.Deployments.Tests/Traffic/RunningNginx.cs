using System.Net.Sockets;

namespace Slipway.Testing;

/// <summary>A real nginx with the upstream <c>orders</c> in a file of its own.</summary>
internal sealed class RunningNginx : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("slipway-nginx-");
    private RunningProgram? program;

    private RunningNginx()
    {
    }

    public static bool IsMissing => !RunningProgram.Exists("nginx");

    public string UpstreamFile => Path.Combine(folder.FullName, "orders.conf");

    public string Configuration => Path.Combine(folder.FullName, "nginx.conf");

    public string[] TestCommand => [RunningProgram.Find("nginx"), "-p", folder.FullName, "-c", Configuration, "-e", Log, "-t"];

    public string[] ReloadCommand => [RunningProgram.Find("nginx"), "-p", folder.FullName, "-c", Configuration, "-e", Log, "-s", "reload"];

    public int Port { get; } = RunningProgram.FreePort();

    public string Url => $"http://127.0.0.1:{Port}/";

    private string Log => Path.Combine(folder.FullName, "error.log");

    public static async Task<RunningNginx> StartAsync(params TinyServer[] servers)
    {
        var nginx = new RunningNginx();
        await File.WriteAllTextAsync(nginx.UpstreamFile, $$"""
            # the servers of orders
            upstream orders {
            {{string.Join('\n', servers.Select(server => $"    server {server.Address} max_fails=0;   # {server.Name}"))}}
            }

            """);
        await File.WriteAllTextAsync(nginx.Configuration, $$"""
            daemon off;
            worker_processes 2;
            pid {{nginx.folder.FullName}}/nginx.pid;
            error_log {{nginx.Log}} warn;
            events { worker_connections 512; }
            http {
                access_log off;
                client_body_temp_path {{nginx.folder.FullName}}/body;
                proxy_temp_path {{nginx.folder.FullName}}/proxy;
                fastcgi_temp_path {{nginx.folder.FullName}}/fastcgi;
                uwsgi_temp_path {{nginx.folder.FullName}}/uwsgi;
                scgi_temp_path {{nginx.folder.FullName}}/scgi;
                include {{nginx.UpstreamFile}};
                server {
                    listen 127.0.0.1:{{nginx.Port}};
                    location / {
                        proxy_pass http://orders;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                    }
                }
            }

            """);
        nginx.program = new RunningProgram(RunningProgram.Find("nginx"), "-p", nginx.folder.FullName, "-c", nginx.Configuration, "-e", nginx.Log);
        await Eventually.IsTrueAsync(nginx.IsListening, "nginx listens");
        return nginx;
    }

    public async ValueTask DisposeAsync()
    {
        if (program is not null) await program.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private bool IsListening()
    {
        if (program!.HasExited) throw new InvalidOperationException("nginx ended: " + program.Output);
        try
        {
            using var client = new TcpClient();
            client.Connect("127.0.0.1", Port);
            return File.Exists(Path.Combine(folder.FullName, "nginx.pid"));
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
