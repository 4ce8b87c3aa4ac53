using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Slipway.Deployments.Programs;

/// <summary>Runs a program of the user's on the deploying machine: of a load balancer, an alarm, a trigger. Never by a shell.</summary>
internal static class UserProgram
{
    // A background child may keep the pipes open after the program has ended.
    private static readonly TimeSpan OutputGrace = TimeSpan.FromSeconds(1);

    /// <summary>Runs it to its end, or kills it and its children when its time is over.</summary>
    /// <param name="argv">The program and its arguments.</param>
    /// <param name="timeout">Its time.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Kills it.</param>
    /// <param name="input">Its standard input; null for an empty one.</param>
    /// <param name="variables">Added to the environment.</param>
    public static async Task<ProgramOutcome> RunAsync(
        IReadOnlyList<string> argv, TimeSpan timeout, TimeProvider time, CancellationToken cancellation,
            ReadOnlyMemory<byte> input = default, IReadOnlyDictionary<string, string>? variables = null)
    {
        if (argv.Count == 0 || argv[0].Length == 0) return NotStarted("no program is named");
        using var process = new Process { StartInfo = StartInfo(argv, variables) };
        try
        {
            process.Start();
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or IOException)
        {
            return NotStarted(e is Win32Exception native ? new Win32Exception(native.NativeErrorCode).Message : e.Message);
        }
        var (output, errors) = (new StreamTail(process.StandardOutput), new StreamTail(process.StandardError));
        var feeding = FeedAsync(process, input);
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        var end = ProgramEnd.Exited;
        try
        {
            await process.WaitForExitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Kill(process);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            end = ProgramEnd.TimedOut;
        }
        await Task.WhenAny(Task.WhenAll(output.Ended, errors.Ended, feeding), Task.Delay(OutputGrace, CancellationToken.None)).ConfigureAwait(false);
        return new ProgramOutcome(end, end == ProgramEnd.Exited ? process.ExitCode : -1, output.Text, errors.Text);
    }

    private static ProgramOutcome NotStarted(string why) => new(ProgramEnd.NotStarted, -1, "", why);

    private static ProcessStartInfo StartInfo(IReadOnlyList<string> argv, IReadOnlyDictionary<string, string>? variables)
    {
        var start = new ProcessStartInfo(argv[0], argv.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (var (name, value) in variables ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return start;
    }

    private static async Task FeedAsync(Process process, ReadOnlyMemory<byte> input)
    {
        try
        {
            var stream = process.StandardInput.BaseStream;
            await using (stream.ConfigureAwait(false))
            {
                await stream.WriteAsync(input).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It ended, or closed its standard input, without reading: its right.
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has just ended.
        }
    }

    /// <summary>Reads a stream to its end and keeps the last of it, however much there is.</summary>
    private sealed class StreamTail
    {
        private const int Kept = 16 * 1024;
        private readonly StringBuilder text = new();

        public StreamTail(StreamReader reader) => Ended = ReadAsync(reader);

        public Task Ended { get; }

        public string Text
        {
            get
            {
                lock (text) return text.ToString();
            }
        }

        private async Task ReadAsync(StreamReader reader)
        {
            var buffer = new char[4096];
            try
            {
                while (await reader.ReadAsync(buffer.AsMemory()).ConfigureAwait(false) is > 0 and var count)
                {
                    lock (text)
                    {
                        text.Append(buffer, 0, count);
                        if (text.Length > Kept) text.Remove(0, text.Length - Kept);
                    }
                }
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
            {
                // The program is gone and its pipe with it; what was read stands.
            }
        }
    }
}
