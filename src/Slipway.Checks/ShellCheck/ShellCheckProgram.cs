using System.ComponentModel;
using System.Diagnostics;

namespace Slipway.Checks.ShellCheck;

/// <summary>Runs the program shellcheck once over some scripts, within bounds: it is a help, and must not be able to hold up a build.</summary>
internal sealed class ShellCheckProgram
{
    // Enough for any project; what lies behind is not looked at, and that is said.
    internal const int MostScripts = 200;
    internal const long LargestScript = 256 << 10;
    internal const long MostBytes = 4 << 20;
    private const int MostOutput = 16 << 20;

    /// <summary>The program: a name to be found on the PATH, or a path.</summary>
    public string Program { get; init; } = "shellcheck";

    /// <summary>How long it may take.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What it prints about the scripts.</summary>
    /// <param name="scripts">Full paths.</param>
    /// <param name="cancellation">Ends it early.</param>
    public ShellCheckOutcome Run(IReadOnlyList<string> scripts, CancellationToken cancellation)
    {
        if (Find(Program, Environment.GetEnvironmentVariable("PATH")) is not { } program) return ShellCheckOutcome.NotInstalled;
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (var argument in (string[])["--format=json1", "--severity=warning", "--color=never", "--", .. scripts]) start.ArgumentList.Add(argument);
        // What a user has set for himself must not change what a project's check says.
        start.Environment.Remove("SHELLCHECK_OPTS");
        try
        {
            using var process = Process.Start(start)!;
            return Read(process, cancellation);
        }
        catch (Win32Exception)
        {
            return ShellCheckOutcome.NotInstalled;
        }
    }

    /// <summary>
    /// Where a program stands; null where it is not installed. Left to itself, .NET looks in the working folder before the PATH, and then
    /// a checkout that is only to be checked could bring the program that is run.
    /// </summary>
    /// <param name="program">A name, or a full path.</param>
    /// <param name="path">The variable PATH.</param>
    internal static string? Find(string program, string? path)
    {
        if (Path.IsPathFullyQualified(program)) return program;
        var name = OperatingSystem.IsWindows() ? program + ".exe" : program;
        return (path ?? "").Split(Path.PathSeparator).Where(Path.IsPathFullyQualified).Select(folder => Path.Join(folder, name)).FirstOrDefault(IsProgram);
    }

    private static bool IsProgram(string file)
    {
        const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        try
        {
            return File.Exists(file) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & Executable) != 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private ShellCheckOutcome Read(Process process, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        try
        {
            process.StandardInput.Close();
            var output = ReadAll(process.StandardOutput, limit.Token);
            var error = ReadAll(process.StandardError, limit.Token);
            Task.WhenAll(output, error, process.WaitForExitAsync(limit.Token)).GetAwaiter().GetResult();
            // 0: nothing found; 1: something found; else it could not do its work, or not all of it.
            return process.ExitCode is 0 or 1 || output.Result.StartsWith('{') ? ShellCheckOutcome.Parse(output.Result)
                : ShellCheckOutcome.Failed($"it ended with exit code {process.ExitCode}{FirstLine(error.Result)}");
        }
        catch (OperationCanceledException)
        {
            Kill(process);
            cancellation.ThrowIfCancellationRequested();
            return ShellCheckOutcome.Failed($"it did not end within {Limit.TotalSeconds:0.#} s");
        }
        catch (IOException e)
        {
            Kill(process);
            return ShellCheckOutcome.Failed(e.Message);
        }
    }

    private static async Task<string> ReadAll(StreamReader reader, CancellationToken cancellation)
    {
        var text = new System.Text.StringBuilder();
        var buffer = new char[16 * 1024];
        for (int read; (read = await reader.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0;)
        {
            text.Append(buffer, 0, read);
            if (text.Length > MostOutput) throw new IOException("it prints without end");
        }

        return text.ToString();
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has just ended by itself.
        }
    }

    private static string FirstLine(string text) => text.Trim() is { Length: > 0 } said ? ": " + said.Split('\n')[0].Trim() : "";
}
