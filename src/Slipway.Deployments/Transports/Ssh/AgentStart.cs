using System.Diagnostics;
using Slipway.Instances.Protocol;
using Slipway.Specifications;

namespace Slipway.Deployments.Transports.Ssh;

/// <summary>
/// From a running ssh to a running agent: passes over what a login shell prints, sends the agent where it is missing, and returns when it has said that frames follow. Blocks.
/// </summary>
internal sealed class AgentStart(SshProcess ssh, SshDiagnosis diagnosis, IReadOnlyDictionary<string, AgentProgram> agents, TimeSpan patience)
{
    private const long MostNoise = 64L << 20;
    private const int KeptNoise = 2000;

    private readonly List<string> problems = [];
    private long movedAt = Stopwatch.GetTimestamp();
    private long noise;
    private string lastNoise = "";
    private bool isTooSlow;

    /// <summary>Whether the agent had to be sent.</summary>
    public bool HasSent { get; private set; }

    /// <exception cref="SlipwayException">SLW0430 to SLW0442: why there is no agent.</exception>
    public void Run()
    {
        // What is said or sent is progress; a limit of the whole would fail a slow line that works.
        var period = TimeSpan.FromMilliseconds(Math.Clamp(patience.TotalMilliseconds / 10, 20, 1000));
        using var watch = new Timer(_ => EndWhenTooSlow(), null, period, period);
        try
        {
            while (ssh.Output.ReadLine() is { } line)
            {
                Moved();
                if (line == AgentProtocol.Sentinel) return;
                Take(line);
            }
        }
        catch (IOException)
        {
            // As at the end of the stream: the process tells why.
        }

        if (isTooSlow) throw diagnosis.TooSlow(patience, ssh.Messages, lastNoise);
        if (problems.Count > 0) throw diagnosis.Missing(problems, agents);
        throw diagnosis.Of(ssh.WaitForEnd(TimeSpan.FromSeconds(5)), ssh.Messages, lastNoise);
    }

    private void Take(string line)
    {
        const string Want = Bootstrap.Mark + "want ", Problem = Bootstrap.Mark + "problem ";
        if (line.StartsWith(Want, StringComparison.Ordinal) && agents.TryGetValue(line[Want.Length..].Trim(), out var agent)) Send(agent);
        else if (line.StartsWith(Problem, StringComparison.Ordinal)) problems.Add(line[Problem.Length..]);
        else if (line == Bootstrap.Mark + "end") throw diagnosis.Missing(problems, agents);
        else if (line.Length > 0) PassOver(line);
    }

    private void PassOver(string line)
    {
        noise += line.Length;
        lastNoise = lastNoise.Length + line.Length < KeptNoise ? $"{lastNoise}{line}\n" : line[Math.Max(0, line.Length - KeptNoise)..] + "\n";
        if (noise <= MostNoise) return;
        ssh.Kill();
        throw diagnosis.Of(null, "the login shell prints without end", lastNoise);
    }

    private void Send(AgentProgram agent)
    {
        HasSent = true;
        new Thread(
            () =>
            {
                try
                {
                    using var file = File.OpenRead(agent.Path);
                    var buffer = new byte[128 * 1024];
                    for (int read; (read = file.Read(buffer)) > 0;)
                    {
                        ssh.Input.Write(buffer, 0, read);
                        Moved();
                    }
                }
                catch (Exception e) when (e is IOException or ObjectDisposedException or UnauthorizedAccessException)
                {
                    // The other side took no more and says why, or the process has ended; a file that cannot be read here must not leave it waiting.
                    if (!File.Exists(agent.Path)) ssh.Kill();
                }
            },
            256 * 1024)
        { IsBackground = true, Name = "ssh agent" }.Start();
    }

    private void Moved() => Volatile.Write(ref movedAt, Stopwatch.GetTimestamp());

    private void EndWhenTooSlow()
    {
        if (Stopwatch.GetElapsedTime(Volatile.Read(ref movedAt)) < patience) return;
        isTooSlow = true;
        ssh.Kill();
    }
}
