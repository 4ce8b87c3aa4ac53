using System.Net.Sockets;
using System.Text;

namespace Slipway.Deployments.Traffic.Haproxy;

/// <summary>HAProxy's Runtime API: a connection for each command, answered until HAProxy closes it.</summary>
internal sealed class HaproxyRuntime(string socket, TimeProvider time)
{
    private const int LongestAnswer = 16 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly HaproxyAddress address = new(socket);

    /// <summary>What it is called in messages.</summary>
    public string Name { get; } = $"HAProxy at {socket}";

    /// <summary>Sends a command that changes something; HAProxy answers those with an empty line, or a reason.</summary>
    public async Task ChangeAsync(string command, CancellationToken cancellation)
    {
        var answer = (await AskAsync(command, cancellation).ConfigureAwait(false)).Trim();
        if (answer.Length > 0) throw TrafficErrors.Refused(Name, command, answer);
    }

    /// <summary>Sends a command and reads its whole answer.</summary>
    /// <exception cref="Specifications.SlipwayException">SLW0470: no answer; SLW0471: not allowed.</exception>
    public async Task<string> AskAsync(string command, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            using var connection = await address.ConnectAsync(either.Token).ConfigureAwait(false);
            await connection.SendAsync(Encoding.UTF8.GetBytes(command + "\n"), either.Token).ConfigureAwait(false);
            var answer = await ReadToEndAsync(connection, either.Token).ConfigureAwait(false);
            if (answer.StartsWith("Permission denied", StringComparison.OrdinalIgnoreCase))
            {
                throw TrafficErrors.Denied(Name, $"'{command}' needs more rights than its socket gives", "Write 'level admin' behind 'stats socket' in haproxy.cfg and reload it.");
            }
            return answer;
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw TrafficErrors.Unreachable(Name, $"no answer to '{command}' within {Patience.TotalSeconds:0} s", "See whether haproxy is overloaded or stopped.", e);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied)
        {
            throw TrafficErrors.Denied(Name, "the socket's mode does not let it connect", "Add the deploying account to the socket's group ('stats socket … mode 660 group …').", e);
        }
        catch (Exception e) when (e is SocketException or ArgumentException or IOException)
        {
            throw TrafficErrors.Unreachable(Name, Why(e), "See that haproxy runs, and that 'stats socket' in haproxy.cfg and 'socket' in deploy.yml name the same place.", e);
        }
    }

    private string Why(Exception e) => e switch
    {
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "nobody listens there",
        SocketException when address.IsUnix && !File.Exists(address.Text) => "there is no such socket",
        _ => e.Message.TrimEnd('.'),
    };

    private static async Task<string> ReadToEndAsync(Socket connection, CancellationToken cancellation)
    {
        using var answer = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await connection.ReceiveAsync(buffer, cancellation).ConfigureAwait(false) is > 0 and var count)
        {
            answer.Write(buffer, 0, count);
            if (answer.Length > LongestAnswer) throw new IOException($"it sent more than {LongestAnswer >> 20} MiB; is that HAProxy?");
        }
        return Encoding.UTF8.GetString(answer.GetBuffer(), 0, (int)answer.Length);
    }
}
